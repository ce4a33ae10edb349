// The protocol as it is spoken, word for word: docs/protocol.md describes it, tests/golden/sync_conversation.txt is a recorded
// conversation. With COUNTERSIGN_RECORD=1 it is recorded anew; whoever does that changes the protocol for every client there is.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/domain/device_key.hpp"
#include "core/event/device_signature.hpp"
#include "scene.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

constexpr const char* golden_path = "tests/golden/sync_conversation.txt";

/// A technician's tablet that signs what it writes.
class Conversation {
public:
    std::string of_a_first_sync() {
        const Subject ticket = scene_.new_subject("ticket");
        const Subject tablet{DeviceKey::subject_kind, device_.value};
        speak(scene_.technician, {write(tablet, DeviceKeyEvent{DeviceKeyRegistered{key_.public_key()}}),
                                  write(ticket, TicketEvent{opened()}), write(ticket, TicketEvent{TicketPaused{" "}}), "{\"id\":1}"});
        speak(scene_.technician, {write(ticket, TicketEvent{TicketCommentAdded{"Toner ż\\n2"}})});
        speak(scene_.contact, {});
        return told_;
    }

private:
    static TicketOpened opened() {
        TicketOpened body;
        body.title = "Drukarka";
        return body;
    }
    std::string write(const Subject& subject, const Body& body) {
        const auto kind = describe(body);
        const StoredEvent event = write_event({{scene_.ids.next()},
                                               scene_.shared,
                                               subject,
                                               kind->type,
                                               kind->version,
                                               scene_.technician.user,
                                               device_,
                                               scene_.now,
                                               kind->json});
        return with_signature(event.bytes, key_);
    }
    void speak(const Actor& actor, std::vector<std::string> events) {
        const DeviceId device = actor.user == scene_.technician.user ? device_ : DeviceId{"01990000-0000-7000-8000-0000000000cc"};
        const SyncRequest request{device, scene_.now, cursors_[actor.user], std::move(events), actor.user};
        const std::string asked = write_sync_request(request);
        const auto heard = read_sync_request(asked);
        REQUIRE(heard.ok());
        scene_.now = scene_.now + Milliseconds{1'000};
        const auto answer = scene_.service.handle(*heard, actor, scene_.now);
        REQUIRE(answer.ok());
        const std::string answered = write_sync_answer(*answer);
        REQUIRE(read_sync_answer(answered).ok());
        for (const auto& [stream, news] : answer->streams) cursors_[actor.user][stream] = news.head;
        told_ += "--> " + actor.name + "\n" + asked + "<--\n" + answered;
    }

    Scene scene_;
    SigningKey key_ = SigningKey::from_seed({1, 2, 3});
    DeviceId device_{"01990000-0000-7000-8000-0000000000aa"};
    std::map<UserId, std::map<StreamId, std::int64_t>> cursors_;
    std::string told_;
};

}  // namespace

TEST_CASE("a device and the server say to each other what the protocol says, byte for byte") {
    const std::string spoken = Conversation().of_a_first_sync();
    if (std::getenv("COUNTERSIGN_RECORD") != nullptr) std::ofstream(golden_path, std::ios::binary) << spoken;
    std::ostringstream recorded;
    recorded << std::ifstream(golden_path, std::ios::binary).rdbuf();
    CHECK(spoken == recorded.str());
}
