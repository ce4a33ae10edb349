// @ts-check
// What the page itself says, in Danish.

/** @type {import('./words.js').Words} */
export const words = {
  starting: 'Starter',
  phases: {
    program: 'Indlæser programmet',
    database: 'Åbner dine registreringer',
    rebuild: 'Klargør dine registreringer',
  },
  count: '{done} af {total}',
  what_to_do: 'Det kan du gøre',
  safe: 'Intet er gået tabt: det, du har registreret, ligger stadig på denne enhed.',
  details: 'Detaljer til support',
  copy_details: 'Kopiér detaljer',
  copied: 'Kopieret',
  copy_failed: 'Browseren tillod ikke kopiering. Markér teksten, og kopiér den selv.',
  reload: 'Genindlæs',
  retry: 'Prøv igen',
  keep_working: 'Gå tilbage',
  use_here: 'Brug den her',
  moving: 'Venter på, at den anden fane bliver færdig med at gemme',
  save_file: 'Gem filen',
  saved: 'Gemt blandt dine overførsler: {files}',
  start_anew: 'Læg den til side, og begynd forfra',
  go_on: 'Begynd forfra',
  rescue_failed: 'Det lykkedes ikke. Intet er ændret.',
  pin: {
    title: 'Indtast din pinkode',
    text: 'Registreringerne på denne enhed er krypteret. Din pinkode åbner dem.',
    label: 'Din pinkode',
    open: 'Åbn',
    opening: 'Åbner',
    missing: 'Indtast din pinkode.',
    wrong: 'Det er ikke pinkoden til denne enhed. Indtast den igen.',
    wait: 'Efter så mange forkerte pinkoder kan du prøve igen om {time}.',
    again: 'Du kan prøve igen nu.',
    forgotten: 'Har du glemt pinkoden?',
    forgotten_text:
      'Ingen kan genskabe den. Du kan slette registreringerne på denne enhed og logge ind igen: Alt, hvad der er sendt, kommer ' +
      'tilbage fra serveren. Det kræver netforbindelse.',
    unsent: 'Registreringer, der ikke er sendt og ville gå tabt: {count}.',
    unsent_none: 'Alle registreringer på denne enhed er sendt. Det, du kun var begyndt at skrive, ville gå tabt.',
    unsent_unknown: 'Registreringer, der ikke er sendt, ville gå tabt.',
    erase: 'Slet og begynd forfra',
    erase_sure: 'Ja, slet registreringerne på denne enhed',
    keep: 'Behold dem',
  },
  problems: {
    insecure_context: {
      title: 'Denne adresse er ikke sikker',
      text:
        'For at gemme dit arbejde på denne enhed skal Countersign bruge lager, som browsere kun giver til adresser, der begynder med ' +
        'https://, og til localhost. Du åbnede {origin}.',
      steps: [
        'Åbn {https}, hvis din administrator har sat den op.',
        'På den computer, der kører serveren: åbn {localhost}.',
        'Administratorer: sæt serveren bag nginx med et certifikat (en færdig opsætning ligger i `server/deploy`), eller lav en tunnel: ' +
          '`{tunnel}`',
      ],
    },
    no_opfs: {
      title: 'Denne browser kan ikke gemme dit arbejde',
      text: 'Countersign gemmer hver registrering på enheden, før noget sendes. Denne browser har ikke det private fillager, det kræver.',
      steps: [
        'I et privat vindue: åbn den samme adresse i et almindeligt vindue.',
        'Opdatér browseren. Chrome og Edge 109, Firefox 114 og Safari 17 er de ældste, der virker.',
        'I en app, der viser websider (mail, chat): vælg at åbne i browseren.',
      ],
    },
    storage_blocked: {
      title: 'Browseren tillader ikke at gemme',
      text: 'Countersign gemmer hver registrering på enheden, før noget sendes. Et privat vindue eller en indstilling forbyder det her.',
      steps: [
        'I et privat vindue: åbn den samme adresse i et almindeligt vindue.',
        'Tillad, at webstedet gemmer data: klik på ikonet til venstre for adressen og derefter på webstedets indstillinger.',
      ],
    },
    no_worker: {
      title: 'Denne browser er for gammel',
      text: 'Countersign kører som et modul i baggrunden, og det kan denne browser ikke.',
      steps: ['Opdatér browseren. Chrome og Edge 109, Firefox 114 og Safari 17 er de ældste, der virker.'],
    },
    no_webgl: {
      title: 'Denne browser kan ikke tegne skærmbillederne',
      text: 'Skærmbillederne tegnes med WebGL 2, som ikke er til rådighed her. Oftest er hardwareacceleration slået fra.',
      steps: [
        'Chrome og Edge: Indstillinger, System, slå grafikacceleration (hardwareacceleration) til, og genstart browseren.',
        'Firefox: Indstillinger, Generelt, Ydelse, slå hardwareacceleration til, og genstart browseren.',
        'Safari: version 17 eller nyere er nødvendig.',
        'På et fjernskrivebord eller i en virtuel maskine: brug browseren på din egen computer, eller opdatér grafikdriveren.',
      ],
    },
    newer_database: {
      title: 'Dine registreringer er skrevet af en nyere version',
      text: 'Denne fane kører en ældre version af Countersign end den, der sidst gemte dine registreringer. Den rører dem ikke.',
      steps: [
        'Genindlæs for at få den nyere version. Det hjælper at være online.',
        'Hvis denne side kommer igen: luk alle faner med Countersign, og åbn det på ny.',
      ],
    },
    corrupt_database: {
      title: 'Dine gemte registreringer er beskadiget',
      text: 'Filen med dine registreringer på denne enhed bestod ikke kontrollen. Den er ladt urørt.',
      steps: [
        'Genindlæs: filen læses en gang til.',
        'Hvis denne side kommer igen: gem filerne, og giv dem til din administrator. En af dem er nøglen: den, der har begge, kan læse ' +
          'dine registreringer, så vælg en sikker vej. Alt, hvad der er sendt, ligger på serveren; det, der ikke ' +
          'er sendt, ligger stadig i filen.',
        'Læg den derefter til side, og begynd forfra: filen bliver i denne browser under et andet navn, og det, der er på serveren, kommer ' +
          'tilbage, når du logger ind. Slet ikke browserens data.',
      ],
      safe: 'Filen er bevaret uændret; intet er slettet.',
    },
    key_lost: {
      title: 'Registreringerne på denne enhed kan ikke læses mere',
      text:
        'De er krypteret, og deres nøgle er ikke længere i denne browser, eller browseren kan ikke bruge den. Det kan ske, når kun en ' +
        'del af browserens data er slettet, eller når dens mappe er kopieret til en anden enhed. Uden den nøgle kan ingen læse dem.',
      steps: [
        'Genindlæs: nøglen søges en gang til.',
        'Hvis denne side kommer igen: slet de ulæselige registreringer, begynd forfra, og log ind. Alt, hvad der er sendt, kommer ' +
          'tilbage fra serveren.',
        'Det, der ikke er sendt, kan ikke hentes tilbage. Sig det til din administrator, hvis noget mangler.',
      ],
      safe: 'Alt, hvad der er sendt, ligger på serveren. Intet på denne enhed slettes, før du siger det.',
    },
    put_aside: {
      title: 'Den beskadigede fil er lagt til side',
      text: 'Den ligger i denne browsers lager for denne adresse som `{name}`. Countersign begynder med tomme registreringer.',
      steps: [
        'Log ind igen: alt, hvad der er sendt, kommer tilbage fra serveren.',
        'Det, der ikke er sendt, er kun i den fil. Slet ikke browserens data, log ikke ud, for så slettes den, og sig det til din administrator.',
      ],
      safe: 'Filen er bevaret, som den var; intet er slettet.',
    },
    storage_full: {
      title: 'Der er ikke mere plads',
      text: 'Enheden eller browserens del af den er fuld. Den seneste indtastning blev ikke gemt; alt før den er gemt.',
      steps: ['Skaf plads: slet filer, videoer eller billeder, du ikke længere skal bruge.', 'Gå derefter tilbage, og gem den seneste indtastning igen.'],
      safe: 'Alt, hvad du har registreret tidligere, er gemt på denne enhed.',
    },
    storage_failed: {
      title: 'Det lykkedes ikke at gemme',
      text: 'Browseren meldte en fejl, da dine registreringer skulle læses eller skrives.',
      steps: ['Genindlæs siden.', 'Hvis det sker igen: genstart browseren, og send detaljerne til din administrator.'],
    },
    open_elsewhere: {
      title: 'Countersign er åben i en anden fane',
      text: 'Kun én fane ad gangen kan arbejde med dine registreringer. Den anden fane gemmer sit arbejde og giver dem videre.',
      steps: [],
    },
    worker_crashed: {
      title: 'Countersign er stoppet',
      text: 'En fejl i programmet afsluttede det. Hver indtastning blev gemt i det øjeblik, du lavede den.',
      steps: ['Genindlæs for at fortsætte, hvor du var.', 'Hvis det sker igen: kopiér detaljerne, og send dem til din administrator.'],
    },
    not_loaded: {
      title: 'Countersign kunne ikke indlæses',
      text: 'En del af programmet nåede ikke frem.',
      steps: ['Kontrollér forbindelsen, og prøv igen.', 'Hvis det bliver ved: serveren er måske ved at blive opdateret; vent et minut.'],
    },
  },
};
