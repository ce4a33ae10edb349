// JSON from anybody: no depth, size or text breaks the reader, and what is read is written and read the same.
#include "core/base/json.hpp"

#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = text_of(data, size);
    const std::size_t depth_max = take_byte(text) % 65;
    const auto document = parse_json(text, depth_max);
    if (!document) {
        require(document.error().key == "failure.json" && !document.error().cause.empty(), "a failure says why");
        return 0;
    }
    const std::string written = write_json(*document);
    const auto again = parse_json(written, depth_max);
    require(again.ok(), "what was written is read");
    require(write_json(*again) == written, "and written the same");
    FieldReader fields(*document);
    (void)fields.text("a", 10);
    (void)fields.integer("b");
    (void)fields.boolean_or("c", false);
    (void)fields.optional_instant("d");
    for (const Json& entry : fields.array("e")) (void)FieldReader(entry).text_or("f", "");
    (void)fields.object("g").size();
    return 0;
}
