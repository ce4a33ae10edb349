// Call: one request on its way to its answer, and Api: what the routes answer it with. What several routes need for that: reading bodies,
// cookies, and turning failures and refusals into problems.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "core/base/json.hpp"
#include "server/auth/access_control.hpp"
#include "server/export/export_desk.hpp"
#include "server/http/problem.hpp"
#include "server/http/proxy.hpp"
#include "server/store/attachment_store.hpp"
#include "server/sync/news_board.hpp"
#include "server/sync/sync_service.hpp"

namespace countersign {

/// Where failures are told in full; what the client gets to see is less.
using FailureLog = std::function<void(const Failure&)>;

struct Api {
    EventStore& events;
    AccessControl& access;
    SyncService& sync;
    NewsBoard& news;
    AttachmentStore& attachments;
    ExportDesk& exports;
    FailureLog log;
    std::size_t body_bytes_max;           ///< after unpacking
    std::size_t batch_events_max;         ///< in one sync
    std::chrono::milliseconds news_wait;  ///< the longest that a device waits for news
    AttachmentLimits attachment_limits;

    HttpResponse fail(const Failure& failure) const;
};

struct Call {
    const HttpRequest& request;
    Origin origin;
    Instant now;
    std::map<std::string, std::string> params = {};  ///< of the path
    std::optional<SignIn::Current> current = {};     ///< there for every route that is not for anybody

    const Account& account() const { return current->account; }
    const Actor& actor() const { return current->account.actor; }
    const std::string& param(const char* name) const { return params.at(name); }
    Client client() const;
    std::string session_token() const;
};

HttpResponse answer_json(const Json& document);
HttpResponse answer_nothing();
/// 401: whoever asks is not, or no longer, signed in.
HttpResponse answer_no_session(const Call& call);
/// With the status that fits: 401, 403, 404, 409, 410, 422, 429 with Retry-After.
HttpResponse answer_refusal(const Refusal& refusal);

/// A body of that type, unpacked. The error is what to answer.
Result<std::string, HttpResponse> read_body(const Api& api, const Call& call, const std::string& media_type);
/// The fields of a JSON body; ask `problem` after the last of them was read.
class BodyReader {
public:
    BodyReader(const Api& api, const Call& call);
    /// What to answer when there is no body, it is not JSON, or a field is wrong.
    std::optional<HttpResponse> problem() const;
    std::string text(const char* name, std::size_t bytes_max) { return fields_.text(name, bytes_max); }
    FieldReader& fields() { return fields_; }

private:
    std::optional<HttpResponse> unreadable_;
    Json document_ = Json::object();
    FieldReader fields_;
};

/// Who somebody is, as signing in and GET api/v1/session answer it.
Json account_json(const Account& account);
Json organisations_json(const std::vector<OrganisationId>& organisations);
/// "client": {"browser": "Firefox", "system": "Windows"}
Json client_json(const std::string& user_agent);

/// Puts both cookies into the answer.
void set_session_cookies(const Call& call, const NewSession& session, HttpResponse& response);
/// Sends the session's cookie again, with its new end.
void extend_session_cookie(const Call& call, Instant expires_at, HttpResponse& response);
void clear_session_cookie(const Call& call, HttpResponse& response);
/// The browser forgets the session it had; so must we, or it would live on without anybody who could end it.
std::optional<Failure> end_session_before(const Api& api, const Call& call);

}  // namespace countersign
