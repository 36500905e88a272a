import { foldPlain } from "../text/fold.ts";
import { withoutLegalForm } from "./legal-forms.ts";

/**
 * The id of the company with this name: folded, without legal form, as a slug ("Bayerische Motoren Werke AG" →
 * "bayerische-motoren-werke"). Two spellings of a name that differ in nothing else have one id. A name without any letter or
 * digit has the id "".
 */
export function entityId(name: string): string {
  return foldPlain(withoutLegalForm(name))
    .replace(/'/g, "")
    .replace(/\+/g, " plus ")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}
