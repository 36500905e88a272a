import type { TrapCase } from "../trap-cases.ts";

/** Headlines of business pages, a third batch, written last and mended least. */
export const lateEditionEnglish: TrapCase[] = [
  ["press", "en", "BMW, Qualcomm unveil driving system they built together", "BMW+Qualcomm cooperation agreed"],
  ["press", "en", "Toyota and Tesla top reliability survey", "none"],
  ["press", "en", "Hyundai, Kia hit by Samsung SDI battery delay", "none"],
  ["press", "en", "Volkswagen severs supply contract with Northvolt", "Volkswagen+Northvolt supply ended"],
  ["press", "en", "SoftBank exits Nvidia to bankroll OpenAI", "SoftBank+Nvidia stake ended"],
  ["press", "en", "Microsoft and OpenAI hammer out new terms", "Microsoft+OpenAI cooperation agreed"],
  ["press", "en", "OpenAI taps Google cloud despite rivalry", "OpenAI+Google supply agreed"],
  ["press", "en", "Google rivals OpenAI with new video tool", "none"],
  ["press", "en", "Apple in early stage talks with Perplexity over search", "Apple+Perplexity cooperation rumoured"],
  ["press", "en", "Pfizer, Lilly warn on tariffs", "none"],
  ["press", "en", "Enel and Masdar seal solar partnership in Spain", "Enel+Masdar cooperation agreed"],
  ["press", "en", "BP to buy power from Equinor wind farm", "BP+Equinor supply agreed"],
  ["press", "en", "Equinor lifts stake in Orsted to 10%", "Equinor+Orsted stake expanded"],
  ["press", "en", "Airbus to lease Rolls-Royce engines to Emirates", "Airbus+Emirates supply agreed"],
  ["press", "en", "ING and UniCredit in war of words", "none"],
  ["press", "en", "Santander picks Mastercard for new Openbank cards", "Santander+Mastercard supply agreed"],
  ["press", "en", "Mastercard, Visa probed over fees in Britain", "none"],
];
