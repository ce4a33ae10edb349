#version 300 es
// A vertex colour whose opacity comes from the one-channel atlas of glyphs.
precision mediump float;
uniform sampler2D atlas;
in vec2 atlas_place;
in vec4 fragment_tint;
out vec4 result;

void main() {
    result = vec4(fragment_tint.rgb, fragment_tint.a * texture(atlas, atlas_place).r);
}
