/** Names of the months, folded: English, German (with Austria's and the short forms), French, Spanish, Italian, Dutch, Portuguese. */
const names: readonly string[][] = [
  "january januar jaenner janvier enero gennaio januari janeiro",
  "february februar feber fevrier febrero febbraio februari fevereiro",
  "march maerz marz mrz mars marzo maart mrt marco",
  "april avril abril aprile",
  "may mai mayo maggio mei maio",
  "june juni juin junio giugno junho",
  "july juli juillet julio luglio julho",
  "august aout agosto augustus",
  "september septembre septiembre settembre setembro",
  "october oktober octobre octubre ottobre outubro",
  "november novembre noviembre novembro",
  "december dezember decembre diciembre dicembre dezembro",
].map((line) => line.split(" "));

const shortestAbbreviation = 3;

/** The month, 1 to 12, that a word names in full or by its first letters, at least three; null for any other word. */
export function monthNamed(word: string): number | null {
  const folded = word.toLowerCase().replaceAll("ä", "ae").normalize("NFD").replace(/\p{M}/gu, "");
  if (folded.length < shortestAbbreviation) return null;
  const index = names.findIndex((ofMonth) => ofMonth.some((name) => name.startsWith(folded)));
  return index < 0 ? null : index + 1;
}
