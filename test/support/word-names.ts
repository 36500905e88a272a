import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

/** Companies whose names mean other things, too, and some that are named beside them. */
const { entities } = readWatchlist({
  entities: [
    ..."BMW,Daimler,Fiat,Ford,General Motors,Jeep,Mercedes-Benz,Mini,Opel,Ram,Seat,Smart,Dodge,Stellantis,Toyota,Vauxhall,Volkswagen".split(
      ",",
    ),
    ..."MAN,Allianz,Amazon,Apple,Block,Continental,Delta,Foxconn,Gap,Google,Korean Air,Linde,Mastercard,Meta,Oracle,Orange,Otto".split(
      ",",
    ),
    ..."Puma,Samsung,Shell,Sprint,Square,T-Mobile,Target,Visa".split(","),
    { name: "Hugo Boss", aliases: ["Boss"] },
    { name: "TotalEnergies", aliases: ["Total"] },
    { name: "JPMorgan Chase", aliases: ["Chase"] },
  ],
});
const dictionary = compileDictionary(entities);

/** The spans of the text that mean one of them, in order. */
export const textsIn = (text: string): string[] =>
  findMentions(dictionary, { title: "", text }).mentions.map((mention) => mention.text);

/** A text, judged before the first run, and the spans in it that mean a watched company. Names that mean other things stand both ways. */
export type Cases = [string, string[]][];
