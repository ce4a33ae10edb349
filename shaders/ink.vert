#version 300 es
// Signature ink: each instance is a round cone from one point to the next, drawn as the rectangle around it.
uniform vec2 scale;
uniform vec2 offset;
uniform float pixel;
layout(location = 0) in vec3 from_point;
layout(location = 1) in vec3 to_point;
out vec2 along;
flat out vec3 shape;

void main() {
    vec2 way = to_point.xy - from_point.xy;
    float span = length(way);
    vec2 forward = span > 0.0001 ? way / span : vec2(1.0, 0.0);
    vec2 aside = vec2(-forward.y, forward.x);
    float reach = max(from_point.z, to_point.z) + pixel;
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 local = vec2(mix(-reach, span + reach, corner.x), mix(-reach, reach, corner.y));
    along = local;
    shape = vec3(span, from_point.z, to_point.z);
    gl_Position = vec4((from_point.xy + forward * local.x + aside * local.y) * scale + offset, 0.0, 1.0);
}
