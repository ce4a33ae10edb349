// Asset card: rules, folding, JSON.
#include "core/domain/asset_card.hpp"

#include "core/base/overloaded.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Admission require_in_use(const AssetCard& state) {
    if (state.retired_on) return refuse("refusal.asset.retired");
    return {};
}

// An older note that arrives later changes nothing; of two of one day the later entry stands.
void fold_software(AssetCard& state, const SoftwareProductId& product, InstalledSoftware seen) {
    const auto [entry, is_new] = state.software.try_emplace(product, seen);
    if (!is_new && entry->second.seen_on <= seen.seen_on) entry->second = std::move(seen);
}

}  // namespace

const InstalledSoftware* AssetCard::installed(const SoftwareProductId& product) const {
    const auto found = software.find(product);
    return retired_on || found == software.end() || found->second.version.empty() ? nullptr : &found->second;
}

Warranty AssetCard::warranty(LocalDate today) const {
    if (!details.warranty_until) return Warranty::unknown;
    return is_over(details.warranty_until, today) ? Warranty::over : Warranty::running;
}

Admission admit(const AssetCard& state, const AssetCardEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const AssetDescribed& body) -> Admission {
                              if (auto in_use = require_in_use(state); !in_use) return in_use;
                              if (context.organisation != nullptr && context.organisation->asset(body.asset) == nullptr) {
                                  return refuse("refusal.asset.unknown");
                              }
                              return {};
                          },
                          [&](const SoftwareSeen& body) -> Admission {
                              if (auto in_use = require_in_use(state); !in_use) return in_use;
                              return require_text(body.installed_version, "refusal.asset.version_missing", 100);
                          },
                          [&](const SoftwareRemoved& body) -> Admission {
                              if (auto in_use = require_in_use(state); !in_use) return in_use;
                              if (state.installed(body.product) == nullptr) return refuse("refusal.asset.software_not_installed");
                              return {};
                          },
                          [&](const AssetRetired& body) -> Admission {
                              if (auto in_use = require_in_use(state); !in_use) return in_use;
                              return require_text(body.reason, "refusal.asset.retire_reason_missing");
                          },
                      },
                      event);
}

void apply(AssetCard& state, const AssetCardEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const AssetDescribed& body) {
                       state.described = true;
                       state.details = body.details;
                   },
                   [&](const SoftwareSeen& body) {
                       fold_software(state, body.product, {body.installed_version, body.on});
                       entry.text = body.installed_version;
                   },
                   [&](const SoftwareRemoved& body) {
                       fold_software(state, body.product, {{}, body.on});
                   },
                   [&](const AssetRetired& body) {
                       state.retired_on = body.on;
                       state.retire_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<AssetCardEvent>, Refusal> decide(const AssetCard& state, const AssetCardCommand& command, const Context& context) {
    const LocalDate on = today(context);
    AssetCardEvent event = std::visit(Overloaded{
                                          [](const DescribeAsset& c) -> AssetCardEvent { return c.details; },
                                          [&](const RecordSoftwareSeen& c) -> AssetCardEvent {
                                              return SoftwareSeen{c.product, c.installed_version, on};
                                          },
                                          [&](const RecordSoftwareRemoved& c) -> AssetCardEvent {
                                              return SoftwareRemoved{c.product, on};
                                          },
                                          [&](const RetireAsset& c) -> AssetCardEvent {
                                              return AssetRetired{on, c.reason};
                                          },
                                      },
                                      command);
    return decided(state, std::move(event), context);
}

Json AssetDescribed::to_json() const {
    return {{"asset", asset.value},
            {"vendor", details.vendor},
            {"model", details.model},
            {"serial", details.serial},
            {"operating_system", details.operating_system},
            {"network", details.network},
            {"remote_worker", details.remote_worker},
            {"vpn", details.vpn},
            {"warranty_until", date_json(details.warranty_until)}};
}

AssetDescribed AssetDescribed::from_json(FieldReader& fields) {
    AssetDescribed body;
    body.asset = fields.id<AssetId>("asset");
    body.details = {fields.text_or("vendor", ""),  fields.text_or("model", ""),
                    fields.text_or("serial", ""),  fields.text_or("operating_system", ""),
                    fields.text_or("network", ""), fields.text_or("remote_worker", ""),
                    fields.text_or("vpn", ""),     read_optional_date(fields, "warranty_until")};
    return body;
}

Json SoftwareSeen::to_json() const { return {{"product", product.value}, {"version", installed_version}, {"on", to_iso_text(on)}}; }

SoftwareSeen SoftwareSeen::from_json(FieldReader& fields) {
    return {fields.id<SoftwareProductId>("product"), fields.text("version"), read_date(fields, "on")};
}

Json SoftwareRemoved::to_json() const { return {{"product", product.value}, {"on", to_iso_text(on)}}; }

SoftwareRemoved SoftwareRemoved::from_json(FieldReader& fields) {
    return {fields.id<SoftwareProductId>("product"), read_date(fields, "on")};
}

Json AssetRetired::to_json() const { return {{"on", to_iso_text(on)}, {"reason", reason}}; }
AssetRetired AssetRetired::from_json(FieldReader& fields) { return {read_date(fields, "on"), fields.text("reason")}; }

}  // namespace countersign
