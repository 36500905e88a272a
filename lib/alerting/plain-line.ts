import { isTagName } from "../text/plain-text.ts";

/** A value in quotes may have a ">" in it; where the quotes don't match, the tag ends at the first. */
const tag = /<\/?[a-z!?](?:[^<>"']|=\s*"[^"]*"|=\s*'[^']*')*>|<\/?[a-z!?][^<>]*>/giu;
/** What nothing closes up to the text's end, but has an attribute or is no element: "<b onclick=", "<!-- ". */
const begunTag = /^<(?:\/?[a-z]\S*(?:\s.*)?\s[\w:@.-]+=|[!?][a-z[-])/iu;
/** "<b", "</b", "<b oncl": only of HTML's own names, else "VW <Toyota" would lose one. */
const begunName = /^<(?:\/|\/?([a-z][a-z0-9]*)(?:\s+[\w:@.-]*\s*(?:=.*)?)?)$/iu;
const lineBreaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
// Format characters hold the bidi controls (a "gnp.exe" that reads "exe.png"), zero-width ones, soft hyphens and tags. To be
// ignored are fillers and variation selectors, too: letters and marks that show nothing. No text has a noncharacter.
const invisible = /[\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/**
 * Feed text as one line that can do no harm: without tags, control, bidi, invisible and unpaired characters, white space
 * collapsed, at most `charactersMax` UTF-16 code units long. A feed can thus not forge a line of ours or turn one round.
 */
export function plainLine(text: string, charactersMax: number): string {
  const bare = withoutTags(
    text
      .slice(0, charactersMax * readMax)
      .replace(lineBreaks, " ")
      .replace(invisible, ""),
  );
  return shorten(bare.replace(/\s+/gu, " ").trim(), charactersMax);
}

/** So many times the length that is wanted is looked at: text that is nearly all tags isn't worth more. */
const readMax = 8;

/** Taking a tag out can leave another ("<b <i> x>"), so until nothing changes. */
function withoutTags(text: string): string {
  const bare = withoutBegunTags(text.replace(tag, " "));
  return bare === text ? text : withoutTags(bare);
}

function withoutBegunTags(text: string): string {
  const at = text.lastIndexOf("<");
  const last = at < 0 ? "" : text.slice(at);
  return last !== "" && !last.includes(">") && isBegun(last) ? withoutBegunTags(text.slice(0, at)) : text;
}

function isBegun(tag: string): boolean {
  const [whole, name = null] = begunName.exec(tag) ?? [];
  return begunTag.test(tag) || (whole !== undefined && (name === null || isTagName(name)));
}

/** The text, or its beginning up to a word's end and "…", at most `charactersMax` UTF-16 code units in all. */
export function shorten(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const room = text.slice(0, Math.max(0, charactersMax - 1));
  const lastSpace = room.lastIndexOf(" ");
  const cut = lastSpace > charactersMax / 2 ? room.slice(0, lastSpace) : room.replace(brokenEnd, "");
  return `${cut.replace(/[\s,;:·–-]+$/u, "")}…`;
}

/** Half of a surrogate pair. */
const brokenEnd = /[\uD800-\uDBFF]$/;

const linkCharactersMax = 2000;

/** The link in its normal form if it is http or https and of a bearable length, else null. */
export function safeLink(link: string | null): string | null {
  if (link === null || link.length > linkCharactersMax || !URL.canParse(link)) return null;
  const { protocol, username, password, href } = new URL(link);
  // A user name in a link serves only to make "https://bank.example@evil.example" look like the bank.
  if (!/^https?:$/.test(protocol) || username !== "" || password !== "") return null;
  return href.replace(/`/g, "%60");
}
