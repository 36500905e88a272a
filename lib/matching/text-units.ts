import { Buffer } from "node:buffer";

/** A text as an array of its UTF-16 code units, which is read faster than the text itself; a few zeros stand behind it. */
export interface TextUnits {
  text: string;
  units: Uint16Array;
  length: number;
}

/** The text's code units. They are valid until the next call: all but very long texts share one array. */
export function unitsOf(text: string): TextUnits {
  const { length } = text;
  const units = length > sharedLength ? new Uint16Array(length + endZeros) : shared;
  if (length < shortLength) for (let i = 0; i < length; i += 1) units[i] = text.charCodeAt(i);
  else (units === shared ? sharedBytes : Buffer.from(units.buffer)).write(text, 0, "utf16le");
  units.fill(0, length, length + endZeros);
  return { text, units, length };
}

const sharedLength = 65_536;
/** Calling the copy costs as much as this many letters by hand. */
const shortLength = 40;
/** Looking at the unit behind the text, and at the one behind that, needs no check. */
const endZeros = 2;
const shared = new Uint16Array(sharedLength + endZeros);
const sharedBytes = Buffer.from(shared.buffer);
