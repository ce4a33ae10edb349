// Pekárna U Řeky: a bakery in Ostrava with a prepaid package: no time is guaranteed, so its tickets have no due times.
#include "server/demo/demo_client.hpp"

namespace countersign {

namespace {

std::vector<TicketStory> tickets() {
    using enum Who;
    return {
        {520,
         contact,
         2,
         2,
         "Pomalé přihlášení do účetnictví",
         "Trvá to dvě až tři minuty, hlavně ráno.",
         {assign(60, technician), start(120, technician),
          say(130, technician, "Databáze leží na starém disku. Navrhnu přesun, dejte mi čas do zítřka.")},
         {},
         1},
        {300,
         contact,
         2,
         3,
         "Pokladna na náměstí netiskne účtenky",
         "Displej funguje, tiskárna bliká.",
         {assign(25, other_technician)},
         "Věra Říhová"},
        {1'400,
         second_contact,
         1,
         2,
         "Nový e-mail pro rozvoz",
         "rozvoz@ na naší doméně, prosím.",
         {assign(90, technician), start(200, technician), pause(260, technician, "Čekáme na potvrzení od správce domény.")}},
        {210, contact, 1, 1, "Výměna myši v kanceláři", "Kolečko se protáčí.", {}},
        {2'200,
         contact,
         2,
         2,
         "Záloha hlásí málo místa",
         "Zpráva přišla v neděli večer.",
         {assign(60, technician), start(100, technician),
          resolve(1'700, technician, "Staré zálohy přesunuty na druhý disk, nastaveno upozornění při 80 %.")},
         {},
         1},
        {900,
         second_contact,
         1,
         2,
         "Štítky s alergeny mají špatné písmo",
         "Háčky a čárky vycházejí jako otazníky.",
         {assign(120, technician)}},
        {8'000,
         contact,
         2,
         2,
         "Internet v provozovně vypadává",
         "Vždy kolem šesté ráno.",
         {assign(30, technician), start(60, technician), spend(890, technician, WorkKind::remote, 25, "Přesun aktualizace routeru na noc"),
          resolve(900, technician, "Router se restartoval kvůli aktualizaci, přesunuta na noc."), accept(1'500, contact)}},
        {19'000,
         contact,
         1,
         2,
         "Instalace tiskárny v kanceláři",
         "Barevná, na ceníky.",
         {assign(300, other_technician), start(1'400, other_technician),
          spend(1'490, other_technician, WorkKind::on_site, 80, "Tiskárna na dvou počítačích"),
          resolve(1'500, other_technician, "Tiskárna nainstalována na dvou počítačích."), accept(2'000, contact)}},
    };
}

std::vector<VisitStory> visits() {
    using enum Who;
    using enum VisitEnding;
    return {
        {-10,
         "10:00",
         "12:00",
         with_remarks,
         technician,
         0,
         105,
         {{0, 3, "4 GB dočasných souborů, smazáno"}},
         "Kontrola tří počítačů v kanceláři.",
         "Příště prosím až po rozvozu, ne v deset."},
        {4, "13:00", "15:00", planned, technician, 0},
        {11, "13:00", "15:00", planned, other_technician, 1},
    };
}

}  // namespace

DemoClient pekarna_u_reky(DemoWorld& world) {
    DemoClient client;
    client.details = {"Pekárna U Řeky s.r.o.", "Nábřeží 17, 702 00 Ostrava", "CZ27814401", "CZ", "Europe/Prague", "cs", {}, {}, {}};
    client.sites = {{"Kancelář", "Nábřeží 17, 702 00 Ostrava"}, {"Účtárna", "Nábřeží 19, 702 00 Ostrava"}};
    client.assets = {{0, "KAN-01", "computer", "p. Řeháková"},
                     {0, "KAN-02", "laptop", "Rozvoz"},
                     {0, "POK-01", "computer", "Pokladna, náměstí"},
                     {1, "UCT-01", "computer", "Účtárna"}};
    client.checks = {"Záloha provedena", "Antivirus a anti-spyware", "Legálnost programů", "Dočasné soubory", "Aktualizace systému"};
    client.contact = world.person("Alena Řeháková", Role::contact_person, "contact4");
    client.contact.position = "vedoucí kanceláře";
    client.contact.email = "rehakova@pekarna-u-reky.example";
    client.contact.phone = "+420 601 555 041";
    client.contact_rights.may_verify_work = true;
    client.contact_rights.may_order_emergency_visit = true;
    client.second_contact = world.person("Zdeněk Kůrka", Role::contact_person);
    client.second_contact.position = "majitel";
    client.second_contact.email = "kurka@pekarna-u-reky.example";
    client.second_contact.phone = "+420 601 555 040";
    client.second_contact_rights.may_sign_agreement = true;
    client.agreement.number = "UM-2025/004";
    client.agreement.title = "Balíček 7 hodin";
    client.agreement.mode = ServiceMode::prepaid;
    client.agreement.time_zone = "Europe/Prague";
    client.agreement.valid_from = world.fixed({2025, 1, 1}, "0:00");
    client.agreement.prices = demo_prices(Currency::czk, 0, 125'000, 40'000, 210);
    client.agreement.prices.payment_method = "převodem";
    client.agreement.prices.packages = {
        {{4 * 60}, 440'000, 3}, {{7 * 60}, 735'000, 6}, {{10 * 60}, 990'000, 9}, {{15 * 60}, 1'425'000, 12}};
    client.packages = {{40, {7 * 60}, "7 h"}};
    client.visits = visits();
    client.tickets = tickets();
    return client;
}

}  // namespace countersign
