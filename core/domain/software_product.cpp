// Software product: counting, rules, folding, JSON.
#include "core/domain/software_product.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::int32_t licences_max = 1'000'000;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Takes the digits from the front of a version, without leading zeros, so that longer means greater.
std::string_view take_number(std::string_view& version) {
    std::size_t length = 0;
    while (length < version.size() && is_digit(version[length])) ++length;
    std::string_view number = version.substr(0, length);
    version.remove_prefix(length);
    while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
    return number;
}

Admission admit_licence(const SoftwareProduct& state, const LicenceAcquired& body) {
    if (!state.listed) return refuse("refusal.subject.unknown");
    if (body.count < 1 || body.count > licences_max) return refuse("refusal.licence.count");
    if (body.valid_until && *body.valid_until < body.valid_from) return refuse("refusal.licence.ends_before_start");
    return require_text(body.proof, "refusal.licence.proof_missing");
}

template <typename Licences>
auto find_licence(Licences& licences, const EventId& event) {
    return std::find_if(licences.begin(), licences.end(), [&](const Licence& licence) { return licence.event == event; });
}

}  // namespace

bool Licence::valid_on(LocalDate date) const {
    return content.valid_from <= date && !is_over(content.valid_until, date) && !(ended_on && *ended_on <= date);
}

std::int64_t SoftwareProduct::legal_on(LocalDate date) const {
    std::int64_t legal = 0;
    for (const Licence& licence : licences) {
        if (licence.valid_on(date)) legal += licence.content.count;
    }
    return legal;
}

LicenceCount count_licences(const SoftwareProduct& product, const std::vector<const AssetCard*>& cards, LocalDate date) {
    if (!product.needs_licence) return {};
    const auto installed =
        std::count_if(cards.begin(), cards.end(), [&](const AssetCard* card) { return card->installed(product.id) != nullptr; });
    return {product.legal_on(date), installed};
}

bool is_older_version(std::string_view version, std::string_view other) {
    while (!version.empty() && !other.empty()) {
        if (is_digit(version.front()) && is_digit(other.front())) {
            const std::string_view number = take_number(version);
            const std::string_view other_number = take_number(other);
            if (number.size() != other_number.size()) return number.size() < other_number.size();
            if (number != other_number) return number < other_number;
        } else {
            if (version.front() != other.front()) return version.front() < other.front();
            version.remove_prefix(1);
            other.remove_prefix(1);
        }
    }
    return version.empty() && !other.empty();
}

std::vector<AssetId> behind(const SoftwareProduct& product, const std::vector<const AssetCard*>& cards) {
    std::vector<AssetId> assets;
    if (!product.current) return assets;
    for (const AssetCard* card : cards) {
        const InstalledSoftware* installed = card->installed(product.id);
        if (installed != nullptr && is_older_version(installed->version, product.current->current_version)) assets.push_back(card->id);
    }
    return assets;
}

Admission admit(const SoftwareProduct& state, const SoftwareProductEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const ProductListed& body) -> Admission {
                              // Listed again, it is renamed.
                              return require_text(body.name, "refusal.product.name_missing", 200);
                          },
                          [&](const ProductVersionReleased& body) -> Admission {
                              if (!state.listed) return refuse("refusal.subject.unknown");
                              return require_text(body.current_version, "refusal.product.version_missing", 100);
                          },
                          [&](const LicenceAcquired& body) { return admit_licence(state, body); },
                          [&](const LicenceEnded& body) -> Admission {
                              const auto licence = find_licence(state.licences, body.licence);
                              if (licence == state.licences.end()) return refuse("refusal.licence.unknown");
                              if (licence->ended_on) return refuse("refusal.licence.ended");
                              return require_text(body.reason, "refusal.licence.end_reason_missing");
                          },
                      },
                      event);
}

void apply(SoftwareProduct& state, const SoftwareProductEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const ProductListed& body) {
                       state.listed = true;
                       state.name = body.name;
                       state.vendor = body.vendor;
                       state.needs_licence = body.needs_licence;
                       entry.text = body.name;
                   },
                   [&](const ProductVersionReleased& body) {
                       if (!state.current || state.current->on <= body.on) state.current = body;
                       entry.text = body.current_version;
                   },
                   [&](const LicenceAcquired& body) {
                       state.licences.push_back({stored.envelope.id, body});
                       entry.text = body.proof;
                   },
                   [&](const LicenceEnded& body) {
                       const auto licence = find_licence(state.licences, body.licence);
                       if (licence != state.licences.end()) licence->ended_on = body.on;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<SoftwareProductEvent>, Refusal> decide(const SoftwareProduct& state, const SoftwareProductCommand& command,
                                                          const Context& context) {
    return decided(state, std::visit([](const auto& c) -> SoftwareProductEvent { return c.details; }, command), context);
}

Json ProductListed::to_json() const { return {{"name", name}, {"vendor", vendor}, {"needs_licence", needs_licence}}; }

ProductListed ProductListed::from_json(FieldReader& fields) {
    return {fields.text("name"), fields.text_or("vendor", ""), fields.boolean_or("needs_licence", true)};
}

Json ProductVersionReleased::to_json() const { return {{"version", current_version}, {"on", to_iso_text(on)}}; }

ProductVersionReleased ProductVersionReleased::from_json(FieldReader& fields) { return {fields.text("version"), read_date(fields, "on")}; }

Json LicenceAcquired::to_json() const {
    return {{"count", count}, {"valid_from", to_iso_text(valid_from)}, {"valid_until", date_json(valid_until)}, {"proof", proof}};
}

LicenceAcquired LicenceAcquired::from_json(FieldReader& fields) {
    return {read_count(fields, "count", 0, 1, licences_max), read_date(fields, "valid_from"), read_optional_date(fields, "valid_until"),
            fields.text_or("proof", "")};
}

Json LicenceEnded::to_json() const { return {{"licence", licence.value}, {"on", to_iso_text(on)}, {"reason", reason}}; }

LicenceEnded LicenceEnded::from_json(FieldReader& fields) {
    return {fields.id<EventId>("licence"), read_date(fields, "on"), fields.text("reason")};
}

}  // namespace countersign
