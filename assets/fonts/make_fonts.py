#!/usr/bin/env python3
"""Cuts the fonts down to what the portal shows: Inter in three weights and the icons named in assets/icons/icons.txt.

    make_fonts.py --modules node_modules --icons assets/icons/icons.txt --out FOLDER

Inter keeps the ranges below, its tabular digits take the place of 0-9 (columns of times and hours then line up without a layout
engine), and everything only a layout engine reads (kerning, substitutions) goes. Outlines stay TrueType: both the atlas builder and
the browser's own text fields read the same file.
"""
import argparse
import logging
import os
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Basic Latin, Latin-1 and Latin Extended-A (Polish, Czech, Danish), punctuation, per mille, euro, arrows, check marks.
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x20AC, 0x20AC), (0x2190, 0x2193),
          (0x2212, 0x2212), (0x2713, 0x2713), (0xFFFD, 0xFFFD)]
# What a screen cannot do without: the build fails when the font has lost one of these.
REQUIRED = "0123456789AaZz.,:;-\u2013\u2014\u2026\u00b7\u2022\u2190\u2191\u2192\u2193\u20ac" \
           "ĄĆĘŁŃÓŚŹŻąćęłńóśźż" "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽáčďéěíňóřšťúůýž" "ÆØÅæøå"
WEIGHTS = {"400": "Regular", "500": "Medium", "600": "SemiBold"}


def fail(message):
    sys.exit(f"make_fonts.py: {message}")


def tabular_digits(font):
    """The font's own replacement of each glyph under the feature tnum."""
    table = font["GSUB"].table
    replacements = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for rule in table.LookupList.Lookup[index].SubTable:
                rule = getattr(rule, "ExtSubTable", rule)
                replacements.update(getattr(rule, "mapping", {}))
    return replacements


def cut(font, code_points):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [1, 2, 13, 14]
    options.legacy_kern = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "meta", "FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=code_points)
    cutter.subset(font)


def make_text_font(source, target):
    font = TTFont(source)
    if "glyf" not in font:
        fail(f"{source} has no TrueType outlines")
    replacements = tabular_digits(font)
    for table in font["cmap"].tables:
        for digit in range(0x30, 0x3A):
            if digit in table.cmap:
                table.cmap[digit] = replacements.get(table.cmap[digit], table.cmap[digit])
    cut(font, [code_point for first, last in RANGES for code_point in range(first, last + 1)])
    known = font.getBestCmap()
    lost = [character for character in REQUIRED if ord(character) not in known]
    if lost:
        fail(f"{source} lacks {' '.join(lost)}")
    widths = {font["hmtx"][known[digit]][0] for digit in range(0x30, 0x3A)}
    if len(widths) != 1:
        fail(f"the digits of {source} are not equally wide: {sorted(widths)}")
    font.flavor = None
    font.save(target)


def make_icon_font(source, style_sheet, names_file, target):
    with open(style_sheet, encoding="utf-8") as file:
        published = dict(re.findall(r'\.ti-([a-z0-9-]+):before\s*\{\s*content:\s*"\\([0-9a-f]+)"', file.read()))
    code_points = []
    with open(names_file, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            match = re.fullmatch(r"([a-z0-9-]+) U\+([0-9A-F]{4,5})", line)
            if not match:
                fail(f"{names_file}:{number}: expected 'name U+CODE', found '{line}'")
            name, code = match.groups()
            if published.get(name) != code.lower():
                fail(f"{names_file}:{number}: {name} is U+{published.get(name, 'nothing').upper()} in the icon font, not U+{code}")
            code_points.append(int(code, 16))
    font = TTFont(source)
    cut(font, code_points)
    font.save(target)


def main():
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # the icon font has padding fontTools remarks on
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", required=True)
    parser.add_argument("--icons", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    for weight, style in WEIGHTS.items():
        make_text_font(os.path.join(arguments.modules, "inter-ui", "web", f"Inter-{style}.woff2"),
                       os.path.join(arguments.out, f"inter-{weight}.ttf"))
    tabler = os.path.join(arguments.modules, "@tabler", "icons-webfont", "dist")
    make_icon_font(os.path.join(tabler, "fonts", "tabler-icons-outline.ttf"), os.path.join(tabler, "tabler-icons-outline.css"),
                   arguments.icons, os.path.join(arguments.out, "icons.ttf"))


if __name__ == "__main__":
    main()
