// Outcome: from what a service answered to what HTTP answers, the same for every route; and the answers of signing in, which several routes
// end with.
#pragma once

#include "server/http/call.hpp"

namespace countersign {

/// `answer(value)` where there is one.
template <typename Value, typename Answer>
HttpResponse answer_outcome(const Api& api, const Result<Result<Value, Refusal>, Failure>& outcome, Answer answer) {
    if (!outcome) return api.fail(outcome.error());
    if (!*outcome) return answer_refusal(outcome->error());
    return answer(**outcome);
}

/// For somebody who is let in now, or is asked for a code.
HttpResponse answer_entered(const Api& api, const Call& call, const SignInOutcome& outcome);
/// The new session, in the place of the one that the browser had.
HttpResponse answer_session(const Api& api, const Call& call, const NewSession& session);
/// Who somebody is, and whether they must set up a second step before anything else.
Result<Json, Failure> session_json(const Api& api, const Account& account);

}  // namespace countersign
