// AccountDesk: what somebody does with their own account, all of it over the network: password, second step, sessions, devices; and what an
// invitation leads to. It asks through the portal and keeps what was answered for the screens. Secrets that the server shows once lie here
// until they were read, and are kept nowhere.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/domain/permission.hpp"

namespace countersign::app {

/// What came back from the server.
struct Reply {
    int status = 0;  ///< 0: nothing came
    bool too_late = false;
    std::string body = {};
    std::string bytes = {};  ///< where they were asked for
    Instant asked_at = {};
};

struct ClientWords {
    std::string browser;  ///< empty: none we know
    std::string system;
};

struct SessionRow {
    std::string id;
    ClientWords client;
    std::string address;
    Instant last_used_at;
    bool current = false;
};

struct DeviceRow {
    std::string id;
    ClientWords client;
    Instant first_contact_at, last_contact_at;
    std::int64_t entries = 0;
    std::optional<Instant> wipe_asked_at, wiped_at;
};

struct SecondStep {
    bool on = false;
    bool required = false;
    std::int64_t recovery_codes_left = 0;
};

struct SecondStepSecret {
    std::string secret;
    std::string uri;
};

struct InvitationSeen {
    std::string name;
    std::string login;
    Role role = Role::reporter;
    bool new_password = false;  ///< for an account that there is already
    Instant expires_at;
};

class AccountDesk {
public:
    using Answered = std::function<void(const Reply&)>;
    struct Portal {
        std::function<void(const std::string& method, const std::string& path, const std::string& body, Answered)> ask;
        std::function<std::string(const Reply&)> problem_words;
    };
    explicit AccountDesk(Portal portal) : portal_(std::move(portal)) {}

    /// Which form something belongs to: where its problem is shown, and which button waits.
    enum class Matter { none, password, second_step, recovery_codes, sessions, devices, invitation };

    /// Asks for everything that the lists show.
    void refresh();
    const std::optional<SecondStep>& second_step() const { return second_step_; }
    const std::optional<std::vector<SessionRow>>& sessions() const { return sessions_; }
    const std::optional<std::vector<DeviceRow>>& devices() const { return devices_; }

    void change_password(const std::string& current, const std::string& wanted);
    /// Two moves: the secret is shown, and a code of it confirms that the app has it.
    void begin_second_step(const std::string& password);
    const std::optional<SecondStepSecret>& secret() const { return secret_; }
    void confirm_second_step(const std::string& code);
    void give_up_second_step();
    void remove_second_step(const std::string& password);
    void renew_recovery_codes(const std::string& password);
    /// Just made; until they were read.
    const std::vector<std::string>& recovery_codes() const { return recovery_codes_; }
    void codes_were_read();

    void end_session(const std::string& id);
    void end_other_sessions();
    void wipe_device(const std::string& id);
    void keep_device(const std::string& id);

    void look_at_invitation(const std::string& token);
    const std::optional<InvitationSeen>& invitation() const { return invitation_; }

    bool waits(Matter matter) const { return waiting_ == matter; }
    /// Empty when all went well.
    const std::string& problem(Matter matter) const { return matter == problem_matter_ ? problem_ : nothing_; }
    /// The last thing that was done, once: a screen says it and asks no more.
    Matter take_done() { return std::exchange(done_, Matter::none); }
    /// Changes whenever something shown could have changed.
    std::uint64_t version() const { return version_; }
    /// The device is nobody's any more, or somebody else's.
    void forget();

private:
    void read(const std::string& path, const std::function<void(FieldReader&)>& take);
    void act(Matter matter, const std::string& path, const Json& body, const std::function<void(FieldReader&)>& take);
    void send(Matter matter, const std::string& method, const std::string& path, const std::string& body,
              const std::function<void(FieldReader&)>& take);
    void refuse(Matter matter, const Reply& reply);

    Portal portal_;
    std::optional<SecondStep> second_step_;
    std::optional<std::vector<SessionRow>> sessions_;
    std::optional<std::vector<DeviceRow>> devices_;
    std::optional<SecondStepSecret> secret_;
    std::vector<std::string> recovery_codes_;
    std::optional<InvitationSeen> invitation_;
    Matter waiting_ = Matter::none, problem_matter_ = Matter::none, done_ = Matter::none;
    std::string problem_;
    const std::string nothing_;
    std::uint64_t version_ = 1;
    std::uint64_t person_ = 1;  ///< an answer meant for somebody before is not taken
};

}  // namespace countersign::app
