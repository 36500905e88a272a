import type { Mention } from "./mention.ts";

/**
 * Whether the mention stands in what a page has around its text and feeds carry along: a button to share or follow ("auf Facebook
 * teilen", "Follow us on YouTube", "Facebook Google + Twitter") or the note on how late prices are ("Verzögerung Deutsche Börse: 15 Min.").
 */
export function isPageFurniture(
  content: string,
  { start, end, text }: Pick<Mention, "start" | "end" | "text">,
): boolean {
  const before = content.slice(Math.max(0, start - nearLetters), start);
  const after = content.slice(end, end + nearLetters);
  if (delayAfter.test(after) && delayBefore.test(before)) return true;
  if (!networkNames.has(text.toLowerCase())) return false;
  return (
    [shareBefore, networkBefore].some((sign) => sign.test(before)) ||
    [shareAfter, networkAfter].some((sign) => sign.test(after))
  );
}

const nearLetters = 80;
const delayBefore = /verzögerung|zeitverzögert|delayed|delay of/i;
const delayAfter = /^:?\s?\(?\d{1,2}\s?[Mm]in|^(?:,| und| and) [\p{L} ]{2,20}:?\s?\d{1,2}\s?[Mm]in/u;

const networkNames = new Set(
  "facebook twitter whatsapp instagram youtube linkedin pinterest xing telegram reddit tiktok threads mastodon bluesky flipboard tumblr google snapchat".split(
    " ",
  ),
);
const networks =
  "(?:Facebook|Twitter|WhatsApp|Instagram|You[Tt]ube|LinkedIn|Pinterest|Xing|XING|Telegram|Reddit|TikTok|Threads|Mastodon|Bluesky|Flipboard|Tumblr|Google ?\\+|Google Plus|Snapchat)";

/** "Folgen Sie uns auf", "Share this on", "Jetzt teilen bei", but not "…, sagte sie auf Facebook". */
const shareBefore =
  /(?:(?:[Ff]olgen?|[Bb]esuchen?) (?:Sie |Du |du )?(?:uns|mir) (?:auch |jetzt )?(?:auf|bei)|[Ff]ollow (?:us|me|him|her|them) on|[Ll]ike us on|[Ss]hare (?:this )?(?:article |story |page )?(?:on|via)|[Tt]eilen (?:auf|bei|über|per|via|mit)|[Tt]weet(?:en)?|[Ee]mpfehlen (?:auf|bei|über))(?: \p{L}+,?(?: und| and)?)? $/u;
const shareAfter = /^ (?:[Tt]eilen(?![\p{L}])|[Pp]osten$|[Ss]haren?$|[Ff]olgen$)/u;

/** Names of networks one after the other without a word or comma between them are buttons. */
const networkBefore = new RegExp(`${networks}[ |·•/]{1,3}$`, "u");
const networkAfter = new RegExp(`^(?: ?\\+)?[ |·•/]{1,3}${networks}(?![\\p{L}])`, "u");
