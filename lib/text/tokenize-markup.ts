import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/**
 * Calls `callbacks` for the tokens of a document in HTML or XML, well-formed or not, in one pass. Entities are left alone.
 * The tokenizer rather than the parser of htmlparser2: its stack of open elements costs the square of their depth.
 */
export function tokenizeMarkup(source: string, language: "html" | "xml", callbacks: Partial<TokenizerCallbacks>): void {
  const options = { xmlMode: language === "xml", decodeEntities: false };
  const tokenizer = new Tokenizer(options, { ...ignoreAll, ...callbacks });
  tokenizer.write(source);
  tokenizer.end();
}

const ignore = (): void => {};
const ignoreAll: TokenizerCallbacks = {
  onattribdata: ignore,
  onattribentity: ignore,
  onattribend: ignore,
  onattribname: ignore,
  oncdata: ignore,
  onclosetag: ignore,
  oncomment: ignore,
  ondeclaration: ignore,
  onend: ignore,
  onopentagend: ignore,
  onopentagname: ignore,
  onprocessinginstruction: ignore,
  onselfclosingtag: ignore,
  ontext: ignore,
  ontextentity: ignore,
};
