// Words and marks for visits, their checks, work records and verifications, in the reader's language and on the clocks of the client's
// sites.
#pragma once

#include <string>
#include <vector>

#include "web/app/portal.hpp"
#include "web/widgets/layout.hpp"
#include "web/widgets/status.hpp"

namespace countersign::screens {

std::string word_of(const app::Portal& portal, VisitKind kind);      // "Maintenance visit"
std::string word_of(const app::Portal& portal, VisitState state);    // "on site"
std::string word_of(const app::Portal& portal, CheckResult result);  // "Fault"
std::string word_of(const app::Portal& portal, Decision decision);   // "accepted with remarks"
std::string word_of(const app::Portal& portal, RecordStanding standing);
/// The title of a check, and that the visit before left it open.
std::string check_words(const app::Portal& portal, const PlannedCheck& check);

widgets::StateKind kind_of(VisitState state);
widgets::StateKind kind_of(RecordStanding standing);
/// A visit that has a work record stands where its record stands.
widgets::State state_of(const app::Portal& portal, const VisitRow& visit, const WorkRecordRow* record);

/// Left half: who did the work and when; right half: what the client made of it.
widgets::CountersignPair pair_of(app::Portal& portal, const WorkRecordRow& record);
/// "Łukasz Ś." and "G. Półtorak": short enough for a table, long enough to know them by.
std::string given_name_first(std::string_view name);
std::string surname_first(std::string_view name);

/// "Drukarnia Jaskółka, Hala główna"; without the client's name for the client's own people.
std::string place_words(app::Portal& portal, const OrganisationId& organisation, const SiteId& site);
/// "18 of 30 checks, 1 fault".
std::string checks_words(const app::Portal& portal, std::int64_t answered, std::int64_t total, std::int64_t faults);
/// "8:05–10:50" on the clocks of the client.
std::string hours_words(app::Portal& portal, const OrganisationId& organisation, Instant from, Instant to);
/// "today", "Mon 10 Nov".
std::string day_words(app::Portal& portal, const OrganisationId& organisation, Instant at);
/// "today 10:31".
std::string moment_words(app::Portal& portal, const OrganisationId& organisation, Instant at);
/// "10 November 2025", for documents.
std::string document_date(app::Portal& portal, const OrganisationId& organisation, Instant at);
/// Whole minutes from one moment to another, rounded down.
Minutes minutes_between(Instant from, Instant to);

/// The expectations that one event broke, in words.
std::vector<std::string> flag_words(const app::Portal& portal, const std::vector<Flag>& flags, const EventId& event);
void draw_flags(widgets::Ui& ui, const std::vector<std::string>& words);

/// Whether all of it has reached the server. Always one line, so that nothing below moves when that changes.
void draw_saved_state(widgets::Ui& ui, const app::Portal& portal, bool pending);
/// What went wrong with the last command, if anything.
void draw_trouble(widgets::Ui& ui, const app::Portal& portal);
/// Instead of a visit or record that this device does not hold.
void draw_not_here(widgets::Ui& ui, const app::Portal& portal, const std::string& back_href);

}  // namespace countersign::screens
