#!/usr/bin/env python3
"""Writes the C++ source of the time zone table (core/domain/time_zone_table.hpp) from the system's tzdata.

    generate_time_zone_table.py OUTPUT.cpp [--zoneinfo /usr/share/zoneinfo]

Reads the compiled zones (TZif, RFC 8536) and the version and links in tzdata.zi. What it keeps of each zone:
- the offset in force at 1970-01-01 and every change of offset since then that the zone's yearly rule does not give itself;
- the yearly rule for all later years (the POSIX TZ string at the end of the file), and the moment from which it holds.
Zones whose data are equal share it. The output depends on the input alone, so that two builds from one tzdata are equal.
"""
import argparse
import datetime
import os
import re
import struct
import sys

EPOCH = datetime.date(1970, 1, 1)
NOT_ZONES = {"Factory", "localtime", "posixrules"}
NOT_FOLDERS = {"posix", "right"}


def fail(message):
    sys.exit(f"generate_time_zone_table.py: {message}")


def zone_files(root):
    names = []
    for folder, folders, files in os.walk(root):
        relative = os.path.relpath(folder, root)
        if relative == ".":
            folders[:] = [name for name in folders if name not in NOT_FOLDERS]
        for file in files:
            name = os.path.normpath(os.path.join(relative, file)).replace(os.sep, "/")
            with open(os.path.join(folder, file), "rb") as opened:
                if opened.read(4) == b"TZif" and name not in NOT_ZONES:
                    names.append(name)
    return sorted(names)


def read_version_and_links(root):
    path = os.path.join(root, "tzdata.zi")
    try:
        lines = open(path, encoding="utf-8").read().splitlines()
    except OSError as error:
        fail(f"cannot read {path} ({error.strerror}). It comes with the package tzdata: apt-get install tzdata")
    version = re.match(r"# version (\S+)", lines[0])
    if not version:
        fail(f"{path} does not begin with '# version …'")
    links = {}
    for line in lines:
        if line.startswith("L "):
            _, target, name = line.split()
            links[name] = target
    return version[1], links


def read_country_zones(root):
    with open(os.path.join(root, "zone.tab"), encoding="utf-8") as lines:
        return {line.split("\t")[2].strip() for line in lines if not line.startswith("#")}


def read_zone(root, name):
    """The offset before all changes, [(utc seconds, offset after)], and the rule's text."""
    data = open(os.path.join(root, name), "rb").read()

    def counts_at(start):
        # The order in the header: UT/local flags, standard/wall flags, leap seconds, times, types, characters.
        return struct.unpack(">6L", data[start + 20 : start + 44])

    # The second block has 64 bit times; the first only serves readers from before 2005.
    ut, standard, leap, times, types, characters = counts_at(0)
    start = 44 + times * 5 + types * 6 + characters + leap * 8 + standard + ut
    ut, standard, leap, times, types, characters = counts_at(start)
    start += 44
    moments = struct.unpack(f">{times}q", data[start : start + times * 8])
    start += times * 8
    indices = data[start : start + times]
    start += times
    offsets = [struct.unpack(">l", data[start + 6 * i : start + 6 * i + 4])[0] for i in range(types)]
    start += types * 6 + characters + leap * 12 + standard + ut
    return offsets[0], [(at, offsets[i]) for at, i in zip(moments, indices)], data[start:].strip().decode("ascii")


def parse_time(text):
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
    return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def parse_change(text):
    """(kind, month, week, weekday, day, seconds after midnight)"""
    day, _, time = text.partition("/")
    seconds = parse_time(time) if time else 7200
    if day.startswith("M"):
        month, week, weekday = (int(part) for part in day[1:].split("."))
        return ("weekday_of_month", month, week, weekday, 0, seconds)
    if day.startswith("J"):
        return ("day_without_leap", 1, 1, 0, int(day[1:]), seconds)
    return ("day_with_leap", 1, 1, 0, int(day), seconds)


def parse_rule(text):
    """(standard offset, None) or (standard offset, (summer offset, start, end))"""
    name = r"(?:<[^>]+>|[A-Za-z]+)"
    match = re.fullmatch(rf"{name}([-+:\d]+)(?:{name}([-+:\d]*),([^,]+),([^,]+))?", text)
    if not match:
        fail(f"cannot read the rule '{text}'")
    standard = -parse_time(match[1])
    if match[3] is None:
        return (standard, None)
    summer = -parse_time(match[2]) if match[2] else standard + 3600
    return (standard, (summer, parse_change(match[3]), parse_change(match[4])))


def change_in_year(change, year, offset_before):
    kind, month, week, weekday, day, seconds = change
    if kind == "weekday_of_month":
        first = datetime.date(year, month, 1)
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        shift = (weekday - first.isoweekday() % 7) % 7 + 7 * (week - 1)
        date = first + datetime.timedelta(days=shift if shift < (following - first).days else shift - 7)
    else:
        shift = day
        if kind == "day_without_leap":
            leap = (datetime.date(year, 12, 31) - datetime.date(year, 1, 1)).days == 365
            shift = day - 1 + (1 if leap and day >= 60 else 0)
        date = datetime.date(year, 1, 1) + datetime.timedelta(days=shift)
    return (date - EPOCH).days * 86400 + seconds - offset_before


