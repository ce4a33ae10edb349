// Visits: what is planned, what goes on and what was done in the past thirty days, grouped by the day it happens.
#include <algorithm>
#include <array>
#include <map>

#include "core/i18n/format.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using widgets::PhonePart;
using widgets::TableCell;
namespace icons = widgets::icons;

constexpr Milliseconds days_back{std::int64_t{30} * milliseconds_per_day};
constexpr Milliseconds days_ahead{std::int64_t{366} * milliseconds_per_day};
constexpr std::size_t records_max = 5'000;

enum class Group { overdue, today, this_week, later, past };
constexpr std::array group_keys{"visits.overdue", "visits.today", "visits.this_week", "visits.later", "visits.past"};

struct Entry {
    VisitRow visit;
    std::optional<WorkRecordRow> record;
    Group group = Group::later;
};

class VisitsScreen final : public Screen {
public:
    explicit VisitsScreen(const Place& place) { moved(place); }

    void moved(const Place& place) override {
        asked_ = place.asked("show");
        version_ = 0;
    }

    void draw(Ui& ui, Portal& portal) override {
        const bool mine = portal.staff() && (asked_.empty() ? portal.me().role == Role::technician : asked_ == "mine");
        read(portal, mine);
        const bool filter_in_title = portal.staff() && !ui.phone();
        widgets::Page page(ui, {.id = "visits",
                                .title = portal.tr("visits.title"),
                                .subtitle = portal.tr_n("visits.count", static_cast<std::int64_t>(entries_.size())),
                                .actions = filter_in_title ? [&](Ui&) { draw_filter(ui, portal, mine); } : widgets::Content{},
                                .flush = true,
                                .fill = true});
        draw_trouble(ui, portal);
        if (portal.staff() && !filter_in_title) {
            widgets::Stack stack(ui, {.padding = widgets::space::m});
            draw_filter(ui, portal, mine);
        }
        if (entries_.empty()) {
            widgets::Stack stack(ui, {.padding = widgets::space::l});
            widgets::notice(ui, {.id = "none",
                                 .icon = icons::calendar_event,
                                 .title = portal.tr("visits.none_title"),
                                 .text = portal.tr(mine ? "visits.none_mine" : "visits.none_text"),
                                 .action = mine ? portal.tr("visits.show_all") : std::string{},
                                 .href = mine ? "/visits?show=all" : ""});
            return;
        }
        draw_table(ui, portal);
    }

private:
    void read(Portal& portal, bool mine) {
        const LocalDate today = to_local(portal.zone(), portal.now()).date;
        if (version_ == portal.data_version() && today == today_ && mine == mine_) return;
        version_ = portal.data_version();
        today_ = today;
        mine_ = mine;
        entries_.clear();
        std::map<VisitId, WorkRecordRow> records;
        for (WorkRecordRow& row : work_records(portal.replica().database(), std::nullopt, records_max)) {
            if (!row.visit.empty()) records.emplace(row.visit, std::move(row));
        }
        auto rows = visits_between(portal.replica().database(), portal.now() - days_back, portal.now() + days_ahead);
        for (VisitRow& row : visits_on_site(portal.replica().database())) {
            const bool known = std::any_of(rows.begin(), rows.end(), [&](const VisitRow& other) { return other.id == row.id; });
            if (!known) rows.push_back(std::move(row));
        }
        for (VisitRow& row : rows) {
            if (mine && row.technician != portal.me().user) continue;
            const auto record = records.find(row.id);
            Entry entry{std::move(row), record == records.end() ? std::nullopt : std::optional(record->second), Group::later};
            entry.group = group_of(portal, entry.visit);
            entries_.push_back(std::move(entry));
        }
        std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
            if (a.group != b.group) return a.group < b.group;
            // What is over is read from the latest on, what comes from the next on.
            return a.group == Group::past ? a.visit.starts_at > b.visit.starts_at : a.visit.starts_at < b.visit.starts_at;
        });
    }

    static Group group_of(Portal& portal, const VisitRow& visit) {
        const TimeZone& zone = portal.zone_of(visit.organisation);
        const LocalDate today = to_local(zone, portal.now()).date;
        const LocalDate day = to_local(zone, visit.starts_at).date;
        if (visit.state == VisitState::on_site) return Group::today;
        if (day < today) return visit.state == VisitState::planned || visit.state == VisitState::ordered ? Group::overdue : Group::past;
        if (day == today) return Group::today;
        const int days_left = static_cast<int>(Weekday::sunday) - static_cast<int>(weekday(today));
        return days_between(today, day) <= days_left ? Group::this_week : Group::later;
    }

    void draw_filter(Ui& ui, Portal& portal, bool mine) {
        int index = mine ? 0 : 1;
        const widgets::RadioGroup group{.id = "show",
                                        .label = portal.tr("visits.whose"),
                                        .options = {{.text = portal.tr("visits.mine")}, {.text = portal.tr("visits.all")}},
                                        .index = &index,
                                        .label_hidden = true};
        if (widgets::segmented(ui, group)) ui.navigate(index == 0 ? "/visits?show=mine" : "/visits?show=all", true);
    }

    void draw_table(Ui& ui, Portal& portal) {
        std::vector<widgets::TableGroup> groups;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const Group group = entries_[i].group;
            if (i == 0 || entries_[i - 1].group != group) {
                groups.push_back({static_cast<std::int64_t>(i), portal.tr(group_keys[static_cast<std::size_t>(group)]), 0,
                                  group == Group::overdue ? widgets::Tone::Warn : widgets::Tone::Secondary});
            }
            ++groups.back().count;
        }
        std::vector<widgets::TableColumn> columns{
            {.title = portal.tr("visits.column_time"), .width = 116, .phone = PhonePart::Subtitle},
            {.title = portal.tr("visits.column_visit"), .weight = 2, .phone = PhonePart::Title},
            {.title = portal.tr("visits.column_state"), .width = 140, .phone = PhonePart::Trailing},
            {.title = portal.tr("visits.column_checks"), .width = 84, .from = widgets::Layout::Desktop},
            {.title = portal.tr("visits.column_countersign"), .width = 324, .from = widgets::Layout::Wide}};
        // Whose visits they are goes without saying where all are one's own.
        if (!mine_) columns.push_back({.title = portal.tr("visits.column_technician"), .width = 150, .from = widgets::Layout::Desktop});
        widgets::table(ui, {.id = "visits",
                            .name = portal.tr("visits.title"),
                            .columns = std::move(columns),
                            .row_count = static_cast<std::int64_t>(entries_.size()),
                            .row = [&](std::int64_t i) { return row(portal, entries_[static_cast<std::size_t>(i)]); },
                            .groups = std::move(groups)});
    }

    static widgets::TableRow row(Portal& portal, const Entry& entry) {
        const bool staff = portal.staff();
        const VisitRow& visit = entry.visit;
        const std::string kind = word_of(portal, visit.kind);
        const std::string hours = hours_words(portal, visit.organisation, visit.starts_at, visit.ends_at);
        const std::string day = day_words(portal, visit.organisation, visit.starts_at);
        const std::string place = place_words(portal, visit.organisation, visit.site);
        widgets::TableRow row;
        row.key = std::hash<std::string>{}(visit.id.value);
        row.href = path_to(visit.id);
        row.unsent = visit.pending;
        row.unsent_text = portal.tr("visits.not_sent");
        row.name = (staff ? place + ", " + kind : kind + ", " + place) + ", " + day + " " + hours;
        TableCell checks{.text = visit.checks_total == 0
                                     ? std::string{}
                                     : portal.tr("visit.share", {{"done", visit.checks_answered}, {"total", visit.checks_total}})};
        if (visit.faults > 0) checks.second = portal.tr_n("visit.faults", visit.faults);
        TableCell standing{.text = entry.record ? std::string{} : "–"};
        if (entry.record) standing.pair = pair_of(portal, *entry.record);
        row.cells = {TableCell{.text = hours, .second = day},
                     TableCell{.text = staff ? place : kind, .second = staff ? kind : place, .strong = true},
                     TableCell{.state = state_of(portal, visit, entry.record ? &*entry.record : nullptr)},
                     std::move(checks),
                     std::move(standing),
                     TableCell{.person = portal.person_name(visit.organisation, visit.technician)}};
        return row;
    }

    std::string asked_;
    std::uint64_t version_ = 0;
    LocalDate today_;
    bool mine_ = false;
    std::vector<Entry> entries_;
};

}  // namespace

std::unique_ptr<Screen> make_visits(const Place& place) { return std::make_unique<VisitsScreen>(place); }

}  // namespace countersign::screens
