import { readFileSync } from "node:fs";
import { tokenize } from "/tmp/wt/e/lib/text/tokens.ts";
import { sentencesOf } from "/tmp/wt/e/lib/text/sentences.ts";
import { findSpans } from "/tmp/wt/e/lib/tieups/find-spans.ts";
import { govern } from "/tmp/wt/e/lib/tieups/govern.ts";
import { divide } from "/tmp/wt/e/lib/tieups/spans.ts";
import { lexiconFor } from "/tmp/wt/e/lib/tieups/lexicon.ts";
import { findMentions } from "/tmp/wt/e/lib/matching/find-mentions.ts";
import { dictionaryOf } from "/tmp/wt/e/bench/labelled-rows.ts";
for (const line of readFileSync(0,"utf8").split("\n").filter(Boolean)) {
 const [lang,w,title]=line.split("|").map(x=>x.trim());
 const found:any=(findMentions as any)(dictionaryOf(w!.split(",")),{title,text:"",lang});
 const mentions=found.mentions??found;
 const lexicon=lexiconFor(lang!); const tokens=tokenize(title!);
 console.log("#",title);
 for(const s of sentencesOf(tokens,title!)){ const spans=findSpans(tokens,s,mentions,lexicon); govern(spans,tokens,s,lexicon); const v=divide(tokens,s,spans,lexicon,{titled:false,topic:null,pair:[]});
 for(const x of spans) console.log("   ",x.text,x.type,"prep",x.prep,x.possessive?"POSS":"",x.role,"g",x.group,"seg",x.segment,"cl",x.clause,x.strength);}
}
