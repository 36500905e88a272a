import { isUsualPrefix, usualPrefix } from "./feed-names.ts";
import type { RepairLog } from "./repair-log.ts";

/** Turns the names of one document into those of `feed-names.ts`, whatever prefixes and case the publisher uses. */
export interface ElementNames {
  /** Takes in the namespaces that this element declares; `lasting` ones hold for what follows it, too. */
  declare(attributes: Map<string, string>): void;
  /** The default namespace for all that follows, where the attributes declare one. */
  enter(attributes: Map<string, string>): void;
  /** `prefix:local` in lower case; `?:local` for an element of a foreign namespace. */
  resolve(name: string, attributes: Map<string, string>): string;
}

/** XML has these in mixed case; every other name that we know is in lower case. */
const mixedCase = new Set(["pubDate", "lastBuildDate", "origLink"]);

/** Real documents use a dozen namespaces, and each of them in every item. */
const rememberedUrisMax = 100;

/** The names in a document whose root is `rootName`; its own vocabulary gets the prefix `native` ("" or "atom"). */
export function elementNames(
  rootName: string,
  rootAttributes: Map<string, string>,
  native: string,
  repairs: RepairLog,
): ElementNames {
  const uris = new Map<string, string>();
  const usualOfUri = new Map<string, string | null>();
  const rootPrefix = splitName(rootName).prefix;
  const rootDefault = rootAttributes.get("xmlns")?.trim();
  let defaultUri = rootDefault;
  const prefixOf = (prefix: string, attributes: Map<string, string>): string => {
    const uri = prefix === "" ? (attributes.get("xmlns")?.trim() ?? defaultUri) : uris.get(prefix);
    if (uri === undefined || uri === "") return undeclared(prefix);
    const known = usualOf(uri);
    if (known !== null && !(known === "atom" && prefix === "" && uri === rootDefault)) return known;
    return uri === rootDefault || prefix === rootPrefix ? native : "?";
  };
  const usualOf = (uri: string): string | null => {
    const known = usualOfUri.get(uri);
    if (known !== undefined) return known;
    const usual = usualPrefix(uri);
    if (usualOfUri.size < rememberedUrisMax) usualOfUri.set(uri, usual);
    return usual;
  };
  const undeclared = (prefix: string): string => {
    if (prefix === "" || prefix === rootPrefix) return native;
    if (!isUsualPrefix(prefix)) return "?";
    repairs.note("undeclared prefix taken for its usual namespace", prefix);
    return prefix;
  };
  const names: ElementNames = {
    declare(attributes) {
      for (const [name, uri] of attributes) if (name.startsWith("xmlns:")) uris.set(name.slice(6), uri);
    },
    enter(attributes) {
      names.declare(attributes);
      defaultUri = attributes.get("xmlns")?.trim() ?? defaultUri;
    },
    resolve(name, attributes) {
      const { prefix, local } = splitName(name);
      const lower = local.toLowerCase();
      const usual = prefixOf(prefix, attributes);
      if (lower !== local && usual !== "?" && !mixedCase.has(local) && isOurs(lower)) {
        repairs.note("element name in the wrong case", name);
      } else if (lower === local && isMixed(lower)) repairs.note("element name in the wrong case", name);
      return usual === "" ? lower : `${usual}:${lower}`;
    },
  };
  names.declare(rootAttributes);
  return names;
}

const isMixed = (lower: string): boolean => lower === "pubdate" || lower === "lastbuilddate";

const ours = new Set(
  "channel item entry title link guid id description summary content published updated issued modified".split(" "),
);
const isOurs = (lower: string): boolean => ours.has(lower) || isMixed(lower);

function splitName(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(":");
  return colon < 0
    ? { prefix: "", local: name }
    : { prefix: name.slice(0, colon).toLowerCase(), local: name.slice(colon + 1) };
}
