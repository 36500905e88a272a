/** The 32 characters that windows-1252 has where ISO 8859-1 and Unicode have the C1 controls; unassigned ones stay. */
const c1Characters = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** The character that was meant by a code from 128 to 159: publishers mean windows-1252, never a C1 control (WHATWG Encoding). */
export const windows1252Character = (code: number): string => c1Characters[code - 0x80] ?? "";

/** The text with every C1 control replaced by the windows-1252 character of its code. */
export const withoutC1 = (text: string): string =>
  text.replace(/[\x80-\x9f]+/g, (controls) => {
    let characters = "";
    for (let at = 0; at < controls.length; at += 1) characters += windows1252Character(controls.charCodeAt(at));
    return characters;
  });
