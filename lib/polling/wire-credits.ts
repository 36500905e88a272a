import { agencyForms, agencyFormsAlone, agencyOf, creditedAgency, formsOf, mayNameAgency } from "./agencies.ts";
import { endCharsMax, type FoundInField } from "./wire-facts.ts";
import type { WireField } from "./wire-span.ts";

/** A way of naming the source. Group `agency` is whom it credits, `credit` the inside of a bracket. */
interface CreditForm {
  /** One that fits. */
  example: string;
  pattern: RegExp;
  field?: WireField;
  /** It names people, no agency. */
  nobody?: boolean;
  /** Pictures have other agencies than words. */
  picture?: boolean;
}

const any = `(?<agency>${agencyForms})(?![\\p{L}\\d-])`;
const sure = `(?<agency>${agencyFormsAlone})(?![\\p{L}\\d-])`;
const person = String.raw`\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:von|van|de|der|den|zu))*(?: \p{Lu}[\p{L}\p{M}.'’-]*){1,3}`;
const sentenceEnd = String.raw`(?<=[.!?…"“”»)\]]\s{0,3})`;

const copyright = String.raw`(?:©|\([cC]\)|Copyright)\s*(?:\d{4}\s*)?(?:by |the |The )?`;

const forms: readonly CreditForm[] = [
  {
    example: "… bis 2030. (dpa/lby)",
    pattern: new RegExp(
      String.raw`(?<=[.!?…"“”»)\]]\s{0,3})[([](?<credit>(?:(?:[Mm]it Material (?:von|der)|Quellen?:|Source:|Text:|Mit) ?)?(?:${agencyForms})(?![\p{L}\d])[^()[\]]{0,60})[)\]]\.?`,
      "gu",
    ),
  },
  {
    example: "Airline orders jets (AP)",
    pattern: new RegExp(
      String.raw`(?<=\S\s)[([](?<credit>(?:${agencyForms})(?![\p{L}\d])[^()[\]]{0,40})[)\]]\.?\s*$`,
      "gu",
    ),
  },
  {
    example: "(Foto: dpa)",
    pattern: new RegExp(
      String.raw`[([](?:Foto|Bild|BILD|FOTO|Symbolbild|Archivbild|Photo|Image|Picture)s?: ?(?:${agencyForms}|[\p{L}. -]{2,30}/(?:${agencyForms}))(?![\p{L}\d])[^()[\]]{0,60}[)\]]`,
      "gu",
    ),
    picture: true,
  },
  {
    example: "Foto: dpa",
    pattern: new RegExp(
      String.raw`(?<![\p{L}(])(?:Foto|Bild|Photo): ?(?:${agencyForms})(?![\p{L}\d-])(?:/[\p{L}.-]{1,20}){0,3}`,
      "gu",
    ),
    picture: true,
  },
  {
    example: "Quelle: dpa",
    pattern: new RegExp(String.raw`(?<!\p{L})(?:Quelle|Source): ?${any}(?:/[\p{L}.-]{1,20}){0,3}`, "gu"),
  },
  {
    example: "… bis 2030. © dpa-infocom, dpa:260603-99-123456/2",
    pattern: new RegExp(String.raw`${copyright}${any}(?:[/,] ?[\p{L}.-]{1,20}){0,3}[^.!?\n]{0,60}$`, "gu"),
  },
  {
    example: "© AFP Die Werft …",
    pattern: new RegExp(String.raw`${copyright}${any}(?:/[\p{L}.-]{1,20}){0,3}(?: GmbH)?`, "gu"),
    picture: true,
  },
  { example: "dpa:260603-99-123456/2", pattern: /(?<agency>dpa):\d{6}-\d{2,}-\d{4,8}(?:\/\d+)?/gu },
  {
    example: "Von Eva Kern, dpa",
    pattern: new RegExp(
      String.raw`(?:^|(?<=[.!?…"“”»)\]]\s)|(?<=\n\s*))(?:Von|VON|By|BY) ${person}(?:(?:, | und | and )${person}){0,3}(?:,? \(?${any}\)?| und dpa)(?: (?:Business |Auto |Staff |Sports )?(?:Writer|Writers|Korrespondent|Korrespondentin))?(?=\s*(?:$|\n|[-–—]|\p{Lu}|["„“]))`,
      "gu",
    ),
  },
  {
    example: "(Reporting by Ann Lee; Editing by Bo Day)",
    pattern: new RegExp(
      String.raw`${sentenceEnd}\((?:Reporting|Writing|Editing|Additional reporting|Compiled|Bericht|Geschrieben|Redigiert|Reporter)\b[^()]{3,300}\)`,
      "gu",
    ),
    nobody: true,
  },
  {
    example: "… bis 2030. dpa/eka",
    pattern: new RegExp(
      String.raw`(?:${sentenceEnd}|(?<=\s-{2,3}\s?))(?:-{2,3} ?)?${sure}(?:/[\p{L}.-]{1,12}){0,4}\.?\s*$`,
      "gu",
    ),
  },
  { example: "… bis 2030. --- dpa", pattern: new RegExp(String.raw`(?<=\S\s)-{2,3} ?${sure}\s*$`, "gu") },
  {
    example: "… bis 2030./eka/DP/men",
    pattern: /(?<=[.!?"“”])\s?\/[a-z]{2,4}(?:\/[A-Za-z]{2,4}){1,3}\s*$/gu,
    nobody: true,
  },
  {
    example: "dpa: Bahn baut Strecke aus",
    pattern: new RegExp(String.raw`^${sure}(?:/[\p{L}]{2,8})?(?::|\s[-–—|])\s+(?=[\p{Lu}"„“»\d])`, "gu"),
    field: "title",
  },
  {
    example: "Bahn baut Strecke aus - Reuters",
    pattern: new RegExp(String.raw`(?<=\S \S[^\n]*)(?:\s[-–—|]+\s|:\s|\s?--\s?)${sure}(?:/[\p{L}]{2,8})?\s*$`, "gu"),
    field: "title",
  },
];

/** Editors' names and signs: they need no agency beside them. */
const formsWithoutAgency = forms.filter(({ nobody }) => nobody);

/** The credits of a field. Of a long text, its beginning and end are searched. */
export function findCredits(content: string, field: WireField, begin: number): FoundInField {
  const found: FoundInField = { agency: null, spans: [] };
  for (const [from, to] of searched(content, begin)) {
    const part = content.slice(from, to);
    const named = mayNameAgency(part);
    if (!named && !part.includes("(") && !part.includes("/")) continue;
    for (const form of named ? forms : formsWithoutAgency) {
      if (form.field !== undefined && form.field !== field) continue;
      // Not `matchAll`, which makes a pattern of its own for each text.
      form.pattern.lastIndex = 0;
      for (let match = form.pattern.exec(part); match !== null; match = form.pattern.exec(part)) {
        const agency = form.picture ? null : agencyIn(match);
        if (agency === undefined || explainsName(part, match.index, agency)) continue;
        found.agency ??= agency;
        const lead = match[0].length - match[0].trimStart().length;
        found.spans.push({
          field,
          start: from + match.index + lead,
          end: from + match.index + match[0].length,
          what: "credit",
        });
      }
    }
  }
  return found;
}

function searched(content: string, begin: number): [number, number][] {
  if (content.length - begin <= 2 * endCharsMax) return [[begin, content.length]];
  return [
    [begin, begin + endCharsMax],
    [content.length - endCharsMax, content.length],
  ];
}

/** The agency that is credited, null for a credit that names none, undefined for what is none. */
function agencyIn({ groups }: RegExpExecArray): string | null | undefined {
  if (groups?.agency !== undefined) return agencyOf(groups.agency);
  if (groups?.credit === undefined) return null;
  return (
    creditedAgency(groups.credit.replace(/^(?:[Mm]it Material (?:von|der)|Quellen?:|Source:|Text:|Mit) ?/u, "")) ??
    undefined
  );
}

/** "Associated Press (AP)": the bracket gives the short form of the name before it. */
function explainsName(part: string, at: number, agency: string | null): boolean {
  if (agency === null || !/[([]/.test(part[at] ?? "")) return false;
  const before = part.slice(Math.max(0, at - 60), at).trimEnd();
  if (/(?:agentur|agency|press|newswire|dienst)$/i.test(before)) return true;
  const forms = formsOf(agency).map((form) => form.toUpperCase());
  const names = before.split(/[\s-]+/).slice(-4);
  return names.some((_, from) => {
    const initials = names.slice(from).map((name) => name[0] ?? "");
    return (
      initials.length > 1 && initials.every((letter) => /\p{Lu}/u.test(letter)) && forms.includes(initials.join(""))
    );
  });
}
