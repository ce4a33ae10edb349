// A device that signs what it records and syncs with whatever server it is given; and a visit that was carried out and recorded on it.
#pragma once

#include <doctest/doctest.h>

#include <functional>

#include "core/domain/attachment.hpp"
#include "core/storage/attachment_files.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/story.hpp"

namespace countersign::test {

using Handle = std::function<SyncAnswer(const SyncRequest&, const Actor&, Instant)>;

struct SigningDevice {
    SigningDevice(const Actor& who, std::uint8_t number) : actor(who), id{fixed_id(number)}, ids(number) {
        auto database = Database::open(":memory:");
        REQUIRE(database.ok());
        auto opened = Replica::open(std::move(*database));
        REQUIRE(opened.ok());
        replica = std::move(*opened);
        REQUIRE(replica->set_identity({actor, "login", id}).ok());
        REQUIRE(replica->set_signing_seed({number}).ok());
    }
    void record(const Subject& subject, const Command& command, Instant now) {
        const auto done = replica->execute(subject, story.clinic, command, now, ids);
        const auto* refusal = done ? nullptr : std::get_if<Refusal>(&done.error());
        INFO((refusal == nullptr ? "" : refusal->key));
        REQUIRE(done.ok());
    }
    void sync(const Handle& server, Instant now) {
        for (int round = 0; round < 100; ++round) {
            const auto request = replica->next_request(now);
            REQUIRE(request.ok());
            const SyncAnswer answer = server(*request, actor, now);
            for (const FateOfEvent& fate : answer.fates) CHECK_MESSAGE(fate.fate != EventFate::refused, fate.reason.key);
            const auto received = replica->receive(answer, request->cursors);
            REQUIRE(received.ok());
            if (!received->more) return;
        }
        FAIL("the sync never came to an end");
    }
    std::optional<DeviceKey> key_of(const DeviceId& device) {
        auto key = replica->find<DeviceKey>(device.value);
        return key && key->key ? key : std::nullopt;
    }

    Story story;
    Actor actor;
    DeviceId id;
    CountingIds ids;
    std::unique_ptr<Replica> replica;
};

/// The clinic on the server, and a technician who has been there: two computers, one fault, a photo, 45 minutes, and the record of it.
struct RecordedVisit {
    explicit RecordedVisit(Handle handle) : server(std::move(handle)) {
        for (const auto& [subject, command] : story.beginnings()) manager.record(subject, command, morning);
        manager.sync(server, morning);
        technician.sync(server, morning);
        const auto on_visit = [&](VisitCommand command, int minute) { technician.record(visit, command, at_minute(minute)); };
        on_visit(story.plan(), 1);
        on_visit(StartVisit{}, 5);
        for (const AssetId& asset : {story.first_computer, story.second_computer}) {
            on_visit(RecordCheck{asset, "backup", CheckResult::ok}, 10);
            const bool faulty = asset == story.second_computer;
            on_visit(RecordCheck{asset, "antivirus", faulty ? CheckResult::fault : CheckResult::ok, faulty ? "nieaktualny" : ""}, 11);
        }
        attach("bezpiecznik.jpg", photo);
        on_visit(RecordVisitTime{{45}, "przegląd"}, 50);
        on_visit(RecordVisitNote{"Zamówić <b>toner</b> & papier"}, 51);
        on_visit(EndVisit{}, 60);
        const Visit done = *technician.replica->find<Visit>(visit.id);
        technician.record(record, WorkRecordCommand{RecordVisitWork{&done, "Wszystko sprawdzone."}}, at_minute(61));
        technician.sync(server, at_minute(62));
    }
    void attach(const std::string& name, const std::string& bytes) {
        const AttachmentAdded added{visit, name, "image/jpeg", static_cast<std::int64_t>(bytes.size()), sha256(bytes), 2, 1};
        technician.record({Attachment::subject_kind, fixed_id(attachment++)}, AttachmentCommand{AddAttachment{added}}, at_minute(20));
        REQUIRE(AttachmentFiles(technician.replica->database()).keep(bytes, at_minute(20)).ok());
    }
    /// On the contact person's own device.
    void verify(Decision decision = Decision::accepted, const std::string& remark = "") {
        contact.sync(server, at_minute(63));
        contact.record(record, WorkRecordCommand{VerifyWork{decision, remark, story.contact.user, story.ink()}}, at_minute(64));
        contact.sync(server, at_minute(65));
        technician.sync(server, at_minute(66));
    }
    WorkRecord record_on(SigningDevice& device) const { return *device.replica->find<WorkRecord>(record.id); }

    Handle server;
    Story story;
    SigningDevice manager{story.manager, 101}, technician{story.technician, 102}, contact{story.contact, 103};
    Subject visit{Visit::subject_kind, fixed_id(40)}, record{WorkRecord::subject_kind, fixed_id(41)};
    std::string photo = "\xFF\xD8 the bytes of a photo";
    std::uint8_t attachment = 50;
};

}  // namespace countersign::test
