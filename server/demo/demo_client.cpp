// Playing a client's stories.
#include "server/demo/demo_client.hpp"

#include "core/domain/client_day.hpp"
#include "core/domain/commercial_agreement.hpp"
#include "core/domain/hours_account.hpp"
#include "core/domain/organisation.hpp"

#include <cmath>
#include <memory>

namespace countersign {

namespace {

constexpr std::array<const char*, 5> check_ids{"backup", "antivirus", "licences", "temporary_files", "updates"};

// What the steps of one client refer to while they are played.
struct Stage {
    DemoWorld& world;
    DemoProvider provider;
    DemoClient client;
    OrganisationId organisation;
    std::vector<SiteId> sites;
    std::vector<PlannedAsset> checklist;
    std::vector<std::size_t> site_of_asset;
    AgreementId agreement = {};

    const DemoPerson& person(Who who) const {
        switch (who) {
            case Who::contact:
                return client.contact;
            case Who::second_contact:
                return client.second_contact;
            case Who::reporter:
                return client.others.back();
            case Who::technician:
                return provider.technician;
            case Who::other_technician:
                return provider.other_technician;
            case Who::manager:
                return provider.manager;
        }
        return provider.technician;
    }
    Subject subject() const { return {Organisation::subject_kind, organisation.value}; }
    void act(const DemoPerson& who, const Subject& about, const Command& command) const { world.act(who, organisation, about, command); }
};
using SharedStage = std::shared_ptr<Stage>;

Contact contact_of(const DemoPerson& person, Contact rights) {
    rights.user = person.actor.user;
    rights.name = person.actor.name;
    rights.position = person.position;
    rights.email = person.email;
    rights.phone = person.phone;
    return rights;
}

StaffMember member_of(const DemoPerson& person, bool permanent) {
    return {person.actor.user, person.actor.name, person.actor.role, person.phone, permanent};
}

void sign_agreement(Stage& stage) {
    const DemoClient& client = stage.client;
    AgreementTerms terms = client.agreement.terms();
    terms.provider = {client.details.provider_name, client.details.provider_address, client.details.provider_tax_number};
    terms.client = {client.details.name, client.details.address, client.details.tax_number};
    terms.account_manager = stage.provider.manager.actor.user;
    const bool other = client.other_technician_is_permanent;
    terms.technician = (other ? stage.provider.other_technician : stage.provider.technician).actor.user;
    const auto named = [](const DemoPerson& person, const Contact& rights) {
        return NamedContact{person.actor.user, person.actor.name, rights.may_order_emergency_visit, rights.may_verify_work,
                            rights.may_sign_agreement};
    };
    terms.contacts = {named(client.contact, client.contact_rights), named(client.second_contact, client.second_contact_rights)};
    stage.agreement = {stage.world.id()};
    const Subject agreement{Agreement::subject_kind, stage.agreement.value};
    const DemoPerson& manager = stage.provider.manager;
    stage.act(manager, {CommercialAgreement::subject_kind, stage.agreement.value},
              CommercialAgreementCommand{DraftCommercialTerms{client.agreement.prices}});
    stage.act(manager, agreement,
              AgreementCommand{DraftAgreementVersion{client.agreement.valid_from, std::move(terms), digest_of(client.agreement.prices)}});
    stage.act(manager, agreement, AgreementCommand{RecordPaperSignature{Side::provider, manager.actor.name, client.agreement.number}});
    stage.act(manager, agreement, AgreementCommand{RecordPaperSignature{Side::client, client.contact.actor.name, client.agreement.number}});
}

void register_client(Stage& stage) {
    const DemoPerson& admin = stage.provider.administrator;
    DemoClient& client = stage.client;
    client.details.provider_name = stage.provider.name;
    client.details.provider_address = stage.provider.address;
    client.details.provider_tax_number = stage.provider.tax_number;
    stage.act(admin, stage.subject(), OrganisationCommand{RegisterOrganisation{client.details}});
    for (const DemoSite& site : client.sites) {
        stage.sites.push_back({stage.world.id()});
        stage.act(admin, stage.subject(), OrganisationCommand{AddSite{{stage.sites.back(), site.name, site.address}}});
    }
    const bool other = client.other_technician_is_permanent;
    stage.act(admin, stage.subject(), OrganisationCommand{AssignStaff{member_of(stage.provider.technician, !other)}});
    stage.act(admin, stage.subject(), OrganisationCommand{AssignStaff{member_of(stage.provider.other_technician, other)}});
    stage.act(admin, stage.subject(), OrganisationCommand{AssignStaff{member_of(stage.provider.manager, false)}});
    stage.act(admin, stage.subject(), OrganisationCommand{AssignStaff{member_of(admin, false)}});
    stage.act(admin, stage.subject(), OrganisationCommand{NameContact{contact_of(client.contact, client.contact_rights)}});
    stage.act(admin, stage.subject(), OrganisationCommand{NameContact{contact_of(client.second_contact, client.second_contact_rights)}});
    for (const DemoAsset& asset : client.assets) {
        const AssetId id{stage.world.id()};
        stage.act(admin, stage.subject(),
                  OrganisationCommand{RegisterAsset{{id, stage.sites[asset.site], asset.name, asset.kind, asset.place}}});
        PlannedAsset planned{id, asset.name, asset.kind, asset.place, {}};
        for (std::size_t i = 0; i < check_ids.size(); ++i) planned.checks.push_back({check_ids[i], client.checks[i]});
        stage.checklist.push_back(std::move(planned));
        stage.site_of_asset.push_back(asset.site);
    }
    sign_agreement(stage);
}

// A curve such as a pen leaves: loops that lean to the right, a flourish under them. Every name gets its own.
Signature signature_of(const std::string& name) {
    unsigned shape = 0;
    for (const char c : name) shape = shape * 31 + static_cast<unsigned char>(c);
    Signature signature;
    int time = 0;
    const auto pen = [&](std::vector<InkPoint>& stroke, double x, double y, double width) {
        stroke.push_back({static_cast<int>(x), static_cast<int>(y), static_cast<int>(width), time});
        time += 16;
    };
    double x = 1'500;
    for (int stroke_number = 0; stroke_number < 3; ++stroke_number) {
        std::vector<InkPoint> stroke;
        const double height = 700 + static_cast<double>((shape >> (4 * stroke_number)) % 9) * 60;
        for (int i = 0; i <= 36; ++i) {
            const double turn = i * 0.45;
            x += 42 + 30 * std::cos(turn * 1.3 + stroke_number);
            pen(stroke, x, 2'100 - height * std::sin(turn) * (i < 8 ? 1.5 : 0.55) - x * 0.03, 220 + 60 * std::sin(turn + 1));
        }
        signature.strokes.push_back(std::move(stroke));
        x += 180;
        time += 220;
    }
    std::vector<InkPoint> flourish;
    for (int i = 0; i <= 20; ++i) pen(flourish, 2'000 + i * 240, 2'750 - 120 * std::sin(i * 0.25), 180);
    signature.strokes.push_back(std::move(flourish));
    return signature;
}

struct PlayedVisit {
    VisitStory story;
    Subject visit, record;
    Instant starts_at, ends_at;
};

void plan_visit(const SharedStage& stage, const PlayedVisit& played) {
    const VisitStory& story = played.story;
    std::vector<PlannedAsset> checklist;
    for (std::size_t i = 0; i < stage->checklist.size(); ++i) {
        if (stage->site_of_asset[i] == story.site) checklist.push_back(stage->checklist[i]);
    }
    stage->act(stage->provider.manager, played.visit,
               VisitCommand{PlanVisit{VisitKind::maintenance, stage->sites[story.site], stage->person(story.technician).actor.user,
                                      played.starts_at, played.ends_at, checklist}});
}

void record_checks(const SharedStage& stage, const PlayedVisit& played) {
    const auto& visit = stage->world.state_of(played.visit).get<Visit>();
    const std::vector<AssetChecks> checklist = visit.checklist;
    for (std::size_t asset = 0; asset < checklist.size(); ++asset) {
        for (std::size_t check = 0; check < checklist[asset].checks.size(); ++check) {
            RecordCheck command{checklist[asset].asset, checklist[asset].checks[check].planned.id, CheckResult::ok};
            for (const DemoFinding& finding : played.story.findings) {
                if (finding.asset != asset || finding.check != check) continue;
                command.result = CheckResult::fault;
                command.note = finding.note;
            }
            stage->act(stage->person(played.story.technician), played.visit, VisitCommand{command});
        }
    }
}

void carry_out_visit(const SharedStage& stage, const PlayedVisit& played) {
    const DemoPerson technician = stage->person(played.story.technician);
    const auto on_visit = [=](VisitCommand command) { return [=] { stage->act(technician, played.visit, command); }; };
    DemoWorld& world = stage->world;
    world.at(played.starts_at + Minutes{5}.milliseconds(), on_visit(StartVisit{}));
    world.at(played.starts_at + Milliseconds{(played.ends_at - played.starts_at).count / 2}, [=] { record_checks(stage, played); });
    world.at(played.ends_at - Minutes{12}.milliseconds(), on_visit(RecordVisitTime{{played.story.minutes}, played.story.summary}));
    world.at(played.ends_at - Minutes{10}.milliseconds(), on_visit(EndVisit{}));
    world.at(played.ends_at - Minutes{8}.milliseconds(), [=] {
        const Visit visit = stage->world.state_of(played.visit).get<Visit>();
        stage->act(technician, played.record, WorkRecordCommand{RecordVisitWork{&visit, played.story.summary}});
    });
    if (played.story.ending == VisitEnding::to_verify) return;
    const bool remarks = played.story.ending == VisitEnding::with_remarks;
    world.at(played.ends_at + Minutes{95}.milliseconds(), [=] {
        const DemoPerson& signer = stage->client.contact;
        stage->act(signer, played.record,
                   WorkRecordCommand{VerifyWork{remarks ? Decision::accepted_with_remarks : Decision::accepted, played.story.remark,
                                                signer.actor.user, signature_of(signer.actor.name)}});
    });
}

void play_visit(const SharedStage& stage, const VisitStory& story) {
    DemoWorld& world = stage->world;
    const bool today = story.day == 0;
    PlayedVisit played{story,
                       {Visit::subject_kind, world.id()},
                       {WorkRecord::subject_kind, world.id()},
                       today ? world.day(0, story.from) : world.working_day(story.day, story.from),
                       today ? world.day(0, story.until) : world.working_day(story.day, story.until)};
    // Visits are planned a fortnight ahead, and in any case before the demo begins.
    const Instant planned_at =
        std::min(played.starts_at - Minutes{14 * 24 * 60}.milliseconds(), world.now() - Minutes{24 * 60}.milliseconds());
    world.at(planned_at, [=] { plan_visit(stage, played); });
    if (story.ending != VisitEnding::planned) carry_out_visit(stage, played);
}

void play_ticket(const SharedStage& stage, const TicketStory& story) {
    DemoWorld& world = stage->world;
    const Instant opened_at = world.now() - Minutes{story.minutes_ago}.milliseconds();
    const Subject ticket{Ticket::subject_kind, world.id()};
    const bool by_phone = !story.reporter_name.empty();
    world.at(opened_at, [=] {
        stage->act(stage->person(story.who), ticket,
                   TicketCommand{OpenTicket{story.title,
                                            story.description,
                                            by_phone ? Channel::phone : Channel::portal,
                                            stage->sites[story.site],
                                            {},
                                            {},
                                            story.reporter_name,
                                            story.impact,
                                            story.urgency}});
    });
    for (const TicketStep& step : story.steps) {
        world.at(opened_at + Minutes{step.minutes_later}.milliseconds(), [=] {
            TicketCommand command = step.command;
            if (std::holds_alternative<AssignTicket>(command)) {
                // Whoever is named gets the ticket; the account manager gives it out.
                stage->act(stage->provider.manager, ticket, TicketCommand{AssignTicket{stage->person(step.who).actor.user}});
            } else if (auto* time = std::get_if<RecordTicketTime>(&command)) {
                time->entry.worked_on = stage->world.today();
                stage->act(stage->person(step.who), ticket, command);
            } else {
                stage->act(stage->person(step.who), ticket, command);
            }
        });
    }
}

// It is valid from the day of the purchase on.
void buy_package(const SharedStage& stage, const DemoPackage& package) {
    const Entitlement bought{{stage->world.id()}, EntitlementKind::package, package.minutes, {}, {}};
    const PackagePrice* price = stage->client.agreement.prices.package_of(package.minutes);
    const std::int32_t months = price == nullptr ? 1 : price->valid_months;
    stage->world.at(stage->world.working_day(-package.days_ago, "9:00"), [=]() mutable {
        Entitlement valid = bought;
        valid.valid_from = stage->world.today();
        valid.valid_until = last_day_of_months(valid.valid_from, months);
        stage->act(stage->provider.manager, {HoursAccount::subject_kind, stage->agreement.value},
                   HoursAccountCommand{AddPackage{valid, package.name}});
    });
}

}  // namespace

CommercialTerms demo_prices(Currency currency, std::int64_t fee_minor, std::int64_t hour_minor, std::int64_t journey_minor,
                            std::int32_t vat_permille) {
    CommercialTerms terms;
    terms.rates = {currency, hour_minor, 100, journey_minor, vat_permille, demo_rounding};
    terms.fee_minor = fee_minor;
    // What is solved too late costs a twentieth of the month's fee, all of a month at most three tenths.
    if (fee_minor > 0)
        terms.credits = {{{"late", Measure::resolution, {Priority::high, Priority::critical}, CreditBasis::per_breach, 0, 0, 50}}, 300};
    return terms;
}

AgreementTerms DemoAgreement::terms() const {
    AgreementTerms terms;
    terms.number = number;
    terms.title = title;
    terms.mode = mode;
    terms.calendars["always"] = around_the_clock(time_zone);
    terms.levels.calendar = "always";
    const auto real = [](Minutes minutes) { return minutes.count > 0 ? Target::real(minutes) : Target::none(); };
    for (std::size_t i = 0; i < levels.size(); ++i) {
        terms.levels.by_priority[i].first_response = real(levels[i][0]);
        terms.levels.by_priority[i].resolution = real(levels[i][1]);
    }
    terms.hours.allowance = allowance;
    terms.hours.rounding = prices.rates.rounding;
    terms.hours.after_hours_percent = prices.rates.after_hours_percent;
    if (const auto zone = find_time_zone(time_zone)) terms.term.starts_on = to_local(**zone, valid_from).date;
    terms.term.months = terms.term.renewal_months = term_months;
    return terms;
}

std::vector<DemoPerson> play_client(DemoWorld& world, const DemoProvider& provider, DemoClient client) {
    const auto stage = std::make_shared<Stage>(Stage{world, provider, std::move(client), {world.id()}, {}, {}, {}, {}});
    std::vector<DemoPerson*> people{&stage->client.contact, &stage->client.second_contact};
    for (DemoPerson& other : stage->client.others) people.push_back(&other);
    for (DemoPerson* person : people) person->actor.organisations = {stage->organisation};

    register_client(*stage);
    for (const VisitStory& visit : stage->client.visits) play_visit(stage, visit);
    for (const TicketStory& ticket : stage->client.tickets) play_ticket(stage, ticket);
    for (const DemoPackage& package : stage->client.packages) buy_package(stage, package);

    std::vector<DemoPerson> result;
    for (const DemoPerson* person : people) result.push_back(*person);
    return result;
}

}  // namespace countersign