def shorten(first_offset, changes, rule_text):
    """(offset of 1970, irregular changes since then, moment from which the rule holds or None for always, rule)"""
    offset = first_offset
    kept = []
    for at, after in changes:
        if at < 0:
            offset = after
        elif after != (kept[-1][1] if kept else offset):
            kept.append((at, after))
    rule = parse_rule(rule_text)
    standard, summer = rule
    if summer is None:
        final = kept[-1][1] if kept else offset
        if final != standard:
            fail(f"the rule '{rule_text}' does not continue the zone's last offset {final}")
        return offset, tuple(kept), (kept[-1][0] if kept else None), rule
    summer_offset, start, end = summer
    # Some zones list irregular changes far into the future (Gaza to 2086); two years more let the rule be recognised after any of them.
    last = max(changes[-1][0], -1) if changes else -1
    last_year = (EPOCH + datetime.timedelta(seconds=max(last, 0))).year + 2
    given = sorted(
        moment
        for year in range(1970, last_year + 1)
        for moment in ((change_in_year(start, year, standard), summer_offset), (change_in_year(end, year, summer_offset), standard))
    )
    for at, after in given:
        if at > last and after != (kept[-1][1] if kept else offset):
            kept.append((at, after))
    rule_from = None
    while kept and given and kept[-1] == given[-1]:
        rule_from = given.pop()[0]
        kept.pop()
    if rule_from is None:
        fail(f"the rule '{rule_text}' does not take over from the zone's changes")
    return offset, tuple(kept), rule_from, rule


def pack(changes, offset_index):
    packed = bytearray()
    before = 0
    for at, offset in changes:
        distance = at - before
        before = at
        quarters, rest = divmod(distance, 900)
        packed.append(offset_index[offset] | (0x80 if rest else 0))
        number = distance if rest else quarters
        while number >= 0x80:
            packed.append(number & 0x7F | 0x80)
            number >>= 7
        packed.append(number)
    return bytes(packed)


def cpp_change(change):
    kind, month, week, weekday, day, seconds = change
    return f"{{YearlyChange::Kind::{kind}, {month}, {week}, {weekday}, {day}, {seconds}}}"


def cpp_rule(rule):
    standard, summer = rule
    if summer is None:
        return f"    {{{standard}}},"
    return f"    {{{standard}, {summer[0]}, true, {cpp_change(summer[1])}, {cpp_change(summer[2])}}},"


def cpp_bytes(data):
    return "\n".join("    " + " ".join(f"{byte}," for byte in data[i : i + 32]) for i in range(0, len(data), 32))


def choose_names(root):
    """The zones to write and {other name: zone}."""
    version, links = read_version_and_links(root)
    country_zones = read_country_zones(root)
    present = set(zone_files(root))
    aliases = {}
    for name, target in links.items():
        # A zone that stands for a country keeps its own name, even where tzdata links it to a neighbour's.
        if name in country_zones and name in present:
            continue
        while target in links and target not in country_zones:
            target = links[target]
        if target in present:
            aliases[name] = target
    zones = sorted(present - set(aliases))
    return version, zones, aliases


def generate(root):
    version, zones, aliases = choose_names(root)
    if not zones:
        fail(f"no zones in {root}")
    shortened = {name: shorten(*read_zone(root, name)) for name in zones}

    offsets = sorted({offset for _, changes, _, _ in shortened.values() for _, offset in changes})
    if len(offsets) > 128:
        fail(f"{len(offsets)} different offsets do not fit seven bits")
    offset_index = {offset: index for index, offset in enumerate(offsets)}
    rules = sorted({rule for _, _, _, rule in shortened.values()}, key=repr)
    rule_index = {rule: index for index, rule in enumerate(rules)}

    history = bytearray()
    places = {}
    for name in zones:
        packed = pack(shortened[name][1], offset_index)
        if packed not in places:
            places[packed] = len(history)
            history += packed

    def cpp_zone(name):
        first_offset, changes, rule_from, rule = shortened[name]
        packed = pack(changes, offset_index)
        begin = "std::numeric_limits<std::int64_t>::min()" if rule_from is None else str(rule_from)
        history = f"part({places[packed]}, {len(packed)})" if packed else "{}"  # {pointer, 0} is ambiguous in libc++ 13
        return f'    {{"{name}", {history}, {begin}, {first_offset}, &rules[{rule_index[rule]}]}},'

    zone_index = {name: index for index, name in enumerate(zones)}
    newline = "\n"
    return f"""// The time zone table of tzdata {version}: {len(zones)} zones, {len(aliases)} other names.
// Generated by assets/time_zones/generate_time_zone_table.py; change that, not this.
#include <limits>

#include "core/domain/time_zone_table.hpp"

namespace countersign::time_zone_table {{
namespace {{

constexpr std::int32_t offsets[] = {{
{newline.join("    " + ", ".join(str(offset) for offset in offsets[i:i + 12]) + "," for i in range(0, len(offsets), 12))}
}};

constexpr std::uint8_t history[] = {{
{cpp_bytes(history)}
}};

constexpr std::span<const std::uint8_t> part(std::size_t start, std::size_t size) {{ return std::span(history).subspan(start, size); }}

constexpr YearlyRule rules[] = {{
{newline.join(cpp_rule(rule) for rule in rules)}
}};

constexpr TimeZone zone_table[] = {{
{newline.join(cpp_zone(name) for name in zones)}
}};

constexpr Alias alias_table[] = {{
{newline.join(f'    {{"{name}", {zone_index[aliases[name]]}}},' for name in sorted(aliases))}
}};

}}  // namespace

constinit const std::string_view version = "{version}";
constinit const std::span<const TimeZone> zones = zone_table;
constinit const std::span<const Alias> aliases = alias_table;
constinit const std::span<const std::int32_t> offsets_seconds = offsets;

}}  // namespace countersign::time_zone_table
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("output")
    arguments.add_argument("--zoneinfo", default="/usr/share/zoneinfo")
    options = arguments.parse_args()
    text = generate(options.zoneinfo)
    os.makedirs(os.path.dirname(os.path.abspath(options.output)), exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as output:
        output.write(text)


if __name__ == "__main__":
    main()
