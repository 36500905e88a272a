import type { WireField } from "./wire-span.ts";

/** A way of saying it. Group `about` is what it refers to. */
export interface LifeForm {
  kind: "correction" | "withdrawal";
  /** One that fits. */
  example: string;
  pattern: RegExp;
  field?: WireField;
}

/** The beginning of a sentence, as the end of the one before shows it. */
const begin = String.raw`(?:^|(?<=[.!?…:"“”»)\]|+]\s{1,3})|(?<=\n\s*))`;
/** A clause of the notice: quotations and brackets may hold anything. */
const clause = String.raw`(?:[^.!?,;„"“”()\n]|\d[.,]\d|„[^“”\n]{0,200}[“”]|"[^"\n]{0,200}"|“[^”\n]{0,200}”|\([^()\n]{0,100}\)){0,200}?`;
const report = "(?:Meldung|Eilmeldung|Agenturmeldung|Nachricht|Textfassung)";
const story = "(?:story|headline|dispatch|snap|alert|news release|press release)";
/** What follows "the story" in a notice: how it was called, not what it said. */
const called = String.raw`(?: (?:headlined|headed|titled|entitled|slugged|about|on|dated|issued|published|sent|moved|from)\b|(?=\s?["“(])|(?=,? (?:has|have|is|was|were|are)\b))`;
const rest = String.raw`[^\n]{0,300}?(?:[.!?](?=\s|$)|$)`;

