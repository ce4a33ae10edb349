// Portal: what every screen works with. It knows who is signed in and where they are, runs commands against the replica, keeps the sync
// going, and gives texts, times and names in the reader's language. Screens read it while they draw and ask it to act; they keep no copies
// of its data.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/domain/time_zone.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "core/sync/engine.hpp"
#include "web/app/account_desk.hpp"
#include "web/app/attachment_desk.hpp"
#include "web/app/device_ids.hpp"
#include "web/app/platform.hpp"

namespace countersign::app {

enum class SignInState { idle, waiting, refused };
/// What is asked for next.
enum class SignInStep {
    password,
    code,    ///< the password was right
    set_up,  ///< let in, but a second step must be set up before anything else
};

/// A history that is being loaded, page after page: the first sync of a large organisation, or of a device that was away for long.
struct CatchUp {
    std::int64_t held = 0, at_server = 0;  ///< entries
    std::int64_t held_at_begin = 0;        ///< with the first page, from which on the pace is measured
    Instant begun_at, told_at;
    /// From 0 to 99: with the last entry it is over.
    int percent() const;
    /// By the pace so far; nothing while that is only a guess.
    std::optional<Minutes> left() const;
};

/// How the device stands with the server, for the sync status that is always visible.
struct SyncView {
    enum class Kind { synced, sending, offline, attention, signed_out, trouble };
    Kind kind = Kind::synced;
    std::size_t unsent = 0;
    std::size_t attention = 0;
    std::optional<Instant> last_success;
    std::optional<CatchUp> catch_up;  ///< where it is long enough to be told of
    std::string trouble;              ///< in words, when the server could not be used though the network is there
};

/// How much there is, for the navigation.
struct Counts {
    std::int64_t open_tickets = 0;
    std::int64_t to_accept = 0;
    std::int64_t to_verify = 0;
};

class Portal {
public:
    explicit Portal(Platform& platform) : platform_(platform) {}

    // Where and when

    Instant now() const { return now_; }
    const std::string& path() const { return path_; }
    /// "/invitation#token": the one place besides signing in that needs nobody signed in.
    bool at_invitation() const { return path_.rfind("/invitation", 0) == 0; }
    /// Goes to another screen; the page's history follows.
    void go(const std::string& path, bool replace = false);
    /// The zone that times without a place are shown in: the device's own.
    const TimeZone& zone() const { return *zone_; }
    /// The zone of a client's sites.
    const TimeZone& zone_of(const OrganisationId& organisation);

    // Texts

    const Catalogue& texts() const { return catalogue_; }
    Language language() const { return catalogue_.language(); }
    void choose_language(Language language);
    bool has_texts() const { return catalogue_.has("sign_in.title"); }
    /// Something quiet that belongs to no screen; empty when there is nothing.
    const std::string& note() const { return note_; }
    void dismiss_note() { note_.clear(); }
    void say(std::string note) { note_ = std::move(note); }
    std::string tr(std::string_view key) const { return std::string(catalogue_.tr(key)); }
    std::string tr(std::string_view key, Catalogue::Arguments arguments) const { return catalogue_.tr(key, arguments); }
    std::string tr_n(std::string_view key, std::int64_t number, Catalogue::Arguments arguments = {}) const {
        return catalogue_.tr_n(key, number, arguments);
    }
    std::string words(const Refusal& refusal) const { return catalogue_.tr(refusal); }
    std::string words(const Failure& failure) const;
    std::string words(const Trouble& trouble) const;
    /// "system", "light" or "dark"; kept on the device.
    const std::string& theme() const { return theme_; }
    void choose_theme(const std::string& theme);
    /// A newer version lies on the device and waits.
    bool update_ready() const { return update_ready_; }
    /// Starts it. What is recorded and what is being typed has been kept.
    void start_new_version() { platform_.post({{"t", "reload"}}); }

    // People

