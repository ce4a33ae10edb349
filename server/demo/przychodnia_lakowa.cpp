// Przychodnia Łąkowa: a clinic in Poznań with an SLA agreement; its contact person is Halina Dębska. The sign-off story of the tests plays
// here.
#include "server/demo/demo_client.hpp"

namespace countersign {

namespace {

std::vector<TicketStory> tickets() {
    using enum Who;
    return {
        {95,
         contact,
         3,
         3,
         "e-Recepty nie wysyłają się do systemu centralnego",
         "Od 40 minut żadna recepta nie wychodzi z gabinetów.",
         {assign(4, technician), start(5, technician),
          say(11, technician, "Wygasł certyfikat podpisu przychodni. Odnawiam go z panią Haliną przez telefon.")}},
        {310,
         contact,
         2,
         3,
         "Laptop w serwisie ponad 72 godziny",
         "LEK-03 jest w naprawie od zeszłego tygodnia, lekarz nie ma na czym pracować.",
         {assign(18, other_technician), say(25, other_technician, "Przywiozę laptop zastępczy. Serwis obiecał odpowiedź do jutra."),
          start(30, other_technician)},
         {},
         1},
        {205,
         contact,
         1,
         3,
         "Terminal płatniczy nie widzi kasy",
         "W rejestracji trzeba wpisywać kwotę ręcznie.",
         {assign(40, technician)},
         "Ewa Sójka"},
        {430,
         second_contact,
         1,
         2,
         "Kolejkomat drukuje puste bilety",
         "Papier jest, założony dobrą stroną.",
         {assign(35, technician), start(50, technician), pause(120, technician, "Prosimy o zdjęcie tabliczki znamionowej głowicy.")}},
        {1'000,
         contact,
         2,
         2,
         "Opisy badań otwierają się bardzo długo",
         "Około minuty na jedno badanie, w poniedziałki dłużej.",
         {assign(30, technician), start(90, technician),
          say(180, technician, "Indeks bazy jest uszkodzony. Przebuduję go po zamknięciu przychodni."),
          note(185, technician, "Okno serwisowe uzgodnione: dziś od 20:00.")}},
        {1'500, contact, 1, 1, "Tablica w poczekalni pokazuje złą godzinę", "Śpieszy się o 7 minut.", {assign(200, technician)}},
        {2'000,
         second_contact,
         1,
         2,
         "Konto dla nowej pielęgniarki",
         "Dorota Ćwikła, od pierwszego. Dostęp jak pozostałe panie.",
         {assign(25, other_technician), say(45, other_technician, "Konto będzie gotowe jutro rano.")}},
        {640, contact, 2, 2, "Skanowanie dowodów trafia do złego folderu", "Skany z REJ-02 lądują na pulpicie REJ-01.", {}},
        {80, contact, 1, 2, "Prośba o przedłużacz z filtrem", "W gabinecie 4 jest za mało gniazdek.", {}},
        {3'300,
         contact,
         2,
         2,
         "Drukarka recept zostawia smugi",
         "Na każdej stronie pasek po lewej.",
         {assign(60, technician), start(100, technician),
          resolve(1'500, technician, "Wymieniony bęben, wydruk próbny dołączony do dokumentacji.")}},
        {5'000,
         second_contact,
         1,
         2,
         "Hasło do archiwum RTG",
         "Pani Maria wpisała trzy razy złe.",
         {assign(10, technician), start(12, technician),
          resolve(30, technician, "Konto odblokowane, hasło zmienione razem z panią Marią.")}},
        {2'300,
         contact,
         2,
         3,
         "UPS w serwerowni piszczy co minutę",
         "Zaczęło się w nocy.",
         {assign(8, technician), start(20, technician),
          say(70, technician, "Bateria do wymiany. Zamówiona, do tego czasu serwer pracuje na drugim zasilaczu."),
          pause(80, technician, "Czekamy na dostawę baterii.")}},
        {14'000,
         contact,
         2,
         3,
         "Brak internetu w gabinetach 1–4",
         "Działa tylko rejestracja.",
         {assign(5, technician), start(6, technician), spend(65, technician, WorkKind::on_site, 55, "Wymiana przełącznika na piętrze"),
          resolve(66, technician, "Uszkodzony przełącznik na piętrze, wymieniony na zapasowy."), accept(120, contact)}},
        {22'500,
         contact,
         1,
         2,
         "Aktualizacja programu gabinetowego",
         "Producent przysłał wersję 14.2.",
         {assign(100, technician), start(700, technician),
          spend(890, technician, WorkKind::remote, 110, "Instalacja 14.2 na pięciu stanowiskach, omówienie zmian"),
          resolve(900, technician, "Zainstalowane na wszystkich stanowiskach, omówione zmiany z personelem."), accept(1'600, contact)}},
        {33'000,
         second_contact,
         1,
         1,
         "Nowy podpis w stopce e-maili",
         "Z nowym numerem telefonu.",
         {assign(60, other_technician), start(120, other_technician), resolve(180, other_technician, "Stopka zmieniona dla wszystkich."),
          accept(400, contact)}},
    };
}

std::vector<VisitStory> visits() {
    using enum Who;
    using enum VisitEnding;
    return {
        {-28, "8:00", "11:00", accepted, technician, 0, 150, {}, "Przegląd rejestracji, test odtworzenia pliku z kopii wypadł dobrze."},
        {-14,
         "8:00",
         "11:00",
         with_remarks,
         technician,
         0,
         140,
         {{1, 0, "ostatnia kopia sprzed 4 dni, uruchomiona ręcznie"}},
         "Przegląd rejestracji. Kopia na REJ-02 wymaga obserwacji.",
         "Proszę sprawdzić kopię na REJ-02 także w piątek zdalnie."},
        {-7,
         "14:00",
         "16:00",
         accepted,
         other_technician,
         1,
         75,
         {{0, 4, "dwie aktualizacje sterowników odłożone do wizyty"}},
         "Przegląd gabinetów."},
        {0, "8:00", "11:00", planned, technician, 0},
        {6, "14:00", "16:00", planned, other_technician, 1},
        {7, "8:00", "11:00", planned, technician, 0},
        {14, "8:00", "11:00", planned, technician, 0},
    };
}

}  // namespace

DemoClient przychodnia_lakowa(DemoWorld& world) {
    DemoClient client;
    client.details = {"Przychodnia Łąkowa", "ul. Łąkowa 3, 61-878 Poznań", "7831122334", "PL", "Europe/Warsaw", "pl", {}, {}, {}};
    client.sites = {{"Rejestracja", "ul. Łąkowa 3, parter"}, {"Gabinety", "ul. Łąkowa 3, I piętro"}};
    client.assets = {{0, "REJ-01", "computer", "Stanowisko 1, p. Ewa"},
                     {0, "REJ-02", "computer", "Stanowisko 2, p. Halina"},
                     {0, "LEK-01", "laptop", "Gabinet zabiegowy"},
                     {1, "LEK-02", "computer", "Gabinet 2"},
                     {1, "LEK-03", "laptop", "Gabinet 4"}};
    client.checks = {"Kopia zapasowa wykonana", "Antywirus i anty-spyware", "Legalność programów", "Pliki tymczasowe",
                     "Aktualizacje systemu"};
    client.contact = world.person("Halina Dębska", Role::contact_person, "contact2");
    client.contact.position = "kierowniczka rejestracji";
    client.contact.email = "halina.debska@przychodnia-lakowa.example";
    client.contact.phone = "601 555 031";
    client.contact_rights.may_verify_work = true;
    client.contact_rights.may_order_emergency_visit = true;
    client.contact_rights.may_sign_agreement = true;
    client.second_contact = world.person("dr Jerzy Ślimak", Role::contact_person);
    client.second_contact.position = "dyrektor medyczny";
    client.second_contact.email = "dyrekcja@przychodnia-lakowa.example";
    client.second_contact.phone = "601 555 030";
    client.second_contact_rights.may_sign_agreement = true;
    client.agreement.number = "UM-2024/021";
    client.agreement.title = "Umowa serwisowa z gwarantowanym czasem reakcji";
    client.agreement.mode = ServiceMode::sla;
    client.agreement.valid_from = world.fixed({2024, 3, 1}, "0:00");
    client.agreement.levels = {{{{{24 * 60}, {72 * 60}}}, {{{8 * 60}, {24 * 60}}}, {{{2 * 60}, {8 * 60}}}, {{{30}, {4 * 60}}}}};
    client.agreement.allowance = {{8 * 60}, 1, Minutes{4 * 60}};
    client.agreement.prices = demo_prices(Currency::pln, 190'000, 17'000, 6'000, 230);
    client.agreement.prices.payment_method = "przelew";
    client.visits = visits();
    client.tickets = tickets();
    return client;
}

}  // namespace countersign