/** The ways in which wires correct and withdraw. Each pattern is searched in a field from where its marks end. */
export const lifeForms: readonly LifeForm[] = [
  {
    kind: "correction",
    example: "WDH/KORREKTUR: Werft baut zwei Fähren",
    pattern:
      /^(?:\p{L}+ ?\d?\/)?(?:KORREKTUR|Korrektur|BERICHTIGUNG|Berichtigung|RICHTIGSTELLUNG|Richtigstellung|KORRIGIERT|Korrigiert|BERICHTIGT|Berichtigt|KORREKTUR-\p{Lu}+)(?: ?\(?\d\)?)?(?:\s?:|\/(?=\p{L})|\s[-–—](?=\s)|\s?\+{3})\s*/u,
  },
  {
    kind: "correction",
    example: "CORRECTED-Yard to build two ferries",
    pattern:
      /^(?:CORRECTED|CORRECTION|REFILE|CORRECTS|REFILES|KORREKTUR|BERICHTIGUNG)(?: \d{1,2})?(?:\s?[-–—]\s?|\/(?=\p{L})|\s?:\s*)(?=\S)/u,
  },
  {
    kind: "correction",
    example: "Correction: Yard to build two ferries",
    pattern: /^(?:Correction|Corrected|Refile)(?:\s?:|\s[-–—](?=\s)|\/(?=\p{Lu}))\s*/u,
  },
  {
    kind: "correction",
    example: "(Berichtigt: Zahl der Fähren)",
    pattern:
      /\((?:Berichtigt|BERICHTIGT|Korrigiert|KORRIGIERT|Korrektur|KORREKTUR|Berichtigung|BERICHTIGUNG|Richtigstellung|CORRECTED|Corrected|Correction|Refile|REFILE)(?=[:,;)]| (?:wird|wurde|um |im |in der |den |die |das |durchgehend|mit |headline|spelling|paragraph|name|figure|date|to ))[^()]{0,200}\)/u,
  },
  {
    kind: "correction",
    example: "Yard to build two ferries (corrected)",
    pattern:
      /[([](?:korrigiert|berichtigt|corrected|KORRIGIERT|BERICHTIGT|CORRECTED|Korrigiert|Berichtigt|Corrected)[)\]]$/u,
    field: "title",
  },
  {
    kind: "correction",
    example: "(Corrects number of ferries in paragraph 2)",
    pattern: /\((?:Corrects|Refiles|Corrects and refiles|Repeats to correct|Recasts to correct)\b[^()]{0,300}\)/u,
  },
  {
    kind: "correction",
    example: "(korrigierte Fassung)",
    pattern: /[([]?\b(?:[Kk]orrigierte|[Bb]erichtigte) (?:Fassung|Version|Meldung|Neufassung)(?=[)\]:.]|$)[)\].:]?/u,
  },
  {
    kind: "correction",
    example: "(Im zweiten Absatz wurde die Zahl berichtigt.)",
    pattern:
      /\((?:[^()]{0,160}(?:Absatz|Absatzes|Satz|Überschrift|Einstieg|Zeile)[^()]{0,120}) (?:berichtigt|korrigiert)\.?\)/u,
  },
  {
    kind: "correction",
    example: "In einer früheren Version hieß es, die Werft baue drei.",
    pattern: new RegExp(
      String.raw`${begin}(?:(?:Korrektur|Anmerkung|Hinweis|Anm\. d\. Red\.)[^:\n]{0,30}: )?In einer (?:früheren|vorherigen|ersten|älteren|ursprünglichen) (?:Version|Fassung)(?: (?:dieses|des|dieser|der|unseres|unserer) (?:Textes|Artikels|Beitrags|Berichts|Meldung|Nachricht|Mitteilung))? (?:hieß es|stand|hatten wir|war (?:von|die Rede|zu lesen|angegeben)|wurde|haben wir)(?<about>${rest})`,
      "u",
    ),
  },
  {
    kind: "correction",
    example: "An earlier version of this story gave a wrong number.",
    pattern: new RegExp(
      String.raw`${begin}(?:Correction: |Editor's note: )?(?:An earlier|A previous|An earlier or previous) version of this (?:story|article|report|post|headline|piece)(?<about>${rest})`,
      "u",
    ),
  },
  {
    kind: "correction",
    example: "This story has been corrected to show that …",
    pattern: new RegExp(
      String.raw`${begin}This (?:story|article|report|post|headline) (?:has been|was) (?:corrected|amended|refiled)(?<about>${rest})`,
      "u",
    ),
  },
  {
    kind: "correction",
    example: "(This March 1 story has been corrected to show that …)",
    pattern:
      /\(This (?:\p{Lu}[\p{L}.]{2,9} \d{1,2} )?(?:story|article|report|post|headline) (?:has been|was) (?:corrected|amended|refiled)[^()]{0,300}\)/u,
  },
  {
    kind: "correction",
    example: "Korrekturhinweis: Die Werft baut zwei Fähren.",
    pattern: new RegExp(
      String.raw`${begin}(?:Korrekturhinweis|Korrektur-Hinweis|Hinweis zur Korrektur|Korrektur der Redaktion)\s?:(?<about>${rest})`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "WITHDRAWN: Yard to build two ferries",
    pattern:
      /^(?:\(?WITHDRAWN\)?|\[WITHDRAWN\]|Withdrawn|WITHDRAWAL|RETRACTED|Retracted|RETRACTION|Retraction|ZURÜCKGEZOGEN|Zurückgezogen|KILL|KILLED|STORNO|MELDUNG ZURÜCKGEZOGEN|Meldung zurückgezogen)(?:\s?[:–—]|\s?-(?=\S)|\s-(?=\s)|(?<=[)\]])(?=\s)|\s?\+{3})\s*(?<about>.{0,200})/u,
    field: "title",
  },
  {
    kind: "withdrawal",
    example: "Yard to build two ferries (WITHDRAWN)",
    pattern:
      /[([](?:WITHDRAWN|Withdrawn|KILLED|RETRACTED|Retracted|ZURÜCKGEZOGEN|Zurückgezogen|zurückgezogen|Meldung zurückgezogen)[)\]]/u,
    field: "title",
  },
  {
    kind: "withdrawal",
    example: "ADVISORY: Yard story withdrawn",
    pattern:
      /^(?:ADVISORY\b\s?[-–—:/]?|Advisory\s?[-–—:/])\s?(?<about>[^\n]{0,200}?)\s?\b(?:is |was |has been |are |have been |IS |WAS |HAS BEEN )?(?:withdrawn|WITHDRAWN|killed|KILLED|retracted|RETRACTED)\b(?:[^\n]{0,60}$)?/u,
  },
  {
    kind: "withdrawal",
    example: "ADVISORY - Agency withdraws yard story",
    pattern: new RegExp(
      String.raw`^(?:ADVISORY|Advisory)\s?[-–—:/]\s?[^\n]{0,60}?\b(?:withdraws?|withdrew|kills?|killed|retracts?|retracted) (?:the |its |an? |our )?(?<about>[^\n]{0,200}?\b(?:${story}|report|item))\b`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "ACHTUNG - Meldung zurückgezogen",
    pattern: new RegExp(
      String.raw`^(?:ACHTUNG|Achtung|HINWEIS|Hinweis)[^\n]{0,60}?\b${report}(?<about>[^\n,]{0,150}?)\s(?:(?:wird|ist|wurde|wurden|werden) )?(?:hiermit )?(?:zurückgezogen|ZURÜCKGEZOGEN|storniert)(?:[^\n]{0,60}$)?`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "Die Meldung „Werft baut Fähre“ wird zurückgezogen.",
    pattern: new RegExp(
      String.raw`${begin}(?:ACHTUNG[^\n:]{0,30}[:!-] ?)?(?:Die|Diese|Unsere|Obige|Folgende) (?:obige |folgende |vorherige |vorangegangene |gestrige )?(?:Überschrift und )?${report}(?<about>${clause}) (?:wird|wurde|ist)(?: [^.!?,\n]{0,30})? (?:zurückgezogen|storniert|hinfällig)\b`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "Bitte verwenden Sie die Meldung „Werft baut Fähre“ nicht.",
    pattern: new RegExp(
      String.raw`(?:Bitte )?(?:[Vv]erwenden|[Vv]eröffentlichen|[Nn]utzen) Sie (?:die|diese|unsere) (?:obige |folgende )?${report}(?<about>${clause}) (?:bitte )?nicht\b`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "Wir ziehen die Meldung „Werft baut Fähre“ zurück.",
    pattern: new RegExp(
      String.raw`${begin}(?:Wir ziehen|Hiermit ziehen wir|dpa zieht|Die Redaktion zieht) (?:die|diese|unsere) (?:obige |folgende )?${report}(?<about>${clause}) zurück\b`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "Die Meldung wurde irrtümlich verbreitet.",
    pattern: new RegExp(
      String.raw`${begin}(?:Die|Diese) (?:obige |folgende )?${report}(?<about>${clause}) wurde (?:irrtümlich|versehentlich|fälschlich) (?:gesendet|verbreitet|veröffentlicht)`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "The story headlined “Yard to build ferry” is withdrawn.",
    pattern: new RegExp(
      String.raw`${begin}(?:Please note:? )?(?:The|This|Our) (?:earlier |previous |above )?(?:Reuters |AP |AFP |Bloomberg )?(?:${story}|(?<=This )(?:article|report|item))${called}(?<about>${clause}),? (?:has been|have been|is|was|were|are) (?:hereby |wrong and (?:is|was) )?(?:withdrawn|retracted|killed|sent in error|published in error|issued in error)\b`,
      "u",
    ),
  },
  {
    kind: "withdrawal",
    example: "Please disregard the story “Yard to build ferry”",
    pattern: new RegExp(
      String.raw`${begin}(?:EDITORS?:? |Editors:? )?(?:Please|PLEASE) (?:disregard|kill|ignore|do not use|discard) (?:the|this|our) (?:earlier |previous |above )?${story}\b(?<about>${clause})(?=[.!?,\n]|$)`,
      "iu",
    ),
  },
  {
    kind: "withdrawal",
    example: "STORY KILLED",
    pattern: new RegExp(
      String.raw`${begin}(?:MANDATORY KILL|STORY KILLED|STORY WITHDRAWN|STORY REMOVED|STORY RETRACTED|ARTICLE RETRACTED|mandatory kill|Mandatory kill|Mandatory Kill)\b(?:\s?[-–—:]\s*(?<about>[^\n]{0,200}))?`,
      "u",
    ),
  },
];
