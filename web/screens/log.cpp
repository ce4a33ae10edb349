// An organisation's log: every event in its place, the head of its chain to note down or compare, and a button that follows the whole chain
// here.
#include <algorithm>
#include <map>

#include "core/i18n/format.hpp"
#include "core/i18n/number.hpp"
#include "web/screens/event_words.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::PhonePart;
using widgets::Tone;

constexpr std::int64_t page_size = 50;
constexpr std::size_t pages_kept_max = 20;

class Log final : public Screen {
public:
    explicit Log(const Place& place) : asked_{place.asked("log")} {}

    void moved(const Place& place) override {
        asked_ = {place.asked("log")};
        version_ = 0;
    }

    void draw(Ui& ui, Portal& portal) override {
        if (!portal.signed_in()) return;
        refresh(portal);
        ui.title(portal.tr("log.title"));
        const widgets::Page page(ui, {.id = "log",
                                      .title = portal.tr("log.title"),
                                      .subtitle = portal.tr("log.what"),
                                      .flush = !streams_.empty(),
                                      .fill = !streams_.empty()});
        if (streams_.empty()) {
            widgets::notice(ui,
                            {.id = "empty", .icon = icons::history, .title = portal.tr("log.empty"), .text = portal.tr("log.empty_text")});
            return;
        }
        draw_table(ui, portal);
    }

private:
    const StreamHolding& holding() const { return streams_[chosen_]; }

    void refresh(Portal& portal) {
        if (version_ == portal.data_version()) return;
        version_ = portal.data_version();
        streams_ = portal.replica().streams();
        std::erase_if(streams_, [](const StreamHolding& stream) { return !parse_stream(stream.stream) || stream.seq == 0; });
        // What everybody shares comes first, the provider's own notes last.
        std::stable_sort(streams_.begin(), streams_.end(), [](const StreamHolding& a, const StreamHolding& b) {
            return parse_stream(a.stream)->kind < parse_stream(b.stream)->kind;
        });
        pages_.clear();
        chosen_ = 0;
        for (std::size_t i = 0; i < streams_.size(); ++i) {
            if (streams_[i].stream == asked_) chosen_ = i;
        }
        const StreamId now = streams_.empty() ? StreamId{} : holding().stream;
        if (verified_ && verified_->stream != now) verified_.reset();
        received_at_.reset();
        if (streams_.empty()) return;
        const auto newest = portal.replica().log_page(holding().stream, 0, 1);
        if (!newest.empty()) received_at_ = newest.front().placement->received_at;
    }

    void draw_head(Ui& ui, Portal& portal) {
        const widgets::Stack stack(ui, {.gap = widgets::space::l, .padding = ui.phone() ? widgets::space::l : widgets::space::xl});
        if (streams_.size() > 1) draw_choice(ui, portal);
        if (!holding().alarm.empty()) {
            widgets::banner(ui, {.id = "alarm", .tone = Tone::Danger, .text = portal.tr(holding().alarm), .assertive = true});
        }
        const widgets::Card card(ui, {.id = "chain", .title = portal.tr("log.chain"), .gap = widgets::space::m});
        widgets::text(ui, {.text = portal.tr("log.chain_what"), .tone = Tone::Secondary});
        if (widgets::code_value(ui, {.id = "head",
                                     .label = portal.tr("log.head"),
                                     .value = to_hex(holding().chain),
                                     .copy_label = portal.tr("log.copy_head")})) {
            widgets::show_toast(ui, {.text = portal.tr("log.head_copied")});
        }
        {
            widgets::Columns columns(ui, {.weights = {1, 1}, .collapse_below = widgets::Layout::Phone});
            columns.next();
            widgets::label_value(ui, {.label = portal.tr("log.count"), .value = format_number(portal.texts(), holding().seq)});
            columns.next();
            const std::string received =
                received_at_ ? format_moment(portal.texts(), portal.zone(), *received_at_, portal.now()) : std::string();
            widgets::label_value(ui, {.label = portal.tr("log.last_received"), .value = received});
        }
        if (widgets::button(ui, {.id = "verify", .label = portal.tr("log.verify"), .icon = icons::shield_check})) verify(ui, portal);
        if (verified_) {
            widgets::banner(ui, {.id = "verified",
                                 .tone = verified_->holds ? Tone::Ok : Tone::Danger,
                                 .icon = verified_->holds ? icons::shield_check : icons::none,
                                 .text = verified_->words,
                                 .assertive = !verified_->holds});
        }
    }

