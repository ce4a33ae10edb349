// Counting what is on a device, without reading any of it.
#include "core/storage/holdings.hpp"

namespace countersign {

Result<DeviceHoldings, Failure> holdings_of(Database& database) {
    return database.guarded([&] {
        DeviceHoldings holdings;
        // Numbers in a stream have no gaps, so the last one is how many there are.
        auto streams = database.prepare(
            "SELECT stream.id, stream.seq, (SELECT received_at FROM event JOIN stream_name ON stream_name.number = event.stream "
            "WHERE stream_name.name = stream.id AND event.seq = 1) FROM stream WHERE stream.seq > 0 ORDER BY stream.id");
        while (streams.step()) holdings.streams.push_back({{streams.text(0)}, streams.integer(1), {streams.integer(2)}});
        auto files = database.prepare("SELECT count(*), ifnull(sum(bytes), 0) FROM attachment_file");
        files.step();
        holdings.files = files.integer(0);
        holdings.file_bytes = files.integer(1);
        return holdings;
    });
}

}  // namespace countersign
