// @ts-check
// What the page itself says, in Czech.

/** @type {import('./words.js').Words} */
export const words = {
  starting: 'Spouštění',
  phases: {
    program: 'Načítání programu',
    database: 'Otevírání záznamů',
    rebuild: 'Příprava záznamů',
  },
  count: '{done} z {total}',
  what_to_do: 'Co můžete udělat',
  safe: 'Nic se neztratilo: co jste zaznamenali, zůstává uloženo v tomto zařízení.',
  details: 'Podrobnosti pro podporu',
  copy_details: 'Zkopírovat podrobnosti',
  copied: 'Zkopírováno',
  copy_failed: 'Prohlížeč kopírování nepovolil. Označte text a zkopírujte ho sami.',
  reload: 'Načíst znovu',
  retry: 'Zkusit znovu',
  keep_working: 'Zpět',
  use_here: 'Používat zde',
  moving: 'Čekáme, až druhá karta dokončí ukládání',
  save_file: 'Uložit soubor',
  saved: 'Uloženo mezi stažené soubory: {files}',
  start_anew: 'Odložit soubor a začít znovu',
  go_on: 'Začít znovu',
  rescue_failed: 'Nepodařilo se to. Nic se nezměnilo.',
  pin: {
    title: 'Zadejte PIN',
    text: 'Záznamy v tomto zařízení jsou zašifrované. Otevře je váš PIN.',
    label: 'Váš PIN',
    open: 'Otevřít',
    opening: 'Otevírání',
    missing: 'Zadejte PIN.',
    wrong: 'Toto není PIN tohoto zařízení. Zadejte ho znovu.',
    wait: 'Po tolika chybných kódech PIN to můžete zkusit znovu za {time}.',
    again: 'Teď to můžete zkusit znovu.',
    forgotten: 'Zapomněli jste PIN?',
    forgotten_text:
      'Nikdo ho neobnoví. Záznamy v tomto zařízení můžete smazat a přihlásit se znovu: vše, co bylo odesláno, se vrátí ze serveru. ' +
      'Potřebujete k tomu síť.',
    unsent: 'Záznamy, které nebyly odeslány a byly by ztraceny: {count}.',
    unsent_none: 'Všechny záznamy z tohoto zařízení byly odeslány. Ztratilo by se to, co jste teprve začali psát.',
    unsent_unknown: 'Záznamy, které nebyly odeslány, by byly ztraceny.',
    erase: 'Smazat a začít znovu',
    erase_sure: 'Ano, smazat záznamy v tomto zařízení',
    keep: 'Ponechat',
  },
  problems: {
    insecure_context: {
      title: 'Tato adresa není zabezpečená',
      text:
        'Aby vaše práce zůstala v tomto zařízení, potřebuje Countersign úložiště, které prohlížeče dávají jen adresám začínajícím https:// ' +
        'a adrese localhost. Otevřeli jste {origin}.',
      steps: [
        'Otevřete {https}, pokud ji správce nastavil.',
        'Na počítači, kde běží server, otevřete {localhost}.',
        'Pro správce: dejte server za nginx s certifikátem (hotová konfigurace je v `server/deploy`), nebo vytvořte tunel: `{tunnel}`',
      ],
    },
    no_opfs: {
      title: 'Tento prohlížeč nemůže vaši práci uchovat',
      text: 'Countersign ukládá každý záznam do zařízení dřív, než cokoli odešle. Tento prohlížeč k tomu nemá soukromé úložiště souborů.',
      steps: [
        'V anonymním okně: otevřete stejnou adresu v běžném okně.',
        'Aktualizujte prohlížeč. Nejstarší fungující jsou Chrome a Edge 109, Firefox 114 a Safari 17.',
        'V aplikaci, která zobrazuje stránky (pošta, chat): zvolte otevření v prohlížeči.',
      ],
    },
    storage_blocked: {
      title: 'Prohlížeč nedovoluje ukládat',
      text: 'Countersign ukládá každý záznam do zařízení dřív, než cokoli odešle. Zde to zakazuje anonymní okno nebo nastavení.',
      steps: [
        'V anonymním okně: otevřete stejnou adresu v běžném okně.',
        'Povolte tomuto webu ukládat data: klikněte na ikonu vlevo od adresy a pak na nastavení webu.',
      ],
    },
    no_worker: {
      title: 'Tento prohlížeč je příliš starý',
      text: 'Countersign běží jako modul na pozadí, který tento prohlížeč nemá.',
      steps: ['Aktualizujte prohlížeč. Nejstarší fungující jsou Chrome a Edge 109, Firefox 114 a Safari 17.'],
    },
    no_webgl: {
      title: 'Tento prohlížeč neumí vykreslit obrazovky',
      text: 'Obrazovky se kreslí pomocí WebGL 2, které zde není k dispozici. Nejčastěji je vypnutá hardwarová akcelerace.',
      steps: [
        'Chrome a Edge: Nastavení, Systém, zapněte grafickou (hardwarovou) akceleraci a restartujte prohlížeč.',
        'Firefox: Nastavení, Obecné, Výkon, zapněte hardwarovou akceleraci a restartujte prohlížeč.',
        'Safari: je potřeba verze 17 nebo novější.',
        'Na vzdálené ploše nebo ve virtuálním počítači: použijte prohlížeč vlastního počítače nebo aktualizujte ovladač grafiky.',
      ],
    },
    newer_database: {
      title: 'Vaše záznamy uložila novější verze',
      text: 'V této kartě běží starší verze Countersign než ta, která záznamy naposledy uložila. Nebude na ně sahat.',
      steps: [
        'Načtěte stránku znovu, tím získáte novější verzi. Nejlépe s připojením k síti.',
        'Pokud se tato stránka vrátí: zavřete všechny karty s Countersign a otevřete ho znovu.',
      ],
    },
    corrupt_database: {
      title: 'Uložené záznamy jsou poškozené',
      text: 'Soubor s vašimi záznamy v tomto zařízení neprošel kontrolou. Zůstal tak, jak je.',
      steps: [
        'Načtěte stránku znovu: soubor se přečte ještě jednou.',
        'Pokud se tato stránka vrátí: uložte soubory a předejte je správci. Jeden z nich je klíč: kdo má oba, může vaše záznamy přečíst, ' +
          'zvolte proto bezpečnou cestu. Co bylo odesláno, je na serveru; co odesláno nebylo, je stále v souboru.',
        'Potom soubor odložte a začněte znovu: zůstane v tomto prohlížeči pod jiným názvem a data ze serveru se po přihlášení vrátí. Nemažte ' +
          'data prohlížeče.',
      ],
      safe: 'Soubor zůstal beze změny; nic nebylo smazáno.',
    },
    key_lost: {
      title: 'Záznamy v tomto zařízení už nelze přečíst',
      text:
        'Jsou zašifrované a jejich klíč už v tomto prohlížeči není, nebo ho prohlížeč nemůže použít. To se stává, když byla smazána ' +
        'jen část dat prohlížeče nebo když byla jeho složka zkopírována do jiného zařízení. Bez tohoto klíče je nepřečte nikdo.',
      steps: [
        'Načtěte stránku znovu: klíč se bude hledat ještě jednou.',
        'Pokud se tato stránka vrátí: smažte nečitelné záznamy, začněte znovu a přihlaste se. Vše, co bylo odesláno, se vrátí ze ' +
          'serveru.',
        'Co odesláno nebylo, vrátit nelze. Pokud něco chybí, řekněte to správci.',
      ],
      safe: 'Vše, co bylo odesláno, je na serveru. V tomto zařízení se nic nesmaže, dokud to neřeknete.',
    },
    put_aside: {
      title: 'Poškozený soubor byl odložen',
      text: 'Zůstává v úložišti tohoto prohlížeče pro tuto adresu jako `{name}`. Countersign začíná s prázdnými záznamy.',
      steps: [
        'Přihlaste se znovu: vše, co bylo odesláno, se vrátí ze serveru.',
        'Co odesláno nebylo, je jen v tomto souboru. Nemažte data prohlížeče, neodhlašujte se, tím by se smazal, a řekněte to správci.',
      ],
      safe: 'Soubor zůstal beze změny; nic nebylo smazáno.',
    },
    storage_full: {
      title: 'Došlo místo',
      text: 'Zařízení nebo část vyhrazená prohlížeči je plná. Poslední záznam se neuložil; všechny předchozí ano.',
      steps: ['Uvolněte místo: smažte nepotřebné stažené soubory, videa nebo fotografie.', 'Pak se vraťte a uložte poslední záznam znovu.'],
      safe: 'Vše, co jste zaznamenali dříve, je uloženo v tomto zařízení.',
    },
    storage_failed: {
      title: 'Uložení se nezdařilo',
      text: 'Prohlížeč ohlásil chybu při čtení nebo zápisu vašich záznamů.',
      steps: ['Načtěte stránku znovu.', 'Pokud se to zopakuje: restartujte prohlížeč a pošlete podrobnosti správci.'],
    },
    open_elsewhere: {
      title: 'Countersign je otevřený v jiné kartě',
      text: 'Se záznamy může pracovat vždy jen jedna karta. Druhá karta svou práci uloží a předá je.',
      steps: [],
    },
    worker_crashed: {
      title: 'Countersign se zastavil',
      text: 'Ukončila ho chyba v programu. Každý záznam byl uložen ve chvíli, kdy jste ho pořídili.',
      steps: ['Načtěte stránku znovu a pokračujte, kde jste byli.', 'Pokud se to zopakuje: zkopírujte podrobnosti a pošlete je správci.'],
    },
    not_loaded: {
      title: 'Countersign se nepodařilo načíst',
      text: 'Část programu nedorazila.',
      steps: ['Zkontrolujte připojení a zkuste to znovu.', 'Pokud to trvá: server se možná aktualizuje; počkejte minutu.'],
    },
  },
};
