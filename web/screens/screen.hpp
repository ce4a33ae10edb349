// Screen: one place in the portal with a path of its own. A screen is made when its path is gone to and dropped when it is left; what
// people typed is kept as drafts in the replica, never only here.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/app/portal.hpp"
#include "web/widgets/all.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::Ui;

/// What a path said: "/tickets/0190…?from=today" on the pattern "/tickets/:id" gives {"id": "0190…"} and {"from": "today"}.
struct Place {
    std::map<std::string, std::string> params;
    std::map<std::string, std::string> query;
    std::string fragment = {};  ///< behind '#', which no server gets to see

    std::string param(const std::string& name) const;
    std::string asked(const std::string& name) const;
};

class Screen {
public:
    virtual ~Screen() = default;
    /// Draws one frame. Called only when something may have changed.
    virtual void draw(Ui& ui, Portal& portal) = 0;
    /// Called when the path changed but the pattern and its params did not (another filter in the query).
    virtual void moved(const Place&) {}
};

struct Route {
    enum class Frame {
        alone,  ///< no navigation around it: sign-in, problems
        shell,
        task,  ///< in the shell, but a phone hides the bottom bar: running a visit, signing
    };
    const char* pattern;
    Frame frame;
    std::unique_ptr<Screen> (*make)(const Place& place);
};

/// All screens of the portal, in the order in which their patterns are tried.
const std::vector<Route>& routes();

struct Match {
    const Route* route = nullptr;  ///< null: no such place
    Place place;
};
Match match_route(std::string_view path);

/// What belongs to no screen: a newer version that waits, a language that could not be read.
void draw_notes(Ui& ui, Portal& portal);

/// The navigation around the screens, with sync status and person; draws `content` inside.
void draw_shell(Ui& ui, Portal& portal, bool bottom_bar, const widgets::Content& content);

// One maker for each screen; each lives in the file of its name.
std::unique_ptr<Screen> make_sign_in(const Place&);
std::unique_ptr<Screen> make_invitation(const Place&);  // "/invitation#token"
std::unique_ptr<Screen> make_today(const Place&);
std::unique_ptr<Screen> make_tickets(const Place&);     // "/tickets", with "/tickets/:id" beside it in a split
std::unique_ptr<Screen> make_ticket_new(const Place&);  // "/tickets/new?visit=…"
std::unique_ptr<Screen> make_visits(const Place&);      // "/visits"
std::unique_ptr<Screen> make_visit(const Place&);       // "/visits/:id": run it, or read it
std::unique_ptr<Screen> make_sign_off(const Place&);    // "/records/:id/sign": signature on the technician's device or in one's own session
std::unique_ptr<Screen> make_to_verify(const Place&);   // "/verify"
std::unique_ptr<Screen> make_work_record(const Place&);  // "/records/:id"
std::unique_ptr<Screen> make_log(const Place&);          // "/log"
std::unique_ptr<Screen> make_sync(const Place&);         // "/sync"
std::unique_ptr<Screen> make_settings(const Place&);     // "/settings"
std::unique_ptr<Screen> make_security(const Place&);     // "/settings/security"
std::unique_ptr<Screen> make_not_found(const Place&);

}  // namespace countersign::screens
