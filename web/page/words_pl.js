// @ts-check
// What the page itself says, in Polish.

/** @type {import('./words.js').Words} */
export const words = {
  starting: 'Uruchamianie',
  phases: {
    program: 'Wczytywanie programu',
    database: 'Otwieranie zapisów',
    rebuild: 'Przygotowywanie zapisów',
  },
  count: '{done} z {total}',
  what_to_do: 'Co można zrobić',
  safe: 'Nic nie zginęło: zapisane dane pozostają na tym urządzeniu.',
  details: 'Szczegóły dla pomocy technicznej',
  copy_details: 'Skopiuj szczegóły',
  copied: 'Skopiowano',
  copy_failed: 'Przeglądarka nie pozwoliła na kopiowanie. Proszę zaznaczyć tekst i skopiować go samodzielnie.',
  reload: 'Wczytaj ponownie',
  retry: 'Spróbuj ponownie',
  keep_working: 'Wróć',
  use_here: 'Używaj tutaj',
  moving: 'Czekamy, aż druga karta skończy zapisywać',
  save_file: 'Zapisz plik',
  saved: 'Zapisano wśród pobranych plików: {files}',
  start_anew: 'Odłóż plik i zacznij od nowa',
  go_on: 'Zacznij od nowa',
  rescue_failed: 'Nie udało się. Niczego nie zmieniono.',
  pin: {
    title: 'Podaj PIN',
    text: 'Dane na tym urządzeniu są zaszyfrowane. Otwiera je Twój PIN.',
    label: 'Twój PIN',
    open: 'Otwórz',
    opening: 'Otwieranie',
    missing: 'Wpisz PIN.',
    wrong: 'To nie jest PIN tego urządzenia. Wpisz go jeszcze raz.',
    wait: 'Po tylu błędnych PIN-ach możesz spróbować ponownie za {time}.',
    again: 'Możesz już spróbować ponownie.',
    forgotten: 'Nie pamiętasz PIN-u?',
    forgotten_text:
      'Nikt go nie odzyska. Możesz usunąć dane z tego urządzenia i zalogować się od nowa: wszystko, co wysłano, wróci z serwera. ' +
      'Potrzebna jest do tego sieć.',
    unsent: 'Wpisy, których nie wysłano i które przepadną: {count}.',
    unsent_none: 'Wszystkie wpisy z tego urządzenia zostały wysłane. Przepadnie to, co zostało dopiero zaczęte.',
    unsent_unknown: 'Wpisy, których nie wysłano, przepadną.',
    erase: 'Usuń i zacznij od nowa',
    erase_sure: 'Tak, usuń dane z tego urządzenia',
    keep: 'Zostaw',
  },
  problems: {
    insecure_context: {
      title: 'Ten adres nie jest bezpieczny',
      text:
        'Aby przechowywać pracę na tym urządzeniu, Countersign potrzebuje pamięci, którą przeglądarki dają tylko adresom zaczynającym się od ' +
        'https:// oraz localhost. Otwarty adres to {origin}.',
      steps: [
        'Otwórz {https}, jeśli administrator go przygotował.',
        'Na komputerze, na którym działa serwer, otwórz {localhost}.',
        'Administrator: umieść serwer za nginx z certyfikatem (gotowa konfiguracja jest w `server/deploy`) albo utwórz tunel: `{tunnel}`',
      ],
    },
    no_opfs: {
      title: 'Ta przeglądarka nie może przechować pracy',
      text: 'Countersign zapisuje każdy wpis na urządzeniu, zanim cokolwiek wyśle. Ta przeglądarka nie ma do tego prywatnej pamięci plików.',
      steps: [
        'W oknie prywatnym: otwórz ten sam adres w zwykłym oknie.',
        'Zaktualizuj przeglądarkę. Najstarsze działające to Chrome i Edge 109, Firefox 114 i Safari 17.',
        'W aplikacji, która pokazuje strony (poczta, czat): wybierz otwarcie w przeglądarce.',
      ],
    },
    storage_blocked: {
      title: 'Przeglądarka nie pozwala na zapisywanie',
      text: 'Countersign zapisuje każdy wpis na urządzeniu, zanim cokolwiek wyśle. Zabrania tego okno prywatne albo ustawienie.',
      steps: [
        'W oknie prywatnym: otwórz ten sam adres w zwykłym oknie.',
        'Zezwól tej witrynie na zapisywanie danych: kliknij ikonę po lewej stronie adresu, potem ustawienia witryny.',
      ],
    },
    no_worker: {
      title: 'Ta przeglądarka jest za stara',
      text: 'Countersign działa w module wykonywanym w tle, którego ta przeglądarka nie obsługuje.',
      steps: ['Zaktualizuj przeglądarkę. Najstarsze działające to Chrome i Edge 109, Firefox 114 i Safari 17.'],
    },
    no_webgl: {
      title: 'Ta przeglądarka nie może narysować ekranów',
      text: 'Ekrany są rysowane przez WebGL 2, który nie jest tu dostępny. Najczęściej wyłączona jest akceleracja sprzętowa.',
      steps: [
        'Chrome i Edge: Ustawienia, System, włącz akcelerację grafiki (sprzętową) i uruchom przeglądarkę ponownie.',
        'Firefox: Ustawienia, Ogólne, Wydajność, włącz przyspieszanie sprzętowe i uruchom przeglądarkę ponownie.',
        'Safari: potrzebna jest wersja 17 lub nowsza.',
        'Na pulpicie zdalnym lub w maszynie wirtualnej: użyj przeglądarki własnego komputera albo zaktualizuj sterownik grafiki.',
      ],
    },
    newer_database: {
      title: 'Dane zapisała nowsza wersja',
      text: 'Ta karta działa w starszej wersji Countersign niż ta, która ostatnio zapisała dane. Nie ruszy ich.',
      steps: [
        'Wczytaj ponownie, aby pobrać nowszą wersję. Najlepiej z połączeniem z siecią.',
        'Jeśli ta strona wróci: zamknij wszystkie karty Countersign i otwórz go ponownie.',
      ],
    },
    corrupt_database: {
      title: 'Zapisane dane są uszkodzone',
      text: 'Plik z danymi na tym urządzeniu nie przeszedł sprawdzenia. Pozostał nietknięty.',
      steps: [
        'Wczytaj ponownie: plik zostanie odczytany jeszcze raz.',
        'Jeśli ta strona wróci: zapisz pliki i przekaż je administratorowi. Jeden z nich to klucz: kto ma oba, może odczytać Twoje dane, ' +
          'więc wybierz bezpieczną drogę. To, co wysłano, jest na serwerze; to, czego nie wysłano, nadal jest ' +
          'w pliku.',
        'Potem odłóż plik i zacznij od nowa: plik zostanie w tej przeglądarce pod inną nazwą, a dane z serwera wrócą po zalogowaniu. Nie czyść ' +
          'danych przeglądarki.',
      ],
      safe: 'Plik pozostał bez zmian; niczego nie usunięto.',
    },
    key_lost: {
      title: 'Danych na tym urządzeniu nie da się już odczytać',
      text:
        'Są zaszyfrowane, a ich klucza nie ma już w tej przeglądarce albo przeglądarka nie może go użyć. Tak bywa, gdy wyczyszczono ' +
        'tylko część danych przeglądarki albo gdy jej folder skopiowano na inne urządzenie. Bez tego klucza nikt ich nie odczyta.',
      steps: [
        'Wczytaj ponownie: klucz zostanie poszukany jeszcze raz.',
        'Jeśli ta strona wróci: usuń nieczytelne dane, zacznij od nowa i zaloguj się. Wszystko, co wysłano, wróci z serwera.',
        'Tego, czego nie wysłano, nie da się odzyskać. Jeśli czegoś brakuje, powiadom administratora.',
      ],
      safe: 'Wszystko, co wysłano, jest na serwerze. Nic na tym urządzeniu nie zostanie usunięte bez Twojej decyzji.',
    },
    put_aside: {
      title: 'Uszkodzony plik został odłożony',
      text: 'Pozostaje w pamięci tej przeglądarki dla tego adresu jako `{name}`. Countersign zaczyna z pustymi danymi.',
      steps: [
        'Zaloguj się ponownie: wszystko, co wysłano, wróci z serwera.',
        'To, czego nie wysłano, jest tylko w tym pliku. Nie czyść danych przeglądarki i nie wylogowuj się, bo to go usuwa; powiadom ' +
          'administratora.',
      ],
      safe: 'Plik pozostał bez zmian; niczego nie usunięto.',
    },
    storage_full: {
      title: 'Brakuje miejsca',
      text: 'Urządzenie lub część przydzielona przeglądarce są pełne. Ostatni wpis nie został zapisany; wszystkie wcześniejsze tak.',
      steps: ['Zwolnij miejsce: usuń niepotrzebne pobrane pliki, filmy lub zdjęcia.', 'Potem wróć i zapisz ostatni wpis jeszcze raz.'],
      safe: 'Wszystko, co zapisano wcześniej, jest na tym urządzeniu.',
    },
    storage_failed: {
      title: 'Zapis się nie udał',
      text: 'Przeglądarka zgłosiła błąd przy odczycie lub zapisie danych.',
      steps: ['Wczytaj stronę ponownie.', 'Jeśli się powtórzy: uruchom przeglądarkę ponownie, potem wyślij szczegóły administratorowi.'],
    },
    open_elsewhere: {
      title: 'Countersign jest otwarty w innej karcie',
      text: 'Z danymi może pracować tylko jedna karta naraz. Tamta karta zapisze swoją pracę i przekaże dane.',
      steps: [],
    },
    worker_crashed: {
      title: 'Countersign się zatrzymał',
      text: 'Zakończył go błąd w programie. Każdy wpis został zapisany w chwili jego wprowadzenia.',
      steps: ['Wczytaj ponownie, aby wrócić do pracy.', 'Jeśli się powtórzy: skopiuj szczegóły i wyślij je administratorowi.'],
    },
    not_loaded: {
      title: 'Nie udało się wczytać Countersign',
      text: 'Część programu nie dotarła.',
      steps: ['Sprawdź połączenie i spróbuj ponownie.', 'Jeśli to nie pomoże: serwer może się aktualizować; odczekaj minutę.'],
    },
  },
};
