// Draws Dear ImGui's triangles and signature ink with WebGL 2 on the worker's OffscreenCanvas.
#pragma once

#include "web/render/renderer.hpp"

namespace countersign::render {

class GlRenderer final : public Renderer {
public:
    GlRenderer();
    ~GlRenderer() override;
    GlRenderer(const GlRenderer&) = delete;
    GlRenderer& operator=(const GlRenderer&) = delete;

    bool start(std::string& why) override;
    void resize(int width_pixels, int height_pixels) override;
    void upload_atlas(ImFontAtlas& atlas) override;
    ImTextureID make_picture(int width, int height, const void* rgba) override;
    void drop_picture(ImTextureID picture) override;
    void draw(const ImDrawData& data) override;
    bool restore(std::string& why) override;
    ImDrawCallback ink_callback() const override;

    struct ShaderPair {
        const char* name;
        const char* vertex;
        const char* fragment;
    };
    struct Program {
        unsigned id = 0;
        int scale = -1;
        int offset = -1;
        int texture = -1;
        int colour = -1;
        int pixel = -1;
    };

private:
    bool make_programs(std::string& why);
    bool make_program(const ShaderPair& source, Program& program, std::string& why);
    void set_state(const ImDrawData& data);
    void use_texture(const ImDrawData& data, unsigned texture);
    void draw_list(const ImDrawData& data, const ImDrawList& list);
    void draw_ink(const ImDrawData& data, const ImDrawCmd& command);

    Program interface_;
    Program picture_;
    Program ink_;
    unsigned vertices_ = 0;
    unsigned indices_ = 0;
    unsigned interface_layout_ = 0;
    unsigned ink_layout_ = 0;
    unsigned ink_instances_ = 0;
    unsigned atlas_ = 0;
    unsigned texture_ = 0;  // the one in use
    int width_ = 0;
    int height_ = 0;
    bool started_ = false;
};

}  // namespace countersign::render
