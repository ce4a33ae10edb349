// WebGL 2: two programs, one atlas. State is set anew for every frame, so nothing has to be saved or restored.
#include "web/render/gl_renderer.hpp"

#include "shader_sources.hpp"

#include <GLES3/gl3.h>
#include <emscripten.h>

#include <algorithm>
#include <cmath>

// The canvas was transferred to this worker and handed to the module as `Module.canvas`; the GL layer of Emscripten takes it directly.
// clang-format off
EM_JS(int, countersign_gl_create, (), {
    const canvas = Module['canvas'];
    if (!canvas) return 0;
    const context = GL.createContext(canvas, {
        majorVersion: 2, minorVersion: 0, alpha: false, depth: false, stencil: false, antialias: false,
        premultipliedAlpha: true, preserveDrawingBuffer: true, powerPreference: 'low-power', failIfMajorPerformanceCaveat: false
    });
    if (context) GL.makeContextCurrent(context);
    return context;
})
EM_JS(void, countersign_gl_resize, (int width, int height), {
    const canvas = Module['canvas'];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
})
// clang-format on

namespace countersign::render {
namespace {

unsigned compile(GLenum kind, const char* source, std::string& why) {
    const unsigned shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    GLint good = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (good != 0) return shader;
    char log[512] = {};
    glGetShaderInfoLog(shader, sizeof(log), nullptr, log);
    why = log;
    glDeleteShader(shader);
    return 0;
}

constexpr int capsule_floats = 6;

// The command's callback is only a marker: the renderer draws the ink itself when it meets it.
void ink_marker(const ImDrawList*, const ImDrawCmd*) {}

}  // namespace

GlRenderer::GlRenderer() = default;
GlRenderer::~GlRenderer() = default;

ImDrawCallback GlRenderer::ink_callback() const { return ink_.id != 0 ? ink_marker : nullptr; }

bool GlRenderer::start(std::string& why) {
    if (countersign_gl_create() == 0) {
        why = "the browser gave no WebGL 2 context";
        return false;
    }
    started_ = true;
    return make_programs(why);
}

bool GlRenderer::make_program(const ShaderPair& source, Program& program, std::string& why) {
    const unsigned vertex = compile(GL_VERTEX_SHADER, source.vertex, why);
    const unsigned fragment = vertex != 0 ? compile(GL_FRAGMENT_SHADER, source.fragment, why) : 0;
    if (fragment == 0) {
        why = std::string(source.name) + ": " + why;
        return false;
    }
    program.id = glCreateProgram();
    glAttachShader(program.id, vertex);
    glAttachShader(program.id, fragment);
    glLinkProgram(program.id);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    GLint good = 0;
    glGetProgramiv(program.id, GL_LINK_STATUS, &good);
    if (good == 0) {
        why = std::string(source.name) + ": cannot be linked";
        return false;
    }
    program.scale = glGetUniformLocation(program.id, "scale");
    program.offset = glGetUniformLocation(program.id, "offset");
    program.texture = glGetUniformLocation(program.id, "atlas");
    program.colour = glGetUniformLocation(program.id, "colour");
    program.pixel = glGetUniformLocation(program.id, "pixel");
    return true;
}

bool GlRenderer::make_programs(std::string& why) {
    const ShaderPair interface_source = {"interface", shader_sources::interface_vert, shader_sources::interface_frag};
    const ShaderPair picture_source = {"picture", shader_sources::interface_vert, shader_sources::picture_frag};
    const ShaderPair ink_source = {"ink", shader_sources::ink_vert, shader_sources::ink_frag};
    if (!make_program(interface_source, interface_, why) || !make_program(picture_source, picture_, why) ||
        !make_program(ink_source, ink_, why)) {
        return false;
    }
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &indices_);
    glGenBuffers(1, &ink_instances_);
    glGenVertexArrays(1, &interface_layout_);
    glGenVertexArrays(1, &ink_layout_);

    glBindVertexArray(ink_layout_);
    glBindBuffer(GL_ARRAY_BUFFER, ink_instances_);
    const GLsizei stride = capsule_floats * static_cast<GLsizei>(sizeof(float));
    for (unsigned attribute = 0; attribute < 2; ++attribute) {
        glEnableVertexAttribArray(attribute);
        glVertexAttribPointer(attribute, 3, GL_FLOAT, GL_FALSE, stride,
                              reinterpret_cast<const void*>(static_cast<std::uintptr_t>(attribute * 3 * sizeof(float))));
        glVertexAttribDivisor(attribute, 1);
    }
    glBindVertexArray(0);
    return true;
}

void GlRenderer::resize(int width_pixels, int height_pixels) {
    width_ = width_pixels;
    height_ = height_pixels;
    countersign_gl_resize(width_, height_);
}

void GlRenderer::upload_atlas(ImFontAtlas& atlas) {
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
    if (atlas_ == 0) glGenTextures(1, &atlas_);
    glBindTexture(GL_TEXTURE_2D, atlas_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, pixels);
    atlas.SetTexID(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(atlas_)));
    // The copy on the card is the one that counts.
    atlas.ClearTexData();
}

ImTextureID GlRenderer::make_picture(int width, int height, const void* rgba) {
    unsigned texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    glGenerateMipmap(GL_TEXTURE_2D);
    return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture));
}

