// To verify: for a contact person the work that waits for their signature, the longest waiting first; for everyone else how all work
// stands.
#include <algorithm>
#include <array>

#include "web/screens/record_cards.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using widgets::Button;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;
namespace icons = widgets::icons;

constexpr std::size_t records_max = 2'000;
constexpr std::size_t recently_shown = 10;

struct Standing {
    const char* name;  // in the path
    const char* key;
    std::optional<RecordStanding> standing;
};
const std::array standings{Standing{"to_verify", "verify.filter_to_verify", RecordStanding::to_verify},
                           Standing{"accepted", "verify.filter_accepted", RecordStanding::accepted},
                           Standing{"with_remarks", "verify.filter_with_remarks", RecordStanding::accepted_with_remarks},
                           Standing{"rejected", "verify.filter_rejected", RecordStanding::rejected},
                           Standing{"deemed", "verify.filter_deemed", RecordStanding::deemed_accepted},
                           Standing{"all", "verify.filter_all", std::nullopt}};

class ToVerifyScreen final : public Screen {
public:
    explicit ToVerifyScreen(const Place& place) { moved(place); }

    void moved(const Place& place) override {
        asked_ = place.asked("standing");
        if (asked_.empty()) asked_ = standings.front().name;
    }

    void draw(Ui& ui, Portal& portal) override {
        read(portal);
        const bool signs = portal.me().role == Role::contact_person;
        const auto waiting = count(RecordStanding::to_verify);
        widgets::Page page(ui, {.id = "verify",
                                .title = portal.tr("verify.title"),
                                .subtitle = waiting == 0 ? portal.tr("verify.nothing_waits") : portal.tr_n("verify.count", waiting),
                                .max_width = 880});
        draw_trouble(ui, portal);
        if (signs)
            draw_for_signer(ui, portal);
        else
            draw_list(ui, portal);
    }

private:
    void read(Portal& portal) {
        if (version_ == portal.data_version()) return;
        version_ = portal.data_version();
        records_ = work_records(portal.replica().database(), std::nullopt, records_max);
    }

    std::int64_t count(std::optional<RecordStanding> standing) const {
        return std::count_if(records_.begin(), records_.end(),
                             [&](const WorkRecordRow& row) { return !standing || row.standing == *standing; });
    }

    // For a contact person

    void draw_for_signer(Ui& ui, Portal& portal) {
        std::vector<const WorkRecordRow*> waiting;
        std::vector<const WorkRecordRow*> done;
        for (const WorkRecordRow& row : records_) (row.standing == RecordStanding::to_verify ? waiting : done).push_back(&row);
        // The query gives the newest first; what waits longest is due first.
        std::reverse(waiting.begin(), waiting.end());
        if (waiting.empty()) {
            widgets::notice(ui, {.id = "none",
                                 .icon = icons::checks,
                                 .tone = Tone::Ok,
                                 .title = portal.tr("verify.none_title"),
                                 .text = portal.tr("verify.none_text")});
        } else {
            widgets::List list(ui, portal.tr("verify.title"), widgets::space::l);
            for (std::size_t i = 0; i < waiting.size(); ++i) {
                widgets::ListItem item(ui, waiting[i]->id.value);
                draw_record_to_verify(ui, portal, *waiting[i], i == 0);
            }
        }
        if (done.empty()) return;
        widgets::Card card(ui, {.id = "done", .title = portal.tr("verify.recently"), .flush = true});
        draw_record_rows(ui, portal, done, recently_shown, portal.tr("verify.recently"));
    }

    // For everyone else

    void draw_list(Ui& ui, Portal& portal) {
        const Standing* wanted = &standings.front();
        {
            widgets::Row row(ui, {.id = "filter", .wrap = true});
            for (const Standing& standing : standings) {
                const bool selected = asked_ == standing.name;
                if (selected) wanted = &standing;
                if (widgets::filter_chip(ui, {.id = standing.name,
                                              .label = portal.tr(standing.key),
                                              .count = static_cast<int>(count(standing.standing)),
                                              .selected = selected})) {
                    ui.navigate(std::string("/verify?standing=") + standing.name, true);
                }
            }
        }
        std::vector<const WorkRecordRow*> rows;
        for (const WorkRecordRow& row : records_) {
            if (!wanted->standing || row.standing == *wanted->standing) rows.push_back(&row);
        }
        if (wanted->standing == RecordStanding::to_verify) std::reverse(rows.begin(), rows.end());
        if (rows.empty()) {
            widgets::notice(
                ui,
                {.id = "none", .icon = icons::checks, .title = portal.tr("verify.none_of_these"), .text = portal.tr("verify.none_staff")});
            return;
        }
        widgets::Card card(ui, {.id = "records", .flush = true});
        draw_record_rows(ui, portal, rows, rows.size(), portal.tr("verify.title"));
    }

    std::string asked_;
    std::uint64_t version_ = 0;
    std::vector<WorkRecordRow> records_;
};

}  // namespace

std::unique_ptr<Screen> make_to_verify(const Place& place) { return std::make_unique<ToVerifyScreen>(place); }

}  // namespace countersign::screens
