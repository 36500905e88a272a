import * as z from "zod";

const expected = "an IANA time zone such as Europe/Berlin";

/** A time zone that this machine's clock tables know, in its usual case. */
export const timeZone = z
  .string()
  .max(64)
  .transform((text, context) => {
    const zone = known(text);
    if (zone) return zone;
    context.issues.push({ code: "custom", message: expected, input: text });
    return z.NEVER;
  })
  .meta({ description: expected });

function known(text: string): string | null {
  try {
    const zone = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
    // An old name resolves to a newer one; it stays as it was given. Offsets (+02:00) have no summer time.
    if (!/^[A-Za-z]/.test(text)) return null;
    return zone.toLowerCase() === text.toLowerCase() ? zone : text;
  } catch {
    return null;
  }
}
