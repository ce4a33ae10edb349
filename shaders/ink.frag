#version 300 es
// Distance to a round cone, softened over one device pixel.
precision highp float;
uniform vec4 colour;
uniform float pixel;
in vec2 along;
flat in vec3 shape;
out vec4 result;

float round_cone(vec2 point, float span, float from_radius, float to_radius) {
    point.y = abs(point.y);
    if (span < 0.0001) return length(point) - max(from_radius, to_radius);
    float slope = clamp((from_radius - to_radius) / span, -1.0, 1.0);
    float rise = sqrt(1.0 - slope * slope);
    float side = dot(point, vec2(rise, -slope));
    if (side < 0.0) return length(point) - from_radius;
    if (side > rise * span) return length(point - vec2(span, 0.0)) - to_radius;
    return dot(point, vec2(slope, rise)) - from_radius;
}

void main() {
    float distance_to_edge = round_cone(along, shape.x, shape.y, shape.z);
    float cover = clamp(0.5 - distance_to_edge / pixel, 0.0, 1.0);
    if (cover <= 0.0) discard;
    result = vec4(colour.rgb, colour.a * cover);
}
