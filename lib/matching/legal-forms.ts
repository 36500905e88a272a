/** The name without the legal forms at its end ("Continental AG" → "Continental"); a name that is nothing else stays whole. */
export function withoutLegalForm(name: string): string {
  let rest = name.trim();
  for (;;) {
    const shorter = rest.replace(legalFormAtEnd, "");
    if (shorter === rest || !/[\p{L}\p{N}]/u.test(shorter)) return rest;
    rest = shorter;
  }
}

/** Legal forms of companies as they stand behind the name, longest first where one contains another. */
export const legalForms = [
  "GmbH & Co. KGaA",
  "GmbH & Co. KG",
  "AG & Co. KGaA",
  "SE & Co. KGaA",
  "SE & Co. KG",
  "AG & Co. KG",
  "Aktiengesellschaft",
  "Corporation",
  "Incorporated",
  "Company",
  "Limited",
  "Holdings",
  "Holding",
  "gGmbH",
  "GmbH",
  "mbH",
  "KGaA",
  "e.V.",
  "e.G.",
  "S.p.A.",
  "S.A.S.",
  "S.A.R.L.",
  "S.A.",
  "N.V.",
  "B.V.",
  "Pty",
  "Corp",
  "Inc",
  "Ltd",
  "LLC",
  "LLP",
  "PLC",
  "plc",
  "Oyj",
  "ASA",
  "SpA",
  "SAS",
  "Co",
  "AG",
  "SE",
  "KG",
  "SA",
  "NV",
  "BV",
  "AB",
  "AS",
  "Oy",
  "eG",
  "UG",
];

const escaped = legalForms.map((form) =>
  form.replace(/[.&]/g, (sign) => (sign === "." ? "\\.?" : "(?:&|und|and)")).replace(/ /g, "\\s*"),
);
const legalFormAtEnd = new RegExp(`[\\s,]+(?:&\\s*)?(?:${escaped.join("|")})\\.?(?:\\s*\\([^)]*\\))?$`, "u");

/** Legal forms, in lower case and without dots, that are no name when they stand alone (SAS and SA may be one). */
export const neverAlone = new Set([
  "ag",
  "se",
  "gmbh",
  "kg",
  "kgaa",
  "mbh",
  "ltd",
  "inc",
  "corp",
  "llc",
  "plc",
  "co",
  "nv",
  "bv",
  "ev",
  "spa",
]);
