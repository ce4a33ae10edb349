// Events as some device wrote them: whatever is read keeps its bytes, and its envelope can be written and read again.
#include "core/event/codec.hpp"

#include "core/event/chain.hpp"
#include "core/event/stream.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(text_of(data, size));
    const auto event = read_event(bytes);
    if (!event) {
        require(!event.error().key.empty(), "a failure has a key");
        return 0;
    }
    require(event->bytes == bytes, "the author's bytes are kept");
    const StoredEvent written = write_event(event->envelope);
    const auto again = read_event(written.bytes);
    // JSON may grow when it is written (escapes), and then be larger than an event may be.
    require(again.ok() || written.bytes.size() > event_bytes_max, "what was written is read");
    if (again) {
        require(again->envelope.id == event->envelope.id && again->envelope.type == event->envelope.type, "and says the same");
        require(again->envelope.subject == event->envelope.subject && again->envelope.stream == event->envelope.stream, "of the same");
        require(again->envelope.occurred_at == event->envelope.occurred_at, "at the same time");
    }
    return 0;
}
