import { escapeMarkup } from "../text/escape-markup.ts";
import { light } from "./mail-page.ts";

const line = (text: string, tone: "text" | "muted", style: string): string =>
  text === ""
    ? ""
    : `<p class="${tone}" style="${style};overflow-wrap:anywhere;${light[tone]}">${escapeMarkup(text)}</p>`;

/** A paragraph; the text is plain. Nothing of nothing, as of all that follow. */
export const paragraph = (text: string): string => line(text, "text", "margin:12px 0 0");

/** Smaller, for what explains. */
export const note = (text: string, gapPx = 8): string => line(text, "muted", `margin:${gapPx}px 0 0;font-size:14px`);

/** `url` must have been looked at (`safeLink`), or be ours. */
export const link = (url: string, text: string): string =>
  `<a class="link" href="${escapeMarkup(url)}" style="${light.link};text-decoration:underline">${escapeMarkup(text)}</a>`;

/** A link that is the point of the mail. White on blue, in the dark, too. */
export const button = (url: string, text: string): string =>
  `<p style="margin:20px 0 0"><a href="${escapeMarkup(url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#0b57d0;color:#ffffff;font-weight:600;text-decoration:none">${escapeMarkup(text)}</a></p>`;

/** A line across, above what it is given. */
export const section = (inner: string): string =>
  `<div class="rule" style="margin:20px 0 0;padding:16px 0 0;${light.rule}">${inner}</div>`;
