/** Two numeric references, the first of which may be to a high surrogate and the second to a low one. */
const pair = /&#(?:(5[56]\d{3})|x(d[89ab][0-9a-f]{2}));&#(?:(5[67]\d{3})|x(d[c-f][0-9a-f]{2}));/gi;

/**
 * The text with each two references that together make a surrogate pair ("&#55357;&#56832;") replaced by its character: so
 * those write emoji who escape UTF-16 unit by unit. Such a reference on its own means nothing (XML 1.0 §2.2) and stays.
 */
export function withSurrogatesJoined(text: string): string {
  if (!text.includes(";&#")) return text;
  return text.replace(pair, (source, highDecimal, highHex, lowDecimal, lowHex) => {
    const high = highHex === undefined ? Number(highDecimal) : Number.parseInt(highHex, 16);
    const low = lowHex === undefined ? Number(lowDecimal) : Number.parseInt(lowHex, 16);
    const isPair = high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
    return isPair ? String.fromCharCode(high, low) : source;
  });
}
