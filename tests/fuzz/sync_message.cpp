// Requests and answers of the sync: what is read can be written, and reads the same again.
#include "core/sync/message.hpp"

#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

namespace {

void try_request(std::string_view text) {
    const auto request = read_sync_request(text);
    if (!request) return;
    const auto again = read_sync_request(write_sync_request(*request));
    require(again.ok(), "a written request is read");
    require(again->events == request->events && again->cursors == request->cursors, "and holds the same events and cursors");
    require(again->user == request->user && again->device == request->device, "of the same device");
}

void try_answer(std::string_view text) {
    const auto answer = read_sync_answer(text);
    if (!answer) return;
    (void)answer->more();
    const auto again = read_sync_answer(write_sync_answer(*answer));
    require(again.ok(), "a written answer is read");
    require(again->fates.size() == answer->fates.size() && again->streams.size() == answer->streams.size(), "and holds as much");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = text_of(data, size);
    try_request(text);
    try_answer(text);
    return 0;
}
