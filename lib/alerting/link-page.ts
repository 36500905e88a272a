import { escapeMarkup } from "../text/escape-markup.ts";
import type { Language } from "./subscriber.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
form{display:inline}button{font:inherit;padding:.2rem .75rem}li{margin:.5rem 0}h1{font-size:1.25rem}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}}`;

/** The page behind a link in a mail, as HTML without a script; the title is plain, the lines are markup. */
export function linkPage(language: Language, plainTitle: string, lines: string[]): string {
  const title = escapeMarkup(plainTitle);
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title><style>${style}</style>
<h1>${title}</h1>
${lines.join("\n")}
</html>
`;
}

export const pageParagraph = (text: string): string => `<p>${escapeMarkup(text)}</p>`;

/** A button that posts this to the page's own address. */
export const pageButton = (name: string, value: string, label: string): string =>
  `<form method="post"><button name="${name}" value="${escapeMarkup(value)}">${escapeMarkup(label)}</button></form>`;
