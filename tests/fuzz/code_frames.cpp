// Codes as a camera may read them: frames of anything are put together to what was cut, and nothing else is taken for a message.
#include "core/base/code_frames.hpp"

#include "core/base/digest.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = text_of(data, size);
    const std::size_t each = 1 + take_byte(text);
    FrameReader camera;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t line = rest.find('\n');
        const auto read = camera.read(rest.substr(0, line));
        if (!read) require(!read.error().key.empty(), "a refusal has a key");
        require(camera.frames_read() <= frames_max, "no more frames are kept than there can be");
        rest = line == std::string_view::npos ? std::string_view{} : rest.substr(line + 1);
    }
    const auto bytes = from_base45(text);
    if (bytes) require(to_base45(*bytes) == text, "Base45 is read only as it is written");
    const auto frames = code_frames(text, each);
    require(frames.has_value() == (text.size() <= each * frames_max), "a message is cut where it fits");
    if (!frames) return 0;
    FrameReader reader;
    for (const std::string& frame : *frames) {
        const auto read = reader.read(frame);
        require(read.ok(), "a frame is read");
        if (&frame == &frames->back()) require(*read == std::string(text), "and the message is what was cut");
    }
    return 0;
}
