// The chapters of a packet's page.
#include "core/packet/packet_page.hpp"

#include "core/base/base64.hpp"
#include "core/document/html.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {

namespace {

class Page {
public:
    Page(const SealedPacket& packet, const PacketStory& story, const Catalogue& catalogue)
        : packet_(packet), story_(story), catalogue_(catalogue), html_(catalogue.language(), title()) {}

    std::string write() {
        html_.subtitle(catalogue_.tr("packet.what"));
        if (const WorkRevision* revision = story_.record.latest()) {
            write_work(revision->content);
            write_items(revision->content);
        }
        write_checks();
        write_times();
        write_files();
        write_confirmations();
        write_entries();
        write_meaning();
        std::string page = html_.finish();
        // Photos are in the page itself; nothing else may be fetched or run.
        const std::string policy = "default-src 'none';";
        return page.replace(page.find(policy), policy.size(), policy + " img-src data:;");
    }

private:
    std::string title() const {
        const WorkRevision* revision = story_.record.latest();
        const std::string site = revision == nullptr ? "" : revision->content.site_name;
        return catalogue_.tr("packet.title", {{"site", site.empty() ? story_.organisation.name : site}});
    }
    Markup at(Instant instant) const { return instant.utc_ms == 0 ? Markup("–") : moment_in_words(catalogue_, story_.zone(), instant); }
    std::string words(const char* key) const { return std::string(catalogue_.tr(key)); }
    std::string words(const std::string& key) const { return std::string(catalogue_.tr(key)); }

    void write_work(const WorkRecorded& work) {
        const Organisation& client = story_.organisation;
        html_.chapter(words("packet.work"));
        const auto party = [](const std::string& name, const std::string& address, const std::string& number) {
            std::string text = name;
            for (const std::string& more : {address, number}) text += more.empty() ? "" : "\n" + more;
            return text;
        };
        html_.facts({{words("packet.client"), party(client.name, client.address, client.tax_number)},
                     {words("packet.provider"), party(client.provider_name, client.provider_address, client.provider_tax_number)},
                     {words("packet.agreement"), work.agreement_number},
                     {words("packet.place"), work.site_name},
                     {words("packet.technician"), work.technician_name.empty() ? story_.person(work.technician) : work.technician_name},
                     {words("packet.planned"), both(work.planned_start, work.planned_end)},
                     {words("packet.actual"), both(work.started_at, work.ended_at)},
                     {words("packet.worked"), format_duration(catalogue_, work.worked)},
                     {words("packet.summary"), work.summary}});
    }

    Markup both(Instant from, Instant to) const {
        if (from.utc_ms == 0) return "–";
        Markup text = at(from);
        text += " – ";
        text += at(to);
        return text;
    }

    void write_items(const WorkRecorded& work) {
        if (work.items.empty()) return;
        HtmlTable table{
            words("packet.items"), {words("packet.item"), words("packet.place"), words("packet.checks"), words("packet.findings")}, {}};
        for (const WorkItem& item : work.items) {
            std::string findings;
            for (const std::string& finding : item.findings) findings += (findings.empty() ? "" : "\n") + finding;
            table.rows.push_back(
                {item.name, item.place, std::to_string(item.checks_ok) + " / " + std::to_string(item.checks_total), findings});
        }
        html_.table(table);
    }

    void write_checks() {
        if (!story_.visit || story_.visit->checklist.empty()) return;
        html_.chapter(words("packet.checklist"));
        HtmlTable table{
            words("packet.checklist"), {words("packet.item"), words("packet.check"), words("packet.result"), words("packet.note")}, {}};
        for (const AssetChecks& asset : story_.visit->checklist) {
            for (const CheckState& check : asset.checks) {
                table.rows.push_back(
                    {asset.name, check.planned.title, words("packet.result_" + std::string(check_result_name(check.result))), check.note});
            }
        }
        html_.table(table);
    }

    void write_times() {
        if (!story_.visit) return;
        const Visit& visit = *story_.visit;
        html_.chapter(words("packet.times"));
        html_.facts({{words("packet.arrival"), at(visit.arrived_at.value_or(Instant{}))},
                     {words("packet.departure"), at(visit.departed_at.value_or(Instant{}))}});
        std::vector<Markup> lines;
        for (const TimeEntry& entry : visit.time_entries) {
            lines.push_back(format_duration(catalogue_, entry.spent) + (entry.description.empty() ? "" : ": " + entry.description));
        }
        for (const std::string& note : visit.notes) lines.push_back(note);
        html_.list(lines);
    }

    void write_files() {
        if (story_.attachments.empty()) return;
        html_.chapter(words("packet.files"));
        for (const Attachment& attachment : story_.attachments) {
            const AttachmentAdded& content = attachment.content;
            const auto bytes = packet_.files.find(to_hex(content.sha256));
            const std::string caption = content.name + ", " + std::to_string(content.bytes) + " B, SHA-256 " + to_hex(content.sha256);
            if (bytes == packet_.files.end()) {
                html_.paragraph(caption + ": " + words("packet.file_missing"));
                continue;
            }
            const std::string data = "data:" + escape_html(content.media_type) + ";base64," + to_base64(bytes->second);
            const std::string name = escape_html(content.name);
            const std::string shown = content.picture() ? "<img style=\"max-width:100%\" alt=\"" + name + "\" src=\"" + data + "\">"
                                                        : "<a download=\"" + name + "\" href=\"" + data + "\">" + name + "</a>";
            html_.figure(Markup::of_html(shown), caption);
        }
    }

