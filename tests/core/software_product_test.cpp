// Software products: licences against installations, current versions (requirements.md C1).
#include "core/domain/software_product.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Shelf : Company {
    SubjectLog<SoftwareProduct> log{*this, fixed_id(60)};
    std::vector<AssetCard> cards;

    std::string staff(const SoftwareProductCommand& command) { return log.run(story.technician, command); }
    std::string list(bool needs_licence = true) { return staff(ListProduct{{"Office 2024", "Microsoft", needs_licence}}); }
    std::string buy(std::int32_t count, std::optional<LocalDate> until) {
        return staff(RecordLicence{{count, {2025, 1, 1}, until, "FV 12/2025"}});
    }
    void install(int computers, const std::string& version) {
        for (int i = 0; i < computers; ++i) {
            AssetCard card;
            card.id = {fixed_id(static_cast<std::uint8_t>(100 + cards.size()))};
            card.software[{fixed_id(60)}] = {version, {2025, 6, 1}};
            cards.push_back(card);
        }
    }
    std::vector<const AssetCard*> all() const {
        std::vector<const AssetCard*> pointers;
        for (const AssetCard& card : cards) pointers.push_back(&card);
        return pointers;
    }
    LicenceCount count(LocalDate date) const { return count_licences(log.state(), all(), date); }
};

}  // namespace

TEST_CASE("the shortfall is what is installed beyond the licences valid on the day") {
    Shelf shelf;
    REQUIRE(shelf.list() == "");
    REQUIRE(shelf.buy(10, {}) == "");
    REQUIRE(shelf.buy(5, LocalDate{2025, 12, 31}) == "");
    shelf.install(12, "16.0");
    CHECK(shelf.count({2024, 12, 31}).legal == 0);
    CHECK(shelf.count({2025, 12, 31}).legal == 15);
    CHECK(shelf.count({2025, 12, 31}).shortfall() == 0);
    CHECK(shelf.count({2026, 1, 1}).shortfall() == 2);
    shelf.cards.front().retired_on = LocalDate{2026, 1, 1};
    CHECK(shelf.count({2026, 1, 1}).shortfall() == 1);
}

TEST_CASE("a licence that ended counts no more from that day on") {
    Shelf shelf;
    REQUIRE(shelf.list() == "");
    REQUIRE(shelf.buy(10, {}) == "");
    const EventId licence = shelf.log.last();
    CHECK(shelf.staff(EndLicence{{{fixed_id(88)}, {2026, 2, 1}, "Sprzedana"}}) == "refusal.licence.unknown");
    CHECK(shelf.staff(EndLicence{{licence, {2026, 2, 1}, ""}}) == "refusal.licence.end_reason_missing");
    REQUIRE(shelf.staff(EndLicence{{licence, {2026, 2, 1}, "Sprzedana"}}) == "");
    CHECK(shelf.count({2026, 1, 31}).legal == 10);
    CHECK(shelf.count({2026, 2, 1}).legal == 0);
    CHECK(shelf.staff(EndLicence{{licence, {2026, 3, 1}, "Sprzedana"}}) == "refusal.licence.ended");
}

TEST_CASE("free software has no shortfall") {
    Shelf shelf;
    REQUIRE(shelf.list(false) == "");
    shelf.install(3, "1");
    CHECK(shelf.count({2026, 1, 1}).shortfall() == 0);
}

TEST_CASE("versions are compared number by number") {
    CHECK(is_older_version("2025.9", "2025.10"));
    CHECK_FALSE(is_older_version("2025.10", "2025.9"));
    CHECK_FALSE(is_older_version("2025.4", "2025.4"));
    CHECK(is_older_version("2025.4", "2025.4.1"));
    CHECK(is_older_version("24H1", "24H2"));
    CHECK_FALSE(is_older_version("16.0", "9.9"));
    CHECK_FALSE(is_older_version("1.02", "1.2"));
    CHECK_FALSE(is_older_version("1.2", "1.02"));
    CHECK(is_older_version("1.0-beta", "1.0-rc"));
}

TEST_CASE("an installation is behind when its version is older than the current one; a newer one is not") {
    Shelf shelf;
    CHECK(shelf.staff(RecordProductVersion{{"16.2", {2026, 1, 5}}}) == "refusal.subject.unknown");
    REQUIRE(shelf.list() == "");
    shelf.install(1, "16.1");
    shelf.install(1, "16.2");
    shelf.install(1, "16.3");
    CHECK(behind(shelf.log.state(), shelf.all()).empty());
    REQUIRE(shelf.staff(RecordProductVersion{{"16.2", {2026, 1, 5}}}) == "");
    CHECK(behind(shelf.log.state(), shelf.all()) == std::vector{shelf.cards.front().id});
    REQUIRE(shelf.staff(RecordProductVersion{{"16.1", {2025, 11, 5}}}) == "");
    CHECK(shelf.log.state().current->current_version == "16.2");
}

TEST_CASE("a licence has a count, a proof, and does not end before it begins") {
    Shelf shelf;
    CHECK(shelf.buy(1, {}) == "refusal.subject.unknown");
    REQUIRE(shelf.list() == "");
    CHECK(shelf.buy(0, {}) == "refusal.licence.count");
    CHECK(shelf.buy(1, LocalDate{2024, 12, 31}) == "refusal.licence.ends_before_start");
    CHECK(shelf.staff(RecordLicence{{1, {2025, 1, 1}, {}, ""}}) == "refusal.licence.proof_missing");
    CHECK(shelf.staff(ListProduct{{"", "", true}}) == "refusal.product.name_missing");
    CHECK(shelf.staff(RecordProductVersion{{"", {2026, 1, 5}}}) == "refusal.product.version_missing");
}
