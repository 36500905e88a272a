import { expect, it } from "vitest";
import { type Markup, plainText } from "../../lib/text/plain-text.ts";

it.each<[sentence: string, source: string, text: string, markup?: Markup]>([
  ["blocks are separated, inline elements are not", "<p>Ein <b>gro</b>ßer</p><p>Pakt</p>", "Ein großer Pakt"],
  ["a line break is a space", "Ein<br>Pakt<br/>mehr", "Ein Pakt mehr"],
  ["entities", "M&uuml;nchen &#8211; Ost&nbsp;&amp; West", "München – Ost & West"],
  ["entities escaped twice", "M&amp;uuml;nchen &amp;amp; Ost", "München & Ost"],
  ["markup escaped twice", "&lt;p&gt;Pakt&lt;/p&gt;", "Pakt"],
  ["no entity without its semicolon", "?a=1&copy=2", "?a=1&copy=2"],
  ["comments", "Vor<!-- <b> nicht --> nach", "Vor nach"],
  ["scripts and styles", "<style>p{a:b}</style>Vor<script>if (a<b) c()</script> nach", "Vor nach"],
  ["less-than", "1 < 2 und I <3 Wien", "1 < 2 und I <3 Wien"],
  ["a tag that was cut off", 'Text <a href="https://wire.example', "Text"],
  ["a word in angle brackets that was never closed", "Kurs <kaum verändert", "Kurs <kaum verändert"],
  ["attributes with angle brackets", '<a title="x > y">Text</a>', 'y">Text'.slice(3)],
  ["soft hyphens and zero-width spaces", "Zusammen\u00adarbeit\u200b", "Zusammenarbeit"],
  ["all white space", " \n Ein\t\u00a0Pakt\u2003 ", "Ein Pakt"],
  ["CDATA marks", "<![CDATA[Ein <b>Pakt</b>]]>", "Ein Pakt"],
  ["unknown elements in HTML", "<o:p>Ein</o:p> <widget>Pakt</widget>", "Ein Pakt"],
  ["unknown elements in a title", "vector<int> ist <b>schnell</b>", "vector<int> ist schnell", "title"],
  ["nothing at all in text", "Das <b>-Element &amp; mehr", "Das <b>-Element &amp; mehr", "text"],
  ["nothing", "", ""],
])("%s", (_, source, text, markup) => {
  expect(plainText(source, markup)).toBe(text);
});
