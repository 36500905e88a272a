import { escapeMarkup } from "../text/escape-markup.ts";
import type { Language } from "./subscriber.ts";

/** What stands in the HTML part of a mail; the texts plain, the blocks markup that `mail-blocks.ts` made. */
export interface MailContent {
  /** The one heading of the first level. */
  heading: string;
  /** What mail clients show beside the subject; what the mail shows itself need not be said twice. */
  preview: string;
  blocks: string[];
}

export interface MailPage extends MailContent {
  language: Language;
  title: string;
  /** Below everything, small. */
  footer: string[];
}

/**
 * Light as inline styles, which every client takes; dark as rules, by clients that ask which is wanted, and `!important` because
 * nothing else outdoes an inline style. Contrasts are 4.5 : 1 and more in both (WCAG 2.2 §1.4.3); a browser test measures them.
 */
const dark = {
  page: "background:#111315!important;color:#e8eaed!important",
  card: "background:#1d2024!important;border-color:#3a3f45!important",
  text: "color:#e8eaed!important",
  muted: "color:#b3b9c1!important",
  link: "color:#8ab4f8!important",
  rule: "border-color:#3a3f45!important",
  good: "background:#12381f!important;color:#a7e3b7!important",
  bad: "background:#4a1618!important;color:#ffb9b5!important",
  open: "background:#453208!important;color:#ffd988!important",
  calm: "background:#33383e!important;color:#dfe3e8!important",
} as const;

/** Light: what an element of this class says inline. */
export const light: Record<keyof typeof dark, string> = {
  page: "background:#f1f3f5;color:#1b1d20",
  card: "background:#ffffff;border:1px solid #d5d9de",
  text: "color:#1b1d20",
  muted: "color:#545b64",
  link: "color:#0b57d0",
  rule: "border-top:1px solid #d5d9de",
  good: "background:#def3e4;color:#0b5a2b",
  bad: "background:#fce4e3;color:#8c1d18",
  open: "background:#fff0cc;color:#6a4700",
  calm: "background:#e7eaee;color:#3a4149",
};

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** Outlook on Windows knows no `max-width`; this table is for it alone. */
const outlookTable = [
  '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->',
  "<!--[if mso]></td></tr></table><![endif]-->",
];
/** Clients fill the preview with what comes next in the mail, unless something invisible stands in between. */
const previewFiller = "&#8199;&#65279;&#847; ".repeat(20).trim();

const rules = [
  ":root{color-scheme:light dark;supported-color-schemes:light dark}",
  "body{margin:0;padding:0;-webkit-text-size-adjust:100%;text-size-adjust:100%}",
  "a:hover{text-decoration:none!important}",
  "@media (max-width:480px){.outside{padding:0!important}.card{border-left:0!important;border-right:0!important;border-radius:0!important}.inside{padding-left:16px!important;padding-right:16px!important}}",
  `@media (prefers-color-scheme:dark){${Object.entries(dark)
    .map(([name, style]) => `.${name}{${style}}`)
    .join("")}}`,
];

/**
 * A mail's HTML part: one column of tables with inline styles, as mail clients want it, from 320 pixels' width up, in light
 * and dark. Nothing is loaded from anywhere, so that opening it tells nobody. The texts are escaped here.
 */
export function mailPage({ language, title, heading, preview, blocks, footer }: MailPage): string {
  const row = (inner: string, padding: string) =>
    `<tr><td class="inside" style="padding:${padding};${font};font-size:16px;line-height:1.5">${inner}</td></tr>`;
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
<title>${escapeMarkup(title)}</title>
<style>
${rules.join("\n")}
</style>
</head>
<body class="page" style="margin:0;padding:0;${light.page}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeMarkup(preview)}${previewFiller}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${light.page}">
<tr><td class="outside" align="center" style="padding:24px 12px">
${outlookTable[0]}
<div role="main" style="max-width:600px;margin:0 auto;text-align:left">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="${light.card};border-radius:8px;border-collapse:separate">
${row(`<h1 class="text" style="margin:0;font-size:20px;line-height:1.3;font-weight:600;overflow-wrap:anywhere;${light.text}">${escapeMarkup(heading)}</h1>`, "20px 24px 0")}
${blocks.map((block) => row(block, "0 24px")).join("\n")}
<tr><td style="height:20px;line-height:20px;font-size:0">&nbsp;</td></tr>
</table>
</div>
<div role="contentinfo" style="max-width:600px;margin:0 auto;text-align:left">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${row(footer.map((line) => `<p class="muted" style="margin:0 0 4px;font-size:13px;overflow-wrap:anywhere;${light.muted}">${line}</p>`).join("\n"), "16px 24px 24px")}
</table>
</div>
${outlookTable[1]}
</td></tr>
</table>
</body>
</html>
`;
}
