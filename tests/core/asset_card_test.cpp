// Asset cards: details, warranty, software (requirements.md C1).
#include "core/domain/asset_card.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

const SoftwareProductId medica{fixed_id(60)};

struct Desk : Company {
    SubjectLog<AssetCard> log{*this, story.first_computer.value};

    std::string staff(const AssetCardCommand& command, LocalDate on = {2026, 6, 1}) { return log.run(story.technician, command, noon(on)); }
};

}  // namespace

TEST_CASE("a card holds what was entered last, down to the VPN of somebody who works elsewhere") {
    Desk desk;
    const AssetDetails details{
        "Lenovo", "T14", "PF-3X9", "Windows 11 24H2", "192.168.4.21", "Ewa Lis, Gniezno", "wg-klinika", LocalDate{2026, 3, 31}};
    CHECK(desk.staff(DescribeAsset{{{fixed_id(88)}, details}}) == "refusal.asset.unknown");
    REQUIRE(desk.staff(DescribeAsset{{desk.story.first_computer, details}}) == "");
    CHECK(desk.log.state().details == details);
    CHECK(desk.log.state().warranty({2026, 3, 31}) == Warranty::running);
    CHECK(desk.log.state().warranty({2026, 4, 1}) == Warranty::over);
    AssetDetails moved = details;
    moved.remote_worker.clear();
    moved.vpn.clear();
    moved.warranty_until.reset();
    REQUIRE(desk.staff(DescribeAsset{{desk.story.first_computer, moved}}) == "");
    CHECK(desk.log.state().details == moved);
    CHECK(desk.log.state().warranty({2026, 4, 1}) == Warranty::unknown);
    CHECK(desk.log.run(desk.story.contact, AssetCardCommand{RetireAsset{"x"}}) == "refusal.not_permitted");
}

TEST_CASE("of each software the version seen last holds, by the day it was seen and not by the day it arrived") {
    Desk desk;
    CHECK(desk.staff(RecordSoftwareSeen{medica, " "}) == "refusal.asset.version_missing");
    CHECK(desk.staff(RecordSoftwareRemoved{medica}) == "refusal.asset.software_not_installed");
    REQUIRE(desk.staff(RecordSoftwareSeen{medica, "2025.4"}, {2026, 6, 10}) == "");
    REQUIRE(desk.staff(RecordSoftwareSeen{medica, "2025.3"}, {2026, 6, 5}) == "");
    CHECK(desk.log.state().installed(medica)->version == "2025.4");
    REQUIRE(desk.staff(RecordSoftwareRemoved{medica}, {2026, 6, 12}) == "");
    CHECK(desk.log.state().installed(medica) == nullptr);
    REQUIRE(desk.staff(RecordSoftwareSeen{medica, "2025.4"}, {2026, 6, 11}) == "");
    CHECK(desk.log.state().installed(medica) == nullptr);
    REQUIRE(desk.staff(RecordSoftwareSeen{medica, "2026.1"}, {2026, 6, 20}) == "");
    CHECK(desk.log.state().installed(medica)->version == "2026.1");
}

TEST_CASE("a retired asset stays readable, has no software any more and is not described again") {
    Desk desk;
    REQUIRE(desk.staff(RecordSoftwareSeen{medica, "2025.4"}) == "");
    CHECK(desk.staff(RetireAsset{""}) == "refusal.asset.retire_reason_missing");
    REQUIRE(desk.staff(RetireAsset{"Dysk zniszczony komisyjnie"}) == "");
    CHECK(desk.log.state().retired_on == LocalDate{2026, 6, 1});
    CHECK(desk.log.state().installed(medica) == nullptr);
    CHECK(desk.log.state().software.size() == 1);
    CHECK(desk.staff(DescribeAsset{{desk.story.first_computer, {}}}) == "refusal.asset.retired");
}