    // The sheet is twice as wide as high.
    Markup ink(const Signature& signature, const std::string& name) const {
        std::string svg = "<svg viewBox=\"0 0 10000 5000\" width=\"320\" height=\"160\" role=\"img\" aria-label=\"" + escape_html(name) +
                          "\" fill=\"none\" stroke=\"#1b1f24\" stroke-linecap=\"round\">";
        for (const auto& stroke : signature.strokes) {
            std::string points;
            for (const InkPoint& point : stroke) points += std::to_string(point.x) + "," + std::to_string(point.y) + " ";
            const int width = stroke.empty() ? 30 : stroke.front().width;
            svg += "<polyline stroke-width=\"" + std::to_string(width) + "\" points=\"" + points + "\"/>";
        }
        return Markup::of_html(svg + "</svg>");
    }

    void write_confirmations() {
        html_.chapter(words("packet.confirmation"));
        for (const VerificationEntry& entry : story_.record.verifications) {
            const WorkVerified& content = entry.content;
            Facts facts{{words("packet.decision"), words("packet.decision_" + std::string(decision_name(content.decision)))},
                        {words("packet.signer"), content.contact_name},
                        {words("packet.remark"), content.remark.empty() ? std::string("–") : content.remark},
                        {words("packet.signed_at"), at(entry.verified_at)},
                        {words("packet.received_at"), at(entry.received_at.value_or(Instant{}))},
                        {words("packet.how"), words(how(content.signed_on))},
                        {words("packet.record_digest"), Markup::code(to_hex(content.record_digest))}};
            if (!content.signature.typed_name.empty()) facts.push_back({words("packet.typed_name"), content.signature.typed_name});
            if (!story_.record.counts(entry)) facts.push_back({words("packet.counts"), words("packet.does_not_count")});
            html_.facts(facts);
            if (!content.signature.strokes.empty()) html_.figure(ink(content.signature, content.contact_name), content.contact_name);
        }
    }

    static const char* how(SignedOn place) {
        switch (place) {
            case SignedOn::own_session:
                return "packet.how_own_session";
            case SignedOn::technicians_device:
                return "packet.how_technicians_device";
            case SignedOn::two_devices:
                return "packet.how_two_devices";
        }
        return "";
    }

    void write_entries() {
        html_.chapter(words("packet.entries"));
        html_.paragraph(catalogue_.tr("packet.entries_of", {{"shown", static_cast<std::int64_t>(story_.entries.size())},
                                                            {"all", static_cast<std::int64_t>(packet_.log.size())}}));
        html_.facts(
            {{words("packet.stream"), Markup::code(packet_.stream.value)}, {words("packet.head"), Markup::code(to_hex(packet_.head()))}});
        HtmlTable table{words("packet.entries"),
                        {words("packet.number"), words("packet.entry"), words("packet.author"), words("packet.made_at"),
                         words("packet.received_at"), words("packet.key")},
                        {}};
        for (const PacketStory::Entry& entry : story_.entries) {
            const Envelope& envelope = entry.event.envelope;
            const bool by_server = envelope.actor.value == server_author;
            const std::string key = entry.authorship == Authorship::signed_by_key && entry.key ? to_hex(*entry.key).substr(0, 16)
                                    : by_server                                                ? words("packet.by_server")
                                                                                               : words("packet.unsigned");
            table.rows.push_back({std::to_string(entry.event.placement->seq), envelope.type,
                                  by_server ? words("packet.by_server") : story_.person(envelope.actor), at(envelope.occurred_at),
                                  at(entry.event.placement->received_at), Markup::code(key)});
        }
        html_.table(table);
    }

    void write_meaning() {
        html_.chapter(words("packet.meaning"));
        html_.paragraph(words("packet.how_to_check"));
        html_.part(words("packet.proved"));
        html_.list({words("packet.proves_bytes"), words("packet.proves_keys"), words("packet.proves_files"), words("packet.proves_place")});
        html_.part(words("packet.not_proved"));
        html_.list({words("packet.proves_not_person"), words("packet.proves_not_time"), words("packet.proves_not_all"),
                    words("packet.proves_not_server")});
    }

    const SealedPacket& packet_;
    const PacketStory& story_;
    const Catalogue& catalogue_;
    HtmlDocument html_;
};

}  // namespace

std::string packet_page(const SealedPacket& packet, const PacketStory& story, const Catalogue& catalogue) {
    return Page(packet, story, catalogue).write();
}

Digest words_of_page(const Catalogue& catalogue) {
    std::string words;
    for (const std::string_view key : catalogue.keys()) {
        if (key.substr(0, 7) != "packet." && key.substr(0, 5) != "time.") continue;
        words.append(key).append("\n");
        for (const std::string& form : catalogue.forms(key)) words.append(form).append("\n");
    }
    return sha256(words);
}

}  // namespace countersign
