// AttachmentDesk: photos and files on their way: from the person into the database of this device at once, from there to the server when
// there is a network, and back to whoever looks at them. One at a time, events first; what was cut off goes on where it stopped.
//
// Worked example: a photo of 312 004 bytes taken in a cellar is in the visit at once. In the street the visit's events go out, then the
// first 262 144 bytes; the network fails. After the next start the server is asked how much it has, and gets the other 49 860.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>

#include "core/storage/attachment_files.hpp"
#include "core/storage/queries.hpp"
#include "core/sync/engine.hpp"
#include "web/app/account_desk.hpp"
#include "web/widgets/file_button.hpp"

namespace countersign::app {

class Portal;

/// Drafts whose names end so hold files.
inline constexpr const char* draft_files_suffix = "/files";

/// How one attachment stands on this device.
struct AttachmentView {
    enum class State {
        here,
        waiting,  ///< here, and to be sent
        sending,
        held,    ///< here, and the server does not want it: `problem` says why
        absent,  ///< the server has it
        fetching,
        not_sent_yet,  ///< by the device that has it
        damaged,
    };
    State state = State::here;
    int percent = 0;           ///< while it is being sent
    std::string problem = {};  ///< key

    bool on_device() const { return state == State::here || state == State::waiting || state == State::sending || state == State::held; }
};

class AttachmentDesk {
public:
    explicit AttachmentDesk(Portal& portal);

    /// Saves the file and that it belongs to `about`, both or nothing. False when it cannot be; the portal's `trouble` then says why.
    bool add(const Subject& about, const OrganisationId& organisation, const widgets::PickedFile& file);

    // Files for what is not recorded yet: they lie on the device with its draft, and become attachments with it.

    bool add_to_draft(const std::string& draft, const widgets::PickedFile& file);
    std::vector<AttachmentAdded> of_draft(const std::string& draft);
    void take_from_draft(const std::string& draft, std::size_t index);
    /// Within the `run_all` that records what they belong to.
    bool attach_draft(const std::string& draft, const Subject& about, const OrganisationId& organisation);

    const std::vector<AttachmentRow>& of(const Subject& about);
    AttachmentView view(const AttachmentRow& row);
    /// Somebody looks at it: it is fetched when it is not here, and stays longer than what nobody looks at.
    void look_at(const AttachmentRow& row);
    /// Fetches again what was damaged, or sends again what the server did not want.
    void try_again(const AttachmentRow& row);
    /// Gives the browser a copy to save.
    void save(const AttachmentRow& row);
    /// Has the pixels of "sha256:edge" read.
    void read_picture(const std::string& key);

    void set_online(bool online);
    void hurry();
    void tick();
    std::optional<Instant> wake_at() const;
    /// Changes whenever something shown could have changed.
    std::uint64_t version() const { return version_; }
    /// The device is nobody's any more, or somebody else's.
    void forget();

private:
    struct Sending {
        AttachmentUpload upload;
        bool asked = false;  ///< how much the server has
        int damaged = 0;     ///< how often it was not what it should be when it arrived
    };

    bool record(const AttachmentAdded& details, const OrganisationId& organisation);
    bool keep_draft(const std::string& draft, const std::vector<AttachmentAdded>& files);
    bool send_next();
    void ask(const std::string& path, std::string part);
    void send_part();
    void on_upload_answer(const Reply& reply);
    void on_received(std::int64_t bytes, bool complete);
    void hold(const std::string& problem_key);
    bool fetch_next();
    void on_bytes(const AttachmentRow& row, const Reply& reply);
    void take_fetched(const AttachmentRow& row, const std::string& bytes);
    void want(const AttachmentRow& row);
    void keep_todays_work();
    void make_room();
    void fail();
    void changed();
    void report(const Result<void, Failure>& result);

    Portal& portal_;
    SyncEngine pace_;
    std::optional<Sending> sending_;
    std::deque<AttachmentRow> wanted_;
    std::string fetching_;                        ///< id; empty when nothing is
    std::map<std::string, std::string> fetched_;  ///< ids, and what came of large ones so far
    std::set<std::string> damaged_;               ///< SHA-256 of what came and was not it
    std::set<std::string> looked_at_;             ///< ids, since the start
    std::set<std::string> not_there_;             ///< ids of what the server said it does not have yet
    std::map<std::string, std::vector<AttachmentRow>> rows_;
    std::map<std::string, AttachmentView> views_;
    std::uint64_t rows_version_ = 0;
    std::uint64_t work_version_ = 0;
    std::uint64_t version_ = 1;
    std::uint64_t person_ = 1;
};

}  // namespace countersign::app
