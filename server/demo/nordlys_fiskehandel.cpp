// Nordlys Fiskehandel: a fish trader in Esbjerg with an SLA agreement around the clock; Żaneta Gąsior is its permanent technician.
#include "server/demo/demo_client.hpp"

namespace countersign {

namespace {

std::vector<TicketStory> tickets() {
    using enum Who;
    return {
        {132,
         contact,
         3,
         3,
         "Serverrum: temperaturalarm, 31 °C",
         "Køleanlægget i serverrummet er stoppet. Vi har åbnet døren.",
         {assign(5, other_technician), start(7, other_technician),
          say(12, other_technician, "Jeg lukker de mindst vigtige maskiner ned nu og ringer til køleteknikeren."),
          say(58, contact, "Teknikeren er her om en halv time.")},
         {},
         1},
        {260,
         contact,
         2,
         3,
         "Vægten i hal 2 sender ikke data til lageret",
         "Vi skriver vægten på papir indtil videre.",
         {assign(15, other_technician), start(20, other_technician),
          pause(150, other_technician, "Afventer seriekablet fra leverandøren.")},
         {},
         1},
        {540,
         contact,
         2,
         2,
         "Labelprinteren skriver forkert dato",
         "Den står på gårsdagens dato efter strømafbrydelsen.",
         {assign(40, other_technician)},
         "Mads Kjær"},
        {1'150,
         second_contact,
         2,
         2,
         "Kan ikke åbne toldportalen",
         "Siden siger, at certifikatet er udløbet.",
         {assign(30, technician), say(50, technician, "Jeg bestiller et nyt certifikat. Det tager normalt under en dag."),
          start(60, technician)}},
        {700, contact, 1, 2, "Trådløst headset falder ud", "Kun på kontoret mod havnen.", {}},
        {1'900,
         contact,
         1,
         1,
         "Ny bærbar til indkøb",
         "Til Freja, fra næste måned.",
         {assign(100, other_technician), say(140, other_technician, "Jeg sender et forslag med to modeller.")}},
        {350,
         second_contact,
         1,
         2,
         "Delt kalender vises ikke på telefonen",
         "Gælder tre personer i salg.",
         {assign(60, technician), start(80, technician)}},
        {2'700,
         contact,
         2,
         3,
         "Sikkerhedskopien kører ind i arbejdstiden",
         "Systemet er langsomt indtil kl. 9.",
         {assign(10, other_technician), start(30, other_technician),
          resolve(1'300, other_technician, "Kopien starter nu kl. 22 og er færdig før kl. 3.")}},
        {4'300,
         contact,
         1,
         2,
         "Adgang til kameraerne på kajen",
         "For den nye driftsleder.",
         {assign(30, other_technician), start(45, other_technician), resolve(75, other_technician, "Adgang oprettet med læserettigheder."),
          accept(300, contact)}},
        {16'000,
         contact,
         2,
         2,
         "Opdatering af ordresystemet",
         "Helst en søndag.",
         {assign(60, technician), start(2'000, technician),
          spend(2'190, technician, WorkKind::remote, 140, "Opdatering, prøvekørsel og gennemgang"),
          resolve(2'200, technician, "Opdateret søndag kl. 6, testet med Freja."), accept(3'400, contact)}},
    };
}

std::vector<VisitStory> visits() {
    using enum Who;
    using enum VisitEnding;
    return {
        {-20, "9:00", "12:00", accepted, other_technician, 0, 130, {}, "Månedligt eftersyn uden bemærkninger."},
        {-6,
         "9:00",
         "12:00",
         with_remarks,
         other_technician,
         0,
         145,
         {{0, 1, "virusdefinitioner 6 dage gamle, opdateret på stedet"}},
         "Eftersyn af kontoret og lageret.",
         "Send venligst listen over udløbende licenser."},
        {0, "14:00", "16:00", planned, other_technician, 0},
        {3, "8:00", "10:00", planned, other_technician, 1},
        {10, "9:00", "12:00", planned, other_technician, 0},
    };
}

}  // namespace

DemoClient nordlys_fiskehandel(DemoWorld& world) {
    DemoClient client;
    client.details = {
        "Nordlys Fiskehandel ApS", "Auktionsgade 30, 6700 Esbjerg", "DK38127745", "DK", "Europe/Copenhagen", "da", {}, {}, {}};
    client.sites = {{"Kontor", "Auktionsgade 30, 6700 Esbjerg"}, {"Kølehus 2", "Dokvej 4, 6700 Esbjerg"}};
    client.assets = {{0, "KON-01", "computer", "Reception"},
                     {0, "KON-02", "laptop", "Freja, indkøb"},
                     {0, "SRV-01", "server", "Serverrum"},
                     {1, "LAG-01", "computer", "Vægten"}};
    client.checks = {"Sikkerhedskopi udført", "Antivirus og anti-spyware", "Lovlige programmer", "Midlertidige filer",
                     "Systemopdateringer"};
    client.contact = world.person("Søren Kjær", Role::contact_person, "contact3");
    client.contact.position = "driftsleder";
    client.contact.email = "soeren@nordlys-fiskehandel.example";
    client.contact.phone = "+45 55 50 01 18";
    client.contact_rights.may_verify_work = true;
    client.contact_rights.may_order_emergency_visit = true;
    client.second_contact = world.person("Freja Østergård", Role::contact_person);
    client.second_contact.position = "indkøbschef";
    client.second_contact.email = "freja@nordlys-fiskehandel.example";
    client.second_contact.phone = "+45 55 50 01 19";
    client.agreement.number = "UM-2024/026";
    client.agreement.title = "Serviceaftale døgnet rundt";
    client.agreement.mode = ServiceMode::sla;
    client.agreement.time_zone = "Europe/Copenhagen";
    client.agreement.valid_from = world.fixed({2024, 5, 1}, "0:00");
    client.agreement.levels = {{{{{24 * 60}, {96 * 60}}}, {{{8 * 60}, {48 * 60}}}, {{{2 * 60}, {8 * 60}}}, {{{30}, {4 * 60}}}}};
    client.agreement.allowance = {{12 * 60}, 1, {}};
    client.agreement.prices = demo_prices(Currency::dkk, 650'000, 85'000, 35'000, 250);
    client.agreement.prices.payment_method = "bankoverførsel";
    client.other_technician_is_permanent = true;
    client.visits = visits();
    client.tickets = tickets();
    return client;
}

}  // namespace countersign