    void draw_choice(Ui& ui, Portal& portal) {
        std::vector<widgets::Option> options;
        for (const StreamHolding& stream : streams_) options.push_back({stream_words(portal, stream.stream)});
        int index = static_cast<int>(chosen_);
        if (widgets::select(ui, {.id = "stream",
                                 .label = portal.tr("log.choose"),
                                 .options = std::move(options),
                                 .index = &index,
                                 .width = ui.phone() ? 0.0F : 420.0F})) {
            portal.go(with_query("/log", {{"log", streams_[static_cast<std::size_t>(index)].stream.value}}), true);
        }
    }

    void verify(Ui& ui, Portal& portal) {
        const auto broken = portal.replica().verify_stream(holding().stream);
        verified_ = Verified{holding().stream, !broken,
                             broken ? portal.tr("log.broken", {{"where", *broken}}) : portal.tr_n("log.holds", holding().seq)};
        ui.announce(verified_->words, broken.has_value());
    }

    const StoredEvent* event_at(Portal& portal, std::int64_t row) {
        const std::int64_t page = row / page_size;
        auto found = pages_.find(page);
        if (found == pages_.end()) {
            if (pages_.size() >= pages_kept_max) pages_.clear();
            const std::int64_t before = holding().seq - page * page_size + 1;
            found = pages_.emplace(page, portal.replica().log_page(holding().stream, before, page_size)).first;
        }
        const auto place = static_cast<std::size_t>(row % page_size);
        return place < found->second.size() ? &found->second[place] : nullptr;
    }

    void draw_table(Ui& ui, Portal& portal) {
        widgets::Table table;
        table.id = "events";
        table.name = portal.tr("log.events");
        table.columns = {{.title = portal.tr("log.column_seq"), .width = 76, .right = true, .phone = PhonePart::Eyebrow},
                         {.title = portal.tr("log.column_what"), .phone = PhonePart::Title},
                         {.title = portal.tr("log.column_who"), .width = 190, .phone = PhonePart::Subtitle},
                         {.title = portal.tr("log.column_made"), .width = 150, .phone = PhonePart::Trailing},
                         {.title = portal.tr("log.column_arrived"), .width = 150, .from = widgets::Layout::Desktop}};
        table.row_count = holding().seq;
        table.row = [&](std::int64_t row) { return make_row(portal, row); };
        table.before = [&](Ui& before) { draw_head(before, portal); };
        widgets::table(ui, table);
    }

    widgets::TableRow make_row(Portal& portal, std::int64_t index) {
        widgets::TableRow line;
        line.key = static_cast<std::uint64_t>(holding().seq - index);
        const StoredEvent* event = event_at(portal, index);
        if (event == nullptr) {
            line.cells.resize(5);
            return line;
        }
        const Envelope& envelope = event->envelope;
        const auto stream = parse_stream(envelope.stream);
        const std::string seq = format_number(portal.texts(), event->placement->seq);
        const auto moment = [&](Instant at) { return format_moment(portal.texts(), portal.zone(), at, portal.now()); };
        const std::string what = event_words(portal, envelope.type);
        line.name = seq + " " + what;
        line.href = subject_path(envelope.subject);
        line.cells = {{.text = seq, .tone = Tone::Secondary},
                      {.text = what, .second = subject_words(portal, envelope.subject), .strong = true},
                      {.text = name_or_somebody(portal, stream->organisation, envelope.actor)},
                      {.text = moment(envelope.occurred_at), .tone = Tone::Secondary},
                      {.text = moment(event->placement->received_at), .tone = Tone::Secondary}};
        return line;
    }

    struct Verified {
        StreamId stream;
        bool holds = false;
        std::string words;
    };

    StreamId asked_;
    std::uint64_t version_ = 0;
    std::vector<StreamHolding> streams_;
    std::size_t chosen_ = 0;
    std::optional<Instant> received_at_;
    std::map<std::int64_t, std::vector<StoredEvent>> pages_;
    std::optional<Verified> verified_;
};

}  // namespace

std::unique_ptr<Screen> make_log(const Place& place) { return std::make_unique<Log>(place); }

}  // namespace countersign::screens
