#version 300 es
// A photo or another picture in its own colours.
precision mediump float;
uniform sampler2D atlas;
in vec2 atlas_place;
in vec4 fragment_tint;
out vec4 result;

void main() {
    result = fragment_tint * texture(atlas, atlas_place);
}
