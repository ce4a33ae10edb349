// The list of somebody's devices as their owner and administrators get it.
#pragma once

#include "server/http/call.hpp"

namespace countersign {

HttpResponse answer_devices(const Api& api, const UserId& user);
HttpResponse wipe_device(const Api& api, const Call& call, const UserId& user);

}  // namespace countersign
