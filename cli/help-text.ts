import { displayWidth } from "./terminal-text.ts";

/**
 * A command's help for a screen of so many columns (null: as it stands). Sentences flow anew, what an option means goes on under
 * where it began; commands are never broken, because people copy them.
 */
export function helpFor(help: string, width: number | null): string {
  const text = help.trimEnd();
  if (width === null || text.split("\n").every((line) => displayWidth(line) <= width)) return `${text}\n`;
  return `${blocksOf(text)
    .map((block) => wrapped(block, width))
    .join("\n")}\n`;
}

interface Block {
  text: string;
  /** Columns before its further lines. */
  hang: number;
  isCommand: boolean;
}

/** Paragraphs and descriptions, each in one line, as they were before they were broken by hand. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let section = "";
  for (const line of text.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (/^(Usage|Examples?):/.test(line)) section = "commands";
    else if (line === "" || indent === 0) section = "text";
    const last = blocks.at(-1);
    const goesOn =
      last && !last.isCommand && last.text !== "" && line !== "" && section !== "commands" && continues(last, indent);
    if (goesOn) last.text = `${last.text} ${line.trim()}`;
    else
      blocks.push({ text: line, hang: hangOf(line, indent), isCommand: section === "commands" || /[{[]/.test(line) });
  }
  return blocks;
}

/** A line goes on with a paragraph at the margin, or with a description that began where it stands. */
const continues = ({ text, hang }: Block, indent: number): boolean =>
  indent === 0 ? !text.startsWith(" ") && !/:$/.test(text) : indent === hang && hang > 2;

/** Where the description begins: after a word and two spaces. */
function hangOf(line: string, indent: number): number {
  if (indent === 0) return 0;
  const [described] = /^ +\S.*? {2,}(?=\S)/.exec(line) ?? [];
  return described?.length ?? indent;
}

/** A description with less room than this beside what it describes stands below it. */
const columnsMin = 30;
const belowColumns = 4;
const usageBelowColumns = 9;

function wrapped({ text, hang, isCommand }: Block, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (isCommand) return usageWrapped(text, width);
  const head = text.slice(0, hang);
  if (head.trim() === "" || width - hang >= columnsMin) return flowing(head, text.slice(hang), hang, width);
  return `${head.trimEnd()}\n${flowing(" ".repeat(belowColumns), text.slice(hang), belowColumns, width)}`;
}

/** The command as it is, with what it does below it. */
function usageWrapped(text: string, width: number): string {
  const [, command, does] = /^((?:Usage: | {7})tieup .*?) {2,}(\S.*)$/.exec(text) ?? [];
  if (command === undefined || does === undefined) return text;
  return `${command}\n${flowing(" ".repeat(usageBelowColumns), does, usageBelowColumns, width)}`;
}

/** The words behind the head, in lines of at most `width` columns that begin below where the first did. */
function flowing(head: string, words: string, under: number, width: number): string {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of words.split(/ +/)) {
    const next: string = line === null ? head + word : `${line} ${word}`;
    if (line !== null && displayWidth(next) > width) {
      lines.push(line);
      line = " ".repeat(under) + word;
    } else line = next;
  }
  return [...lines, line ?? head].join("\n");
}
