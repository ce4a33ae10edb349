// The device's side of the load.
#include "device.hpp"

#include <fmt/core.h>

#include "core/domain/ticket.hpp"

namespace countersign::load {

namespace {

constexpr std::size_t records_per_ticket = 10;

std::unique_ptr<Replica> open_replica(const std::string& path) {
    auto database = Database::open(path);
    if (!database) stop(database.error().describe());
    auto replica = Replica::open(std::move(*database));
    if (!replica) stop(replica.error().describe());
    return std::move(*replica);
}

}  // namespace

Device::Device(int port, std::uint8_t number)
    : replica_(open_replica(directory_.file("device.sqlite"))), http_("127.0.0.1", port), ids_(number) {
    http_.set_keep_alive(true);
    http_.set_read_timeout(120);
    http_.set_tcp_nodelay(true);
    if (auto set = replica_->set_identity({story_.technician, login, {test::fixed_id(number)}}); !set) stop(set.error().describe());
    if (auto set = replica_->set_signing_seed({number}); !set) stop(set.error().describe());
    const auto session = http_.Post("/api/v1/session", write_json({{"login", login}, {"password", password}}), "application/json");
    if (!session || session->status != 200) stop("The server does not let the technician in.");
    const std::string cookie = session->get_header_value("Set-Cookie");
    cookie_ = cookie.substr(0, cookie.find(';'));
}

std::string Device::post(const std::string& path, const std::string& body) {
    const auto answer = http_.Post(path, {{"Cookie", cookie_}, {"Accept-Encoding", "identity"}}, body, sync_media_type);
    if (!answer || answer->status != 200) stop(fmt::format("sync answers {}", answer ? answer->status : 0));
    wire_.sent += static_cast<std::int64_t>(body.size());
    wire_.received += static_cast<std::int64_t>(answer->body.size());
    ++wire_.requests;
    return answer->body;
}

void Device::record(std::size_t records) {
    const auto run = [&](const TicketCommand& command) {
        const auto done =
            replica_->execute(ticket_, story_.clinic, Command{command}, test::at_minute(static_cast<std::int64_t>(recorded_) / 100), ids_);
        if (!done) stop("A record was not taken.");
    };
    // One commit for all, since it is the sync that is measured.
    const auto done = replica_->atomically([&]() -> Result<void, Trouble> {
        for (std::size_t i = 0; i < records; ++i, ++recorded_) {
            if (recorded_ % records_per_ticket != 0) {
                run(AddTicketComment{comment_of(recorded_)});
                continue;
            }
            ticket_ = {Ticket::subject_kind, ids_.next()};
            OpenTicket opened;
            opened.title = fmt::format("Serwer {}", recorded_);
            opened.description = comment_of(recorded_);
            run(opened);
        }
        return {};
    });
    if (!done) stop("The records were not taken.");
}

void Device::sync_once() {
    const auto request = replica_->next_request(test::at_minute(200));
    if (!request) stop(request.error().describe());
    const auto answer = read_sync_answer(post("/api/v1/sync", write_sync_request(*request)));
    if (!answer) stop(answer.error().describe());
    const auto received = replica_->receive(*answer, request->cursors);
    if (!received) stop(received.error().describe());
    if (received->refused > 0) stop("The server refused a record.");
    more_ = received->more;
    if (!answer->fates.empty()) last_seq_ = answer->fates.back().seq;
}

void Device::sync() {
    do sync_once();
    while (more_ || replica_->outbox_size() > 0);
}

std::int64_t Device::events_held() {
    std::int64_t held = 0;
    for (const StreamHolding& stream : replica_->streams()) {
        if (!stream.alarm.empty()) stop(stream.alarm);
        held += stream.seq;
    }
    return held;
}

}  // namespace countersign::load
