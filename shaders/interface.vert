#version 300 es
// Dear ImGui's vertices, from CSS pixels to clip space.
uniform vec2 scale;
uniform vec2 offset;
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 place;
layout(location = 2) in vec4 tint;
out vec2 atlas_place;
out vec4 fragment_tint;

void main() {
    atlas_place = place;
    fragment_tint = tint;
    gl_Position = vec4(position * scale + offset, 0.0, 1.0);
}
