// Client day: from instants to dates.
#include "core/domain/client_day.hpp"

#include "core/domain/organisation.hpp"
#include "core/domain/time_zone.hpp"

namespace countersign {

LocalDate client_day(const Organisation* organisation, Instant instant) {
    if (organisation != nullptr) {
        if (const auto zone = find_time_zone(organisation->time_zone)) return to_local(**zone, instant).date;
    }
    return local_of_wall_milliseconds(instant.utc_ms).date;
}

}  // namespace countersign
