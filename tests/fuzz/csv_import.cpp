// Files that people import: every row of them is accounted for, and a mistake costs one row, never the rest.
#include "core/domain/time_zone.hpp"
#include "server/import/csv_reader.hpp"
#include "server/import/remote_log.hpp"
#include "server/import/servicenow_csv.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

namespace {

void try_reader(std::string_view text) {
    CsvLimits limits;
    limits.field_bytes_max = 100;
    limits.record_bytes_max = 400;
    limits.fields_max = 20;
    CsvReader reader(text, limits);
    std::int64_t line = 0;
    while (auto record = reader.next()) {
        const std::int64_t at = *record ? (*record)->line : record->error().line;
        require(at >= line, "lines are counted forward");
        line = at;
        if (!*record) continue;
        require((*record)->fields.size() <= limits.fields_max, "no more fields than allowed");
        for (const std::string& field : (*record)->fields) require(field.size() <= limits.field_bytes_max, "no longer field than allowed");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = text_of(data, size);
    const unsigned choice = take_byte(text) % 3;
    if (choice == 0) try_reader(text);
    if (choice == 1) {
        static const TimeZone* zone = find_time_zone("Europe/Warsaw").value();
        require(read_servicenow_csv(text, *zone).balanced(), "every row of a service desk's log is accounted for");
    }
    if (choice == 2) require(read_remote_log(text).balanced(), "every row of a remote support log is accounted for");
    return 0;
}