    bool signed_in() const { return replica_ && replica_->identity().has_value(); }
    /// Precondition: signed_in().
    const Actor& me() const { return replica_->identity()->actor; }
    bool staff() const { return signed_in() && is_staff(me().role); }
    void sign_in(const std::string& login, const std::string& password);
    SignInState sign_in_state() const { return sign_in_state_; }
    const std::string& sign_in_problem() const { return sign_in_problem_; }
    SignInStep sign_in_step() const { return sign_in_step_; }
    void send_code(const std::string& code);
    /// Back to the password; a session that was begun ends.
    void sign_in_anew();
    /// The second step was set up, and its recovery codes were read.
    void second_step_is_set_up();
    /// Sets a password with an invitation's token, and signs in with it.
    void accept_invitation(const std::string& token, const std::string& password);
    /// Whoever lost this device had it emptied; until somebody signs in here again.
    bool device_was_wiped() const { return replica_ && !replica_->remembered(wiped_fact).empty(); }
    AccountDesk& account() { return account_; }
    AttachmentDesk& attachments() { return attachments_; }
    /// Takes everything of this person off the device. What is nowhere else is lost: ask first when `own_work_words()` has any.
    void sign_out();
    /// What signing out would lose, in words: "2 unsent entries, 1 draft".
    std::string own_work_words();
    bool session_ended() const { return session_ended_; }

    // Data

    Replica& replica() { return *replica_; }
    /// Changes whenever something shown could have changed.
    std::uint64_t data_version() const { return replica_ ? replica_->version() : 0; }
    /// The state of a subject, folded once per version; null when it is not here (yet).
    template <typename State>
    const State* find(const std::string& id) {
        const SubjectState* state = cached({State::subject_kind, id});
        return state == nullptr ? nullptr : state->get_if<State>();
    }
    const Organisation* organisation(const OrganisationId& id);
    const std::vector<OrganisationRow>& organisations();
    const Counts& counts();
    std::string organisation_name(const OrganisationId& id);
    std::string site_name(const OrganisationId& organisation, const SiteId& site);
    /// A person's name; empty when unknown.
    std::string person_name(const OrganisationId& organisation, const UserId& user);
    /// "CS-1482", or a word for a number that the server has still to give.
    std::string ticket_number(std::int64_t number, const std::string& external_number = {}) const;
    std::string visit_number(std::int64_t number) const;

    /// Records on this device. False when it may not be or could not be; `trouble()` then says why, in words.
    bool run(const Subject& subject, const OrganisationId& organisation, const Command& command);
    /// Several commands as one: `work` calls `run` and answers whether to keep it all.
    bool run_all(const std::function<bool()>& work);
    const std::string& trouble() const { return trouble_; }
    void clear_trouble() { trouble_.clear(); }
    /// Something could not be read or written outside of a command.
    void report(const Failure& failure) { trouble_ = words(failure); }
    std::string new_id();
    /// Keeps what is being typed. Where the device cannot, `trouble()` says so.
    void keep_draft(const std::string& name, const std::string& value);

    // Sync

    void sync_now();
    SyncView sync_view();
    bool online() const { return engine_.online(); }
    /// How far the device's clock is ahead of the server's, once measured.
    std::optional<Milliseconds> clock_skew() const { return clock_skew_; }
    std::optional<bool> storage_is_persistent() const { return persistent_; }
    std::optional<std::pair<std::int64_t, std::int64_t>> storage_bytes() const { return storage_bytes_; }

    // For the desks

    Platform& platform() { return platform_; }
    void ask_bytes(HttpQuestion question, AccountDesk::Answered then);
    /// Whether the sync, which goes first, has nothing to do right now.
    bool may_transfer() const { return replica_ && signed_in() && !session_ended_ && !ending_session_ && engine_.at_rest(); }
    /// From 0 to 999.
    std::int64_t jitter() { return platform_.random()[0] * 999 / 255; }

    // Called by the application, not by screens

    /// Right before the message that names them.
    void give_bytes(const std::string& name, std::string bytes) { bytes_[name] = std::move(bytes); }
    std::string take_bytes(const std::string& name);

    void boot(const Json& message, std::unique_ptr<Replica> replica);
    void set_now(Instant now);
    void set_catalogue(Language language, std::string_view json, std::string_view english_json);
    /// The texts that were asked for did not arrive.
    void language_missing() { note_ = tr("settings.language_missing"); }
    /// True when the message was the portal's: http, online, visible, navigate, persist …
    bool on_message(const Json& message);
    /// Sends a sync request when one is due.
    void tick();
    std::optional<Instant> wake_at() const;
    /// Closes the database; nothing works afterwards.
    void close() { replica_.reset(); }
    bool is_open() const { return replica_ != nullptr; }

private:
    // Facts that the device remembers (Replica::remember).
    static constexpr const char* session_to_end_fact = "session_to_end";
    static constexpr const char* clock_skew_fact = "clock_skew_ms";
    static constexpr const char* wiped_fact = "device_was_wiped";