void GlRenderer::drop_picture(ImTextureID picture) {
    const auto texture = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(picture));
    glDeleteTextures(1, &texture);
}

bool GlRenderer::restore(std::string& why) {
    interface_ = {};
    picture_ = {};
    ink_ = {};
    vertices_ = indices_ = ink_instances_ = interface_layout_ = ink_layout_ = atlas_ = 0;
    return make_programs(why);
}

void GlRenderer::set_state(const ImDrawData& data) {
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDisable(GL_CULL_FACE);
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_SCISSOR_TEST);
    use_texture(data, atlas_);
    glBindVertexArray(interface_layout_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
    for (unsigned attribute = 0; attribute < 3; ++attribute) glEnableVertexAttribArray(attribute);
}

// The atlas has one channel, pictures have four.
void GlRenderer::use_texture(const ImDrawData& data, unsigned texture) {
    const Program& program = texture == atlas_ ? interface_ : picture_;
    glUseProgram(program.id);
    glUniform2f(program.scale, 2.0F / data.DisplaySize.x, -2.0F / data.DisplaySize.y);
    glUniform2f(program.offset, -1.0F - data.DisplayPos.x * 2.0F / data.DisplaySize.x,
                1.0F + data.DisplayPos.y * 2.0F / data.DisplaySize.y);
    glUniform1i(program.texture, 0);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture);
    texture_ = texture;
}

void GlRenderer::draw(const ImDrawData& data) {
    if (!started_ || width_ == 0 || height_ == 0) return;
    glViewport(0, 0, width_, height_);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    set_state(data);
    for (const ImDrawList* list : data.CmdLists) draw_list(data, *list);
}

void GlRenderer::draw_list(const ImDrawData& data, const ImDrawList& list) {
    glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.Size * static_cast<GLsizeiptr>(sizeof(ImDrawVert)), list.VtxBuffer.Data, GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.Size * static_cast<GLsizeiptr>(sizeof(ImDrawIdx)), list.IdxBuffer.Data,
                 GL_STREAM_DRAW);
    unsigned offset_now = ~0U;
    for (const ImDrawCmd& command : list.CmdBuffer) {
        if (command.UserCallback == ImDrawCallback_ResetRenderState) {
            set_state(data);
            continue;
        }
        const float scale_x = data.FramebufferScale.x;
        const float scale_y = data.FramebufferScale.y;
        const int left = std::max(0, static_cast<int>(std::lround((command.ClipRect.x - data.DisplayPos.x) * scale_x)));
        const int top = std::max(0, static_cast<int>(std::lround((command.ClipRect.y - data.DisplayPos.y) * scale_y)));
        const int right = std::min(width_, static_cast<int>(std::lround((command.ClipRect.z - data.DisplayPos.x) * scale_x)));
        const int bottom = std::min(height_, static_cast<int>(std::lround((command.ClipRect.w - data.DisplayPos.y) * scale_y)));
        if (right <= left || bottom <= top) continue;
        glScissor(left, height_ - bottom, right - left, bottom - top);
        if (command.UserCallback != nullptr) {
            draw_ink(data, command);
            continue;
        }
        const auto texture = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
        if (texture != texture_) use_texture(data, texture);
        if (command.VtxOffset != offset_now) {
            // WebGL has no base vertex: the layout is shifted instead.
            offset_now = command.VtxOffset;
            const std::uintptr_t base = offset_now * sizeof(ImDrawVert);
            const GLsizei stride = static_cast<GLsizei>(sizeof(ImDrawVert));
            glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, stride, reinterpret_cast<const void*>(base + offsetof(ImDrawVert, pos)));
            glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, stride, reinterpret_cast<const void*>(base + offsetof(ImDrawVert, uv)));
            glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, reinterpret_cast<const void*>(base + offsetof(ImDrawVert, col)));
        }
        glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT,
                       reinterpret_cast<const void*>(static_cast<std::uintptr_t>(command.IdxOffset * sizeof(ImDrawIdx))));
    }
}

void GlRenderer::draw_ink(const ImDrawData& data, const ImDrawCmd& command) {
    const auto* drawing = static_cast<const InkDrawing*>(command.UserCallbackData);
    if (drawing == nullptr || drawing->capsules.empty()) return;
    glUseProgram(ink_.id);
    glUniform2f(ink_.scale, 2.0F / data.DisplaySize.x, -2.0F / data.DisplaySize.y);
    glUniform2f(ink_.offset, -1.0F, 1.0F);
    glUniform1f(ink_.pixel, 1.0F / data.FramebufferScale.x);
    const std::uint32_t rgba = drawing->colour;
    const auto channel = [rgba](int shift) { return static_cast<float>((rgba >> shift) & 0xff) / 255.0F; };
    glUniform4f(ink_.colour, channel(24), channel(16), channel(8), channel(0));
    glBindVertexArray(ink_layout_);
    glBindBuffer(GL_ARRAY_BUFFER, ink_instances_);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(drawing->capsules.size() * sizeof(float)), drawing->capsules.data(),
                 GL_STREAM_DRAW);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(drawing->capsules.size() / capsule_floats));
    // The reset command that follows restores the interface's state.
}

}  // namespace countersign::render
