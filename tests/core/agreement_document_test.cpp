// The agreement as a page: nothing of the terms is left out, in any language (requirements.md A1 to A12, N4, N13).
#include "core/document/agreement_document.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "core/domain/read_fields.hpp"
#include "tests/core/html_check.hpp"
#include "tests/core/i18n_catalogues.hpp"

using namespace countersign;

namespace {

Json complete() {
    std::ifstream file("tests/scenarios/agreements/complete.json");
    REQUIRE_MESSAGE(file.good(), "the tests run from the root of the repository");
    std::stringstream text;
    text << file.rdbuf();
    return *parse_json(text.str());
}

constexpr const char* what_the_example_leaves_out = R"({
  "terms": {
    "calendars": { "office": {
      "holidays": ["2026-12-28"],
      "days": { "2026-12-24": [["09:00", "12:00"]], "2026-12-31": [] },
      "week": { "sat": [["22:00", "06:00"]] } } },
    "levels": { "priorities": { "normal": { "next_response": { "kind": "working_minutes", "amount": 480 } } } },
    "term": { "notice_days": 3 },
    "deemed_accepted_days": 5,
    "clauses": { "data <protection>": "By a contract of its own" }
  },
  "commercial": { "discount_permille": 25, "termination_fee_minor": 100000, "occasional_per_hour_minor": 22000,
    "agreement_price": { "fee_minor": 180000, "minutes_per_month": 540 } }
})";

/// The complete example with every part that it leaves out: then each field there is stands in it.
Json with_every_field() {
    Json agreement = complete();
    agreement.merge_patch(*parse_json(what_the_example_leaves_out));
    agreement["terms"]["visits"][0]["schedule"]["last"] = "2026-12-28";
    agreement["terms"]["visits"].push_back(*parse_json(R"({"site": "duty", "schedule": {"rhythm": "nth_weekday_of_month", "n": 2,
        "weekday": "wed", "at": "09:00", "first": "2026-01-01", "holidays": "skip"}})"));
    agreement["commercial"]["credits"]["rules"].push_back(*parse_json(R"({"id": "up", "measure": "arrival",
        "basis": "per_missed_month", "threshold_percent_thousandths": 99000, "amount_minor": 5000})"));
    return agreement;
}

struct Read {
    AgreementTerms terms;
    CommercialTerms commercial;
    Json json() const { return {{"terms", terms.to_json()}, {"commercial", commercial.to_json()}}; }
};

/// Nothing when the rules refuse it.
std::optional<Read> read(const Json& agreement) {
    FieldReader term_fields(agreement.at("terms"));
    FieldReader commercial_fields(agreement.at("commercial"));
    Read result{AgreementTerms::from_json(term_fields), CommercialTerms::from_json(commercial_fields)};
    if (term_fields.problem() || commercial_fields.problem()) return std::nullopt;
    return result;
}

std::string document_of(const Read& read, const Catalogue& catalogue) {
    const auto clock = AgreementClock::of(read.terms);
    REQUIRE(clock.ok());
    return agreement_document(catalogue, {.agreement = *clock, .commercial = &read.commercial});
}