    enum class Asked { session, sync, news, end_session, account };
    struct Request {
        Asked what = Asked::sync;
        std::uint64_t person = 0;  ///< `person_` when it was sent: an answer meant for somebody before is not stored
        Instant sent_at;
        AccountDesk::Answered then = {};  ///< of the account desk
    };

    void sync_when_due();
    const SubjectState* cached(const Subject& subject);
    void drop_stale_cache();
    int ask(Asked what, const std::string& method, const std::string& path, const std::string& body);
    void on_http(const Json& message);
    void on_session_answer(const Reply& reply);
    void on_let_in(const Json& session);
    bool on_wiped(const Reply& reply);
    void on_session_ended(const Reply& reply);
    void on_sync_answer(const Reply& reply);
    void note_catch_up(const ReceiveSummary& received);
    void wait_for_news();
    void on_news_answer(const Reply& reply);
    bool send_less();
    void measure_clock(Instant asked_at, Instant server_time);
    void send_sign_in();
    void end_session();
    void keep_session_to_end(bool to_end);
    void end_session_left_over();
    void ask_for_session(const std::string& path, const Json& body);
    void take_identity(FieldReader& fields);
    Result<void, Failure> make_device_of(Identity identity);
    Result<void, Failure> make_signing_key();
    void refuse_sign_in(std::string why);
    Result<void, Failure> empty_device();
    std::string problem_words(const Reply& reply);
    void keep_setting(const char* name, const std::string& value);

    Platform& platform_;
    std::unique_ptr<Replica> replica_;
    SyncEngine engine_;
    Catalogue catalogue_;
    const TimeZone* zone_ = nullptr;
    Instant now_;
    DeviceIds ids_{platform_, now_};
    std::string path_ = "/";
    std::string theme_ = "system";
    std::string trouble_, note_;
    bool update_ready_ = false;
    SignInState sign_in_state_ = SignInState::idle;
    SignInStep sign_in_step_ = SignInStep::password;
    std::string sign_in_problem_, login_, challenge_;
    Json session_to_complete_;  ///< who was let in, while their second step is set up
    std::string sync_trouble_;
    std::optional<CatchUp> catch_up_;
    bool session_ended_ = false;
    bool session_to_end_ = false;  ///< the browser may still have a session that nobody here uses; remembered on the device
    bool ending_session_ = false;
    std::pair<std::string, std::string>
        waiting_sign_in_;  ///< path and body, sent when the session before has ended, so that their cookies do not cross
    std::optional<Milliseconds> clock_skew_;
    std::optional<bool> persistent_;
    std::optional<std::pair<std::int64_t, std::int64_t>> storage_bytes_;
    AccountDesk account_{{[this](const std::string& method, const std::string& path, const std::string& body, AccountDesk::Answered then) {
                              asked_[ask(Asked::account, method, path, body)].then = std::move(then);
                          },
                          [this](const Reply& reply) { return problem_words(reply); }}};
    AttachmentDesk attachments_{*this};
    std::unordered_map<std::string, std::string> bytes_;
    std::unordered_map<int, Request> asked_;
    int next_request_ = 1;
    std::uint64_t person_ = 1;  ///< changes whenever the device becomes somebody else's, or nobody's
    int newest_sync_ = 0;
    int newest_wait_ = 0;
    std::size_t batch_bytes_max_ = 0;  ///< what a request may hold since one was too large; 0: as much as ever
    SyncRequest sent_sync_;            ///< what the newest sync asked
    std::size_t handed_over_ = 0;      ///< entries that a device to be wiped has sent in already
    std::uint64_t cache_version_ = 0;
    std::unordered_map<std::string, SubjectState> cache_;
    std::optional<std::vector<OrganisationRow>> organisations_;
    std::optional<std::size_t> attention_count_;
    std::optional<Counts> counts_;
};

}  // namespace countersign::app
