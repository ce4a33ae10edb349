// Portal: commands, data and words for the screens.
#include "web/app/portal.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/overloaded.hpp"

namespace countersign::app {

namespace {

// Fewer are here before anybody has read that they come.
constexpr std::int64_t entries_worth_telling = 5'000;

const TimeZone& zone_or(const std::string& name, const TimeZone& fallback) {
    const auto zone = find_time_zone(name);
    return zone ? **zone : fallback;
}

}  // namespace

void Portal::boot(const Json& message, std::unique_ptr<Replica> replica) {
    replica_ = std::move(replica);
    const TimeZone& utc = **find_time_zone("Etc/UTC");
    zone_ = &zone_or(message.value("time_zone", std::string("Etc/UTC")), utc);
    path_ = message.value("path", std::string("/"));
    theme_ = message.value("theme", std::string("system"));
    const std::string kept_theme = replica_->draft("setting/theme");
    if (!kept_theme.empty()) theme_ = kept_theme;
    if (message.contains("online") && message["online"].is_boolean()) engine_.set_online(message["online"].get<bool>(), now_);
    attachments_.set_online(engine_.online());
    if (signed_in()) engine_.signed_in(now_);
    const std::string skew = replica_->remembered(clock_skew_fact);
    std::int64_t milliseconds = 0;
    if (std::from_chars(skew.data(), skew.data() + skew.size(), milliseconds).ec == std::errc()) clock_skew_ = Milliseconds{milliseconds};
    session_to_end_ = !replica_->remembered(session_to_end_fact).empty();
    end_session_left_over();
}

void Portal::set_now(Instant now) { now_ = now; }

void Portal::set_catalogue(Language language, std::string_view json, std::string_view english_json) {
    auto loaded = Catalogue::load(language, json, english_json);
    // The build checks every catalogue; one that cannot be read here is a damaged download, and the texts before stay.
    if (loaded) {
        catalogue_ = std::move(*loaded);
        note_.clear();
        platform_.post({{"t", "language"}, {"lang", language_code(language)}});
        return;
    }
    if (!has_texts()) {
        auto english = Catalogue::load(Language::en, english_json);
        if (!english) {
            platform_.post({{"t", "problem"}, {"key", "not_loaded"}, {"detail", english.error().describe()}, {"recoverable", false}});
            return;
        }
        catalogue_ = std::move(*english);
    }
    note_ = tr("failure.catalogue");
}

void Portal::keep_setting(const char* name, const std::string& value) {
    if (!replica_) return;
    if (auto kept = replica_->keep_draft(std::string("setting/") + name, value); !kept) trouble_ = words(kept.error());
}

void Portal::choose_language(Language language) {
    keep_setting("language", std::string(language_code(language)));
    platform_.post({{"t", "load_language"}, {"lang", language_code(language)}});
}

void Portal::choose_theme(const std::string& theme) {
    theme_ = theme;
    keep_setting("theme", theme);
}

void Portal::go(const std::string& path, bool replace) {
    if (path == path_) return;
    path_ = path;
    clear_trouble();
    platform_.post({{"t", "path"}, {"path", path}, {"replace", replace}});
}

std::string Portal::words(const Failure& failure) const {
    const std::string text = catalogue_.has(failure.key) ? tr(failure.key) : tr("failure.unknown");
    return text + " (" + failure.describe() + ")";
}

std::string Portal::words(const Trouble& trouble) const {
    return std::visit([&](const auto& reason) { return words(reason); }, trouble);
}

void Portal::drop_stale_cache() {
    if (cache_version_ == data_version()) return;
    cache_version_ = data_version();
    cache_.clear();
    organisations_.reset();
    attention_count_.reset();
    counts_.reset();
}

const SubjectState* Portal::cached(const Subject& subject) {
    if (!replica_) return nullptr;
    drop_stale_cache();
    const std::string key = subject.text();
    auto found = cache_.find(key);
    if (found == cache_.end()) {
        auto state = replica_->load(subject);
        if (!state) {
            trouble_ = words(state.error());
            return nullptr;
        }
        found = cache_.emplace(key, std::move(*state)).first;
    }
    return &found->second;
}

const Organisation* Portal::organisation(const OrganisationId& id) {
    const auto* found = find<Organisation>(id.value);
    return found != nullptr && found->registered ? found : nullptr;
}

const std::vector<OrganisationRow>& Portal::organisations() {
    drop_stale_cache();
    if (!organisations_) organisations_ = countersign::organisations(replica_->database());
    return *organisations_;
}

const Counts& Portal::counts() {
    drop_stale_cache();
    if (!counts_) {
        constexpr std::size_t records_max = 1'000;
        Database& database = replica_->database();
        TicketQuery to_accept;
        to_accept.filter = TicketFilter::to_accept;
        counts_ = Counts{count_tickets(database, {}), count_tickets(database, to_accept),
                         static_cast<std::int64_t>(work_records(database, RecordStanding::to_verify, records_max).size())};
    }
    return *counts_;
}

std::string Portal::organisation_name(const OrganisationId& id) {
    for (const OrganisationRow& row : organisations()) {
        if (row.id == id) return row.name;
    }
    return {};
}

std::string Portal::site_name(const OrganisationId& id, const SiteId& site_id) {
    const auto* found = organisation(id);
    const Site* site = found == nullptr ? nullptr : found->site(site_id);
    return site == nullptr ? std::string{} : site->name;
}

std::string Portal::person_name(const OrganisationId& id, const UserId& user) {
    if (signed_in() && user == me().user) return me().name;
    const auto* found = organisation(id);
    return found == nullptr ? std::string{} : found->person_name(user);
}

const TimeZone& Portal::zone_of(const OrganisationId& id) {
    const auto* found = organisation(id);
    return found == nullptr ? *zone_ : zone_or(found->time_zone, *zone_);
}

std::string Portal::ticket_number(std::int64_t number, const std::string& external_number) const {
    if (!external_number.empty()) return external_number;
    return number == 0 ? tr("ticket.number_provisional") : "CS-" + std::to_string(number);
}

std::string Portal::visit_number(std::int64_t number) const {
    return number == 0 ? tr("visit.number_provisional") : "V-" + std::to_string(number);
}

void Portal::keep_draft(const std::string& name, const std::string& value) {
    if (auto kept = replica_->keep_draft(name, value); !kept) trouble_ = words(kept.error());
}

std::string Portal::new_id() { return ids_.next(); }

bool Portal::run(const Subject& subject, const OrganisationId& organisation_id, const Command& command) {
    auto done = replica_->execute(subject, organisation_id, command, now_, ids_);
    if (!done) {
        trouble_ = words(done.error());
        return false;
    }
    trouble_.clear();
    engine_.hurry(now_);
    return true;
}

bool Portal::run_all(const std::function<bool()>& work) {
    std::string reason;
    auto done = replica_->atomically([&]() -> Result<void, Trouble> {
        if (work()) return {};
        reason = trouble_;
        return Error{Trouble{Refusal{"refusal.unknown", {}}}};
    });
    if (!done) trouble_ = reason.empty() ? words(done.error()) : reason;
    return done.ok();
}

int CatchUp::percent() const { return at_server == 0 ? 0 : static_cast<int>(std::min<std::int64_t>(held * 100 / at_server, 99)); }

std::optional<Minutes> CatchUp::left() const {
    constexpr std::int64_t pace_known_after_ms = 10'000;
    const std::int64_t taken = (told_at - begun_at).count, arrived = held - held_at_begin;
    if (taken < pace_known_after_ms || arrived <= 0) return std::nullopt;
    const std::int64_t left_ms = taken * (at_server - held) / arrived;
    return Minutes{left_ms / 60'000 + 1};
}

SyncView Portal::sync_view() {
    SyncView view;
    view.last_success = engine_.last_success();
    if (!signed_in()) {
        view.kind = SyncView::Kind::signed_out;
        return view;
    }
    drop_stale_cache();
    if (!attention_count_) {
        attention_count_ = replica_->attention().size();
        for (const StreamHolding& holding : replica_->streams()) *attention_count_ += holding.alarm.empty() ? 0 : 1;
    }
    view.unsent = replica_->outbox_size();
    view.attention = *attention_count_;
    view.trouble = sync_trouble_;
    if (catch_up_ && catch_up_->at_server - catch_up_->held_at_begin >= entries_worth_telling) view.catch_up = catch_up_;
    if (view.attention > 0) {
        view.kind = SyncView::Kind::attention;
    } else if (session_ended_) {
        view.kind = SyncView::Kind::signed_out;
    } else if (!engine_.online() || (engine_.failures() > 0 && sync_trouble_.empty())) {
        view.kind = SyncView::Kind::offline;
    } else if (engine_.failures() > 0) {
        view.kind = SyncView::Kind::trouble;
    } else if (view.unsent > 0 || !view.last_success || engine_.catching_up()) {
        view.kind = SyncView::Kind::sending;
    }
    return view;
}

}  // namespace countersign::app
