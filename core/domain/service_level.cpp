// Service levels: reading and writing.
#include "core/domain/service_level.hpp"

#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

const Target no_target{};

}  // namespace

const Target& LevelTargets::of(Measure measure) const {
    switch (measure) {
        case Measure::first_response:
            return first_response;
        case Measure::next_response:
            return next_response;
        case Measure::arrival:
            return arrival;
        case Measure::resolution:
            return resolution;
        case Measure::replacement:
        case Measure::availability:
            break;
    }
    return no_target;
}

Json ServiceLevels::to_json() const {
    Json priorities = Json::object();
    for (std::size_t i = 0; i < by_priority.size(); ++i) {
        const LevelTargets& level = by_priority[i];
        priorities[std::string(priority_name(static_cast<Priority>(i + 1)))] = {{"first_response", level.first_response.to_json()},
                                                                                {"next_response", level.next_response.to_json()},
                                                                                {"arrival", level.arrival.to_json()},
                                                                                {"resolution", level.resolution.to_json()}};
    }
    return {{"calendar", calendar}, {"priorities", priorities}};
}

ServiceLevels ServiceLevels::from_json(FieldReader& fields) {
    ServiceLevels levels;
    levels.calendar = fields.text("calendar", 100);
    for (const auto& [name, targets] : fields.object("priorities").items()) {
        const Priority priority = to_priority(fields, "priorities", name);
        if (!targets.is_object()) {
            fields.reject("priorities", name + " is no object");
            continue;
        }
        FieldReader reader(targets);
        LevelTargets& level = levels.by_priority[static_cast<std::size_t>(priority) - 1];
        level = {read_part<Target>(reader, "first_response"), read_part<Target>(reader, "next_response"),
                 read_part<Target>(reader, "arrival"), read_part<Target>(reader, "resolution")};
        if (reader.problem()) fields.reject("priorities", name + ": " + *reader.problem());
    }
    return levels;
}

bool is_paused_by_waiting(Measure measure) { return measure != Measure::first_response && measure != Measure::next_response; }

}  // namespace countersign
