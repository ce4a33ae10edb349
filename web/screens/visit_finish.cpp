// Finishing a visit and correcting its work record.
#include "web/screens/visit_finish.hpp"

namespace countersign::screens {

using app::Portal;

namespace {

/// Folded inside the present transaction, so it holds what was recorded a moment ago.
std::optional<RecordVisitWork> work_of(Portal& portal, const std::optional<Visit>& visit, const std::string& summary) {
    if (!visit) return std::nullopt;
    RecordVisitWork work{&*visit, summary, {}, {}};
    for (const TicketRow& ticket : tickets_of_visit(portal.replica().database(), visit->id)) work.tickets_found.push_back(ticket.id);
    return work;
}

}  // namespace

std::optional<WorkRecordId> finish_visit(Portal& portal, const VisitId& id, const std::string& summary) {
    // Another device of this person may have been quicker.
    if (const auto written = work_record_of_visit(portal.replica().database(), id)) return written->id;
    // The visit's own id: two tablets that finish one visit write one record, and the second is flagged.
    const WorkRecordId record{id.value};
    const bool done = portal.run_all([&] {
        const auto before = portal.replica().find<Visit>(id.value);
        if (!before) return false;
        const bool going_on = before->state != VisitState::done;
        if (going_on && !portal.run({Visit::subject_kind, id.value}, before->organisation, VisitCommand{EndVisit{}})) return false;
        const auto ended = portal.replica().find<Visit>(id.value);
        const auto work = work_of(portal, ended, summary);
        return work && portal.run({WorkRecord::subject_kind, record.value}, before->organisation, WorkRecordCommand{*work});
    });
    if (!done) return std::nullopt;
    return record;
}

bool correct_work(Portal& portal, const WorkRecordId& id, const std::string& summary, const std::string& reason) {
    return portal.run_all([&] {
        const auto record = portal.replica().find<WorkRecord>(id.value);
        if (!record || record->latest() == nullptr) return false;
        const auto visit = portal.replica().find<Visit>(record->latest()->content.visit.value);
        auto work = work_of(portal, visit, summary);
        if (!work) return false;
        work->correction_reason = reason;
        return portal.run({WorkRecord::subject_kind, id.value}, record->organisation, WorkRecordCommand{*work});
    });
}

}  // namespace countersign::screens