/// Other values that a field may take; the first that the rules accept is tried.
std::vector<Json> others(const Json& value) {
    if (value.is_boolean()) return {!value.get<bool>()};
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return {number + 1, number - 1, number + 60};
    }
    const auto text = value.get<std::string>();
    std::vector<Json> candidates;
    if (const auto date = parse_local_date(text)) candidates.emplace_back(to_iso_text(add_days(*date, 1)));
    if (const auto instant = parse_timestamp(text)) candidates.emplace_back(to_timestamp(*instant + Milliseconds{60'000}));
    if (const auto time = parse_local_time(text)) candidates.emplace_back(to_iso_text(LocalTime{(time->hour + 1) % 24, 5}));
    for (const char* word : {"prepaid",
                             "mon",
                             "tue",
                             "nth_weekday_of_month",
                             "every_n_weeks",
                             "keep",
                             "stop",
                             "negative",
                             "critical",
                             "high",
                             "arrival",
                             "resolution",
                             "per_breach",
                             "per_missed_month",
                             "EUR",
                             "CZ",
                             "working_days",
                             "real_minutes",
                             "working_minutes",
                             "Europe/Prague"}) {
        if (text != word) candidates.emplace_back(word);
    }
    candidates.emplace_back(text + "x");
    return candidates;
}

struct FieldCheck {
    const Catalogue& catalogue;
    Json original;
    std::string document;
    int changed = 0;
    int removed = 0;

    /// Whether the rules take the changed agreement as another one than the original; then its document must be another one too.
    bool tried(const Json& agreement, const std::string& where) {
        const auto other = read(agreement);
        if (!other || other->json() == original) return false;
        CAPTURE(where);
        CHECK(document_of(*other, catalogue) != document);
        return true;
    }

    void visit(const Json::json_pointer& pointer) {
        const Json& value = original.at(pointer);
        if (!value.is_structured()) {
            for (const Json& other : others(value)) {
                Json agreement = original;
                agreement[pointer] = other;
                if (!tried(agreement, pointer.to_string() + " = " + other.dump())) continue;
                ++changed;
                return;
            }
            FAIL_CHECK("no other value found for ", pointer.to_string());
            return;
        }
        if (value == Json{{"kind", "none"}}) {
            // A promise that is none has no amount, so it can only become another one as a whole.
            Json agreement = original;
            agreement[pointer] = {{"kind", "working_days"}, {"amount", 2}};
            CHECK(tried(agreement, "a promise at " + pointer.to_string()));
            ++changed;
            return;
        }
        for (const auto& [key, child] : value.items()) {
            const auto place = value.is_array() ? pointer / static_cast<std::size_t>(std::stoul(key)) : pointer / key;
            Json agreement = original;
            Json& parent = agreement[pointer];
            if (parent.is_array()) {
                parent.erase(static_cast<std::size_t>(std::stoul(key)));
            } else {
                parent.erase(key);
            }
            if (tried(agreement, "without " + place.to_string())) ++removed;
            visit(place);
        }
    }
};

}  // namespace

TEST_CASE("nothing of the terms is left out: whichever field is changed or taken away, the document changes") {
    const Catalogue catalogue = real_catalogue(Language::pl);
    const auto agreement = read(with_every_field());
    REQUIRE(agreement.has_value());
    FieldCheck check{catalogue, agreement->json(), document_of(*agreement, catalogue)};
    check.visit(Json::json_pointer("/terms"));
    check.visit(Json::json_pointer("/commercial"));
    CHECK(check.changed > 190);
    CHECK(check.removed > 60);
}

TEST_CASE("N4: the agreement is whole in every language, and what the parties wrote stands as they wrote it") {
    const auto agreement = read(with_every_field());
    REQUIRE(agreement.has_value());
    std::size_t chapters = 0;
    for (const Language language : all_languages) {
        const std::string html = document_of(*agreement, real_catalogue(language));
        check_document(html, std::string(language_code(language)));
        CHECK(html.find("Północ IT sp. z o.o.") != std::string::npos);
        CHECK(html.find("data &lt;protection&gt;") != std::string::npos);
        if (chapters == 0) chapters = count_of(html, "<h2 ");
        CHECK(count_of(html, "<h2 ") == chapters);
    }
    CHECK(chapters == 13);
}

TEST_CASE("what was agreed is told in words") {
    Json agreement = with_every_field();
    agreement["terms"]["visits"].push_back(agreement["terms"]["visits"][1]);
    agreement["terms"]["visits"][2]["schedule"]["n"] = -1;
    const std::string html = document_of(*read(agreement), real_catalogue(Language::en));
    for (const std::string said :
         {"<dt>Monday–Friday</dt><dd>9:00–17:00</dd>", "<dt>Saturday</dt><dd>22:00–6:00 (ends the next day)</dd>",
          "<dt>Sunday</dt><dd>free</dd>", "<dt>free public holidays</dt><dd>those of Poland</dd>", "<dt>Sunday</dt><dd>2:00–6:00</dd>",
          "<dd>no window</dd>", ": 9:00–12:00", ": free", "every 2\u00a0weeks on Monday", "2nd Wednesday of each month",
          "last Wednesday of each month", "8\u00a0h of working time", "2\u00a0h, counted day and night",
          "by the end of the next working day", "by the end of the 5th working day after the report",
          // 0.5 % of 30 days (43,200 min) are 216 min.
          "At least 99.5% of each month; in a month of 30 days that is at most 3\u00a0h 36\u00a0min of downtime",
          // 160.00 and with 23 % VAT 196.80; after hours twice as much.
          "PLN\u00a0160.00</td><td class=\"number\">PLN\u00a0196.80", "(+100%)</th><td class=\"number\">PLN\u00a0320.00",
          "31\u00a0December 2026", "5% of the month’s fee", "PLN\u00a050.00", "2.5%"}) {
        CAPTURE(said);
        CHECK(html.find(said) != std::string::npos);
    }
}

TEST_CASE("N13: an example shows what it states beside what the terms give, and says when the two differ") {
    Json agreement = complete();
    const Catalogue catalogue = real_catalogue(Language::en);
    const std::string friday = "<td><time datetime=\"2026-06-08T15:30:00+02:00\">Mon 8\u00a0Jun 2026 15:30</time></td>";
    const std::string holds = document_of(*read(agreement), catalogue);
    CHECK(count_of(holds, friday) == 2);
    CHECK(holds.find("This differs") == std::string::npos);
    agreement["terms"]["examples"][0]["due"] = "2026-06-08T15:31:00+02:00";
    const std::string differs = document_of(*read(agreement), catalogue);
    CHECK(differs.find("15:30</time>\n<strong>This differs from the example.</strong>") != std::string::npos);
}

TEST_CASE("a technician's copy says that the commercial terms are missing, and holds no price") {
    const auto agreement = read(complete());
    const auto clock = AgreementClock::of(agreement->terms);
    const std::string html = agreement_document(real_catalogue(Language::da), {.agreement = *clock});
    check_document(html, "da");
    CHECK(count_of(html, "De kommercielle vilkår er ikke en del af dette eksemplar.") == 2);
    CHECK(html.find("PLN") == std::string::npos);
}

TEST_CASE("A12: a version shows its signatures and the hashes they stand under, people and sites by their names") {
    const auto agreement = read(complete());
    AgreementVersion version;
    version.number = 2;
    version.takes_effect = {wall_milliseconds({{2026, 1, 31}, {23, 0}})};
    version.clock = std::make_shared<AgreementClock>(*AgreementClock::of(agreement->terms));
    version.commercial = digest_of(agreement->commercial);
    version.change = "Faster at <night>";
    const Instant signed_at{wall_milliseconds({{2026, 1, 2}, {9, 0}})};
    version.signatures = {{{"s1"}, Side::client, {"jan"}, "Jan <Kos>", SignedHow::paper, "Folder 7", signed_at},
                          {{"s2"}, Side::provider, {"marek"}, "Marek Lis", SignedHow::portal, "", signed_at}};
    AgreementToShow shown = to_show(version, &agreement->commercial);
    shown.names = {{"marek", "Marek Lis"}, {"duty", "Night duty"}};
    const std::string html = agreement_document(real_catalogue(Language::en), shown);
    check_document(html, "en");
    for (const Digest& digest : {digest_of(agreement->terms), digest_of(agreement->commercial), version.text_digest()})
        CHECK(html.find("<code>" + to_hex(digest) + "</code>") != std::string::npos);
    CHECK(html.find("<dt>version</dt><dd>2</dd>") != std::string::npos);
    CHECK(html.find("<time datetime=\"2026-02-01T00:00:00+01:00\">Sun 1\u00a0Feb 2026 0:00</time>") != std::string::npos);
    CHECK(html.find("Faster at &lt;night&gt;") != std::string::npos);
    CHECK(html.find("Marek Lis (account marek)") != std::string::npos);
    CHECK(html.find("Levels: Night duty, calendar always") != std::string::npos);
    CHECK(html.find("<tr><th scope=\"row\">Client</th><td>Jan &lt;Kos&gt;</td><td>jan</td><td><time datetime=\"2026-01-02T10:00:00+01:00\">"
                    "Fri 2\u00a0Jan 2026 10:00</time></td><td>on paper: Folder 7</td></tr>") != std::string::npos);
    CHECK(count_of(html, "in their own session in the portal") == 1);
    CHECK(html.find("Nobody has signed yet") == std::string::npos);
    version.signatures.clear();
    CHECK(agreement_document(real_catalogue(Language::en), to_show(version, nullptr)).find("Nobody has signed yet") != std::string::npos);
}

TEST_CASE("money stands in the form of each language") {
    const auto fee = [&](Language language, const char* currency) {
        Json json = complete();
        json["commercial"]["rates"]["currency"] = currency;
        return document_of(*read(json), real_catalogue(language));
    };
    CHECK(fee(Language::pl, "PLN").find("1\u00a0500,00\u00a0zł") != std::string::npos);
    CHECK(fee(Language::cs, "CZK").find("1\u00a0500,00\u00a0Kč") != std::string::npos);
    CHECK(fee(Language::da, "DKK").find("1.500,00\u00a0kr.") != std::string::npos);
    CHECK(fee(Language::en, "EUR").find("€1,500.00") != std::string::npos);
}
