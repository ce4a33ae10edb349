// Drukarnia Jaskółka: a printing house in Poznań with an SLA agreement; its contact person is Grażyna Półtorak.
#include "server/demo/demo_client.hpp"

namespace countersign {

namespace {

std::vector<TicketStory> open_tickets() {
    using enum Who;
    return {
        {400,
         contact,
         2,
         3,
         "Skaner faktur nie łączy się z serwerem po aktualizacji",
         "Od rana skaner w hali głównej zgłasza błąd „brak folderu docelowego”. Faktury leżą na biurku.",
         {assign(20, technician),
          say(38, technician, "Widzę błąd. Po wczorajszej aktualizacji zmieniły się uprawnienia do folderu. Zajmuję się tym."),
          start(40, technician), pause(210, technician, "Potrzebna zgoda na krótki restart serwera plików."),
          say(280, contact, "Proszę restartować, skończyliśmy już wysyłkę."), resume(285, technician),
          note(380, technician, "Cofnięty sterownik skanera. Zostaje sprawdzić po pełnym cyklu skanowania.")},
         {},
         1},
        {162,
         contact,
         2,
         3,
         "Kopia nocna zakończona z błędami",
         "Rano przyszedł e-mail, że kopia ma 3 błędy. Czy dane są bezpieczne?",
         {assign(15, technician),
          say(22, technician, "Dane są bezpieczne, kopia z wczoraj jest kompletna. Sprawdzam, które pliki zablokowało studio."),
          start(25, technician)}},
        {505,
         contact,
         2,
         3,
         "Telefon w recepcji bez sygnału",
         "Klienci dzwonią na komórki. Aparat świeci się na czerwono.",
         {assign(10, other_technician), start(12, other_technician),
          say(55, other_technician, "Aparat nie dostaje zasilania z przełącznika. Szukam wolnego portu.")},
         "Tomasz Wąż"},
        {1'080,
         contact,
         1,
         1,
         "Drugi monitor dla studia",
         "Pani Iza prosi o drugi monitor 27 cali, najlepiej taki jak u Marka.",
         {},
         {},
         2},
        {462,
         contact,
         2,
         2,
         "Nowa osoba w księgowości: konto i poczta",
         "Od poniedziałku pracuje u nas Natalia Źrebiec. Prosimy o konto, pocztę i dostęp do folderu Faktury.",
         {}},
        {1'300,
         second_contact,
         2,
         2,
         "Ploter drukuje z przesunięciem",
         "Na plakatach B1 niebieski jest przesunięty o około 2 mm w prawo.",
         {assign(60, technician), start(95, technician), pause(240, technician, "Czekamy na próbkę wydruku po wymianie głowicy."),
          note(245, technician, "Jeśli próbka będzie zła, trzeba zamówić enkoder. Koszt do uzgodnienia z Agnieszką.")},
         {},
         2},
        {225,
         contact,
         3,
         3,
         "Zapełniony dysk serwera SRV-01",
         "System obiegu zleceń nie zapisuje nowych zleceń. Hala stoi.",
         {assign(6, technician), start(8, technician),
          say(14, technician, "Zwalniam miejsce po starych kopiach. Za kwadrans zlecenia powinny się zapisywać."),
          say(31, contact, "Zlecenia już się zapisują, dziękuję. Proszę jeszcze sprawdzić, skąd się to wzięło.")},
         {},
         1},
        {1'210,
         second_contact,
         2,
         2,
         "Czcionki znikają w eksporcie do PDF",
         "W projekcie kalendarza zamiast kroju Apolonia wychodzi systemowy.",
         {assign(45, technician), say(60, technician, "Poproszę o plik źródłowy, sprawdzę osadzanie czcionek.")},
         {},
         2},
        {4'000,
         contact,
         2,
         2,
         "Wi-Fi w hali zrywa połączenie",
         "Przy sztaplarkach skanery kodów gubią zasięg kilka razy na zmianę.",
         {assign(90, technician), start(160, technician), pause(400, technician, "Punkt dostępowy zamówiony, dostawa w czwartek.")},
         {},
         1},
        {700,
         contact,
         1,
         2,
         "Drukarka etykiet nie drukuje polskich liter",
         "Zamiast „ł” jest kwadracik. Na starej było dobrze.",
         {assign(30, technician)},
         "Beata Śliwa",
         1},
        {2'600,
         second_contact,
         1,
         1,
         "Dostęp zdalny dla grafika",
         "Pan Marek będzie pracował w piątki z domu.",
         {assign(50, other_technician), say(70, other_technician, "Przygotuję VPN i instrukcję. Czy laptop jest firmowy?"),
          say(130, second_contact, "Tak, LPT-04.")},
         {},
         2},
        {900,
         contact,
         2,
         3,
         "Program do faktur prosi o nową licencję",
         "Komunikat pojawia się przy każdym uruchomieniu na KSG-02.",
         {assign(12, technician), start(18, technician),
          resolve(395, technician, "Licencja odnowiona na kolejny rok i wpisana na KSG-01 i KSG-02."),
          reject(450, contact, "Na KSG-02 komunikat dalej się pojawia."),
          say(455, technician, "Sprawdzę to dziś na miejscu podczas wizyty.")}},
        {3'100,
         contact,
         2,
         2,
         "Wymiana dysku w macierzy SRV-01",
         "Kontrolka jednego z dysków świeci na pomarańczowo.",
         {assign(20, technician), start(40, technician),
          resolve(1'400, technician, "Dysk 2 wymieniony na nowy z gwarancji, macierz odbudowana w 3 godz. 10 min. Dane nienaruszone.")}},
        {2'900,
         second_contact,
         1,
         2,
         "Konto pocztowe dla nowej osoby",
         "Dla Ludwiki Żuk, od jutra.",
         {assign(15, other_technician), start(20, other_technician),
          resolve(62, other_technician, "Konto założone, hasło przekazane telefonicznie.")}},
    };
}

std::vector<TicketStory> closed_tickets() {
    using enum Who;
    return {
        {11'520,
         contact,
         2,
         2,
         "Aktualizacja serwera poczty",
         "Prosimy zrobić to po 17:00.",
         {assign(30, technician), start(600, technician),
          spend(695, technician, WorkKind::remote, 95, "Aktualizacja serwera i próba po niej"),
          resolve(700, technician, "Serwer zaktualizowany, przerwa trwała 12 minut."), accept(1'500, contact)}},
        {20'000,
         second_contact,
         1,
         2,
         "Brak dźwięku na wideokonferencji",
         "Nas słychać, my nie słyszymy.",
         {assign(20, technician), start(30, technician),
          resolve(75, technician, "Wybrane właściwe urządzenie wyjściowe, wyłączone automatyczne przełączanie."), accept(300, contact)}},
        {31'000,
         contact,
         2,
         3,
         "Nie działa logowanie do systemu zleceń",
         "Nikt w biurze nie może się zalogować.",
         {assign(5, technician), start(7, technician),
          resolve(64, technician, "Zatrzymana usługa bazy po aktualizacji. Uruchomiona, ustawiony nadzór."), accept(90, contact)}},
        {26'000,
         contact,
         1,
         1,
         "Stary laptop do utylizacji",
         "LPT-01, proszę o protokół usunięcia danych.",
         {assign(200, other_technician), start(2'000, other_technician),
          resolve(2'300, other_technician, "Dysk wyczyszczony, protokół w dokumentacji."), accept(3'000, contact)}},
    };
}

std::vector<TicketStory> tickets() {
    std::vector<TicketStory> all = open_tickets();
    for (TicketStory& story : closed_tickets()) all.push_back(std::move(story));
    all.push_back({95, Who::reporter, 1, 2, "Klawiatura zalana kawą", "Stanowisko przy oknie w recepcji. Kilka klawiszy nie działa."});
    return all;
}

std::vector<VisitStory> visits() {
    using enum Who;
    using enum VisitEnding;
    return {
        {-21,
         "8:00",
         "11:00",
         with_remarks,
         technician,
         0,
         135,
         {{1, 2, "brak numeru licencji programu graficznego"}},
         "Przegląd trzech stanowisk w biurze, porządek w folderach kopii.",
         "Proszę uprzedzać dzień wcześniej o restarcie serwera."},
        {-14, "8:00", "11:00", accepted, technician, 0, 120, {}, "Przegląd miesięczny bez uwag, wymieniona bateria w KSG-01."},
        {-7,
         "8:00",
         "11:00",
         to_verify,
         technician,
         0,
         165,
         {{1, 1, "baza antywirusa sprzed 9 dni, zaktualizowana na miejscu"}, {2, 3, "dysk zapełniony w 91 %, usunięto stare kopie"}},
         "Przegląd trzech stanowisk. Przeszkolenie pani Grażyny z odtwarzania pliku z kopii."},
        {-2,
         "13:00",
         "14:00",
         to_verify,
         other_technician,
         2,
         50,
         {{0, 4, "oczekuje restart po aktualizacji systemu"}},
         "Przegląd stanowisk w studiu."},
        {0, "12:30", "14:30", planned, technician, 0},
        {5, "8:00", "11:00", planned, technician, 0},
        {8, "13:00", "14:00", planned, other_technician, 2},
        {12, "8:00", "11:00", planned, technician, 0},
    };
}

}  // namespace

DemoClient drukarnia_jaskolka(DemoWorld& world) {
    DemoClient client;
    client.details = {
        "Drukarnia Jaskółka sp. z o.o.", "ul. Czernichowska 8, 61-334 Poznań", "7822450019", "PL", "Europe/Warsaw", "pl", {}, {}, {}};
    client.sites = {{"Biuro", "ul. Czernichowska 8, 61-334 Poznań"},
                    {"Hala główna", "ul. Czernichowska 8a, 61-334 Poznań"},
                    {"Studio", "ul. Czernichowska 8, II piętro"}};
    client.assets = {{0, "KSG-01", "computer", "Księgowość, p. Grażyna"},
                     {0, "KSG-02", "computer", "Księgowość, stanowisko 2"},
                     {0, "SRV-01", "server", "Serwerownia"},
                     {1, "HAL-01", "computer", "Dyspozytornia"},
                     {2, "STU-01", "computer", "p. Iza"},
                     {2, "STU-02", "computer", "p. Marek"},
                     {2, "LPT-04", "laptop", "p. Marek"}};
    client.checks = {"Kopia zapasowa wykonana", "Antywirus i anty-spyware", "Legalność programów", "Pliki tymczasowe",
                     "Aktualizacje systemu"};
    client.contact = world.person("Grażyna Półtorak", Role::contact_person, "contact");
    client.contact.position = "kierowniczka biura";
    client.contact.email = "grazyna.poltorak@drukarnia-jaskolka.example";
    client.contact.phone = "601 555 018";
    client.contact_rights.may_verify_work = true;
    client.contact_rights.may_order_emergency_visit = true;
    client.second_contact = world.person("Izabela Żak", Role::contact_person);
    client.second_contact.position = "kierowniczka studia";
    client.second_contact.email = "studio@drukarnia-jaskolka.example";
    client.second_contact.phone = "601 555 021";
    client.second_contact_rights.may_order_emergency_visit = true;
    client.others = {world.person("Roman Jaskółka", Role::management, "management"),
                     world.person("Tomasz Wąż", Role::reporter, "reporter")};
    client.agreement.number = "UM-2024/017";
    client.agreement.title = "Umowa o stałą obsługę informatyczną";
    client.agreement.mode = ServiceMode::sla;
    client.agreement.valid_from = world.fixed({2024, 2, 1}, "0:00");
    client.agreement.levels = {{{{{24 * 60}, {72 * 60}}}, {{{8 * 60}, {24 * 60}}}, {{{4 * 60}, {8 * 60}}}, {{{60}, {4 * 60}}}}};
    client.agreement.allowance = {{10 * 60}, 1, Minutes{5 * 60}};
    client.agreement.prices = demo_prices(Currency::pln, 240'000, 16'000, 6'000, 230);
    client.agreement.prices.payment_method = "przelew";
    client.visits = visits();
    client.tickets = tickets();
    return client;
}

}  // namespace countersign
