// What can be wrong with a packet.
#include "core/packet/packet_check.hpp"

#include <algorithm>
#include <set>

#include "core/domain/subject_state.hpp"
#include "core/packet/packet_page.hpp"

namespace countersign {

namespace {

std::string name_of(const StoredEvent& event) {
    return "entry " + std::to_string(event.placement->seq) + " (" + event.envelope.type + ", " + event.envelope.id.value + ")";
}

void check_entries(CheckedPacket& checked) {
    std::set<EventId> ids;
    for (const PacketStory::Entry& entry : checked.story.entries) {
        const StoredEvent& event = entry.event;
        if (event.envelope.stream != checked.packet.stream) {
            checked.problems.push_back(name_of(event) + " was written for the stream " + event.envelope.stream.value);
        }
        if (!ids.insert(event.envelope.id).second) checked.problems.push_back(name_of(event) + " stands in it twice");
        if (!entry.second_key_holds) checked.problems.push_back(name_of(event) + " says of the second key what does not hold");
        switch (entry.authorship) {
            case Authorship::server:
                break;
            case Authorship::signed_by_key:
                ++checked.entries_signed;
                break;
            case Authorship::unsigned_event:
                ++checked.entries_unsigned;
                break;
            case Authorship::broken:
                checked.problems.push_back(name_of(event) + " is not signed with the key of the device that it names");
                break;
        }
    }
    for (const Subject& subject : checked.story.foreign) {
        checked.problems.push_back("it shows entries of " + subject.text() + ", which is neither this visit nor this record");
    }
    for (std::size_t i = 1; i < checked.packet.log.size(); ++i) {
        if (checked.packet.log[i].received_at < checked.packet.log[i - 1].received_at) {
            checked.problems.push_back("entry " + std::to_string(i + 1) + " was received before the one in front of it");
        }
    }
}

const PacketStory::Entry* entry_of(const PacketStory& story, const EventId& id) {
    const auto found =
        std::find_if(story.entries.begin(), story.entries.end(), [&](const auto& entry) { return entry.event.envelope.id == id; });
    return found == story.entries.end() ? nullptr : &*found;
}

void check_confirmation(CheckedPacket& checked) {
    const WorkRecord& record = checked.story.record;
    const VerificationEntry* verification = record.verification();
    if (record.latest() == nullptr) {
        checked.problems.push_back("the work record is not in it");
        return;
    }
    if (verification == nullptr) {
        checked.problems.push_back("nobody's confirmation of the latest revision is in it");
        return;
    }
    if (verification->content.record_digest != record.latest()->digest) {
        checked.problems.push_back("the confirmation is of another text than the record");
    }
    // Whoever was withdrawn since was named then.
    const auto& contacts = checked.story.organisation.contacts;
    const auto contact = contacts.find(verification->content.contact);
    if (contact == contacts.end() || !contact->second.may_verify_work) {
        checked.problems.push_back("the entry that names " + verification->content.contact_name + " for confirming work is not in it");
    }
    const PacketStory::Entry* entry = entry_of(checked.story, verification->event);
    if (entry != nullptr && entry->authorship == Authorship::unsigned_event) {
        checked.notes.push_back("the confirmation was written on a device without a key: only the chain vouches for it");
    }
}

// As it stood when the record was written.
std::optional<Visit> visit_of(const PacketStory& story, const WorkRevision& revision) {
    std::vector<StoredEvent> events;
    const Subject subject{Visit::subject_kind, revision.content.visit.value};
    for (const PacketStory::Entry& entry : story.entries) {
        if (entry.event.envelope.id == revision.event) break;
        if (entry.event.envelope.subject == subject) events.push_back(entry.event);
    }
    const auto state = fold(subject, events);
    const auto* visit = state ? state->get_if<Visit>() : nullptr;
    return visit == nullptr || !visit->known() ? std::nullopt : std::optional(*visit);
}

// The record was made from the visit's entries: one that is left out makes a difference.
void check_against_visit(CheckedPacket& checked) {
    const WorkRevision* revision = checked.story.record.latest();
    if (revision == nullptr || revision->content.visit.empty()) return;
    const auto visit = visit_of(checked.story, *revision);
    if (!visit) {
        checked.problems.push_back("the entries of the visit are not in it");
        return;
    }
    const WorkRecorded& said = revision->content;
    if (visit->arrived_at != said.started_at || visit->departed_at != said.ended_at) {
        checked.problems.push_back(
            "arrival and departure in the visit's entries are not those of the record: one is missing or was changed");
    }
    if (visit->recorded_time() != said.worked) {
        checked.problems.push_back("the minutes in the visit's entries are not those of the record: one is missing or was changed");
    }
    for (const AssetChecks& asset : visit->checklist) {
        const auto item = std::find_if(said.items.begin(), said.items.end(), [&](const WorkItem& one) {
            return one.name == asset.name && one.place == asset.place && one.checks_total == static_cast<std::int64_t>(asset.checks.size());
        });
        const auto ok = std::count_if(asset.checks.begin(), asset.checks.end(), [](const CheckState& check) {
            return check.result == CheckResult::ok || check.result == CheckResult::not_applicable;
        });
        if (item == said.items.end() || item->checks_ok != ok) {
            checked.problems.push_back("the checks of " + asset.name +
                                       " in the visit's entries are not those of the record: one is missing or was changed");
        }
    }
}

void check_files(CheckedPacket& checked) {
    std::set<std::string> named;
    for (const Attachment& attachment : checked.story.attachments) {
        const std::string digest = to_hex(attachment.content.sha256);
        named.insert(digest);
        if (checked.packet.files.count(digest) == 0) {
            const std::string text = "the file " + attachment.content.name + " (SHA-256 " + digest + ") is not in the packet";
            checked.notes.push_back(text);
        }
    }
    for (const auto& [digest, bytes] : checked.packet.files) {
        if (named.count(digest) == 0) {
            checked.problems.push_back("a file with the SHA-256 " + digest + " is in it that no entry names");
        } else if (to_hex(sha256(bytes)) != digest) {
            checked.problems.push_back("the file with the SHA-256 " + digest + " was changed: its bytes are others");
        } else {
            ++checked.files;
        }
    }
}

void check_page(std::string_view file, const Catalogue& catalogue, CheckedPacket& checked) {
    if (write_packet(checked.packet, catalogue) == file) {
        checked.page_compared = true;
        return;
    }
    const bool same_words = file.find("\"words\":\"" + to_hex(words_of_page(catalogue)) + "\"") != std::string_view::npos;
    if (same_words) {
        checked.problems.push_back("the page says something else than the entries that it is made from");
    } else {
        checked.notes.push_back(
            "the page says that it was made with the texts of another version, so it was NOT compared: believe what is printed here, which "
            "is "
            "from the entries, and not the page");
    }
}

}  // namespace

Result<CheckedPacket, Failure> check_packet(std::string_view file, const std::function<const Catalogue&(Language)>& catalogue) {
    auto packet = read_packet(file);
    if (!packet) return Error{packet.error()};
    auto story = story_of(*packet);
    if (!story) return Error{story.error()};
    CheckedPacket checked{std::move(*packet), std::move(*story), 0, 0, 0, false, {}, {}};
    check_entries(checked);
    check_confirmation(checked);
    check_against_visit(checked);
    check_files(checked);
    check_page(file, catalogue(checked.packet.language), checked);
    return checked;
}

}  // namespace countersign
