import { escapeMarkup } from "../text/escape-markup.ts";
import { frames } from "./frame.ts";
import { pageButton as button, linkPage, pageParagraph as paragraph } from "./link-page.ts";
import type { Language } from "./subscriber.ts";
import type { Reached } from "./unsubscribe.ts";

/** What the page is shown after: the link was opened, something was ended, or a request came that named nothing to end. */
export type Occasion = "opened" | "ended" | "nothing-named";

/**
 * The page behind the link of an email, as HTML without a script, in its reader's language. Its buttons post to its own
 * address; the one for everything sends what mail programs send (RFC 8058 §3.2).
 */
export function composeUnsubscribePage({ language, isSent, watchlists }: Reached, occasion: Occasion): string {
  const words = frames[language].unsubscribe;
  const said = { opened: [], ended: [words.ended], "nothing-named": [words.nothingNamed] }[occasion];
  if (!isSent) return page(language, [...said, words.notSent].map(paragraph));
  const entries = watchlists.map(
    ({ id, name }) => `<li>${escapeMarkup(name)} ${button("watchlist", id, words.one)}</li>`,
  );
  const list =
    entries.length > 0
      ? [paragraph(words.reached), `<ul>${entries.join("\n")}</ul>`]
      : [paragraph(words.reachedByNone)];
  const all = button(oneClick.name, oneClick.value, words.everything);
  return page(language, [...said.map(paragraph), ...list, all]);
}

/** The page for a link that is none of ours or whose endpoint is gone: in all languages, as nobody knows the reader's. */
export const composeUnknownLinkPage = (): string =>
  page(
    "en",
    (Object.keys(frames) as Language[])
      .toReversed()
      .map((language) => `<p lang="${language}">${escapeMarkup(frames[language].unsubscribe.unknown)}</p>`),
  );

/** The body of a mail program's one click. */
export const oneClick = { name: "List-Unsubscribe", value: "One-Click" } as const;

const page = (language: Language, lines: string[]): string =>
  linkPage(language, frames[language].unsubscribe.title, lines);
