import type { Command, CommandIo } from "./command.ts";
import { UsageError } from "./command.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup completion bash|zsh

Prints what makes the shell complete commands, actions and options of tieup.

Examples:
  eval "$(tieup completion bash)"
  tieup completion zsh > ~/.zfunc/_tieup`;

/** The completion of these commands for bash and zsh. */
export const completionOf = (load: () => Promise<Command[]>): Command => ({
  name: "completion",
  summary: "completion for bash and zsh",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const [shell] = readWords(argv, {}, { least: 1, expected: "bash or zsh" }).words;
    if (shell !== "bash" && shell !== "zsh") throw new UsageError(`expected bash or zsh, got "${shell}"`);
    const commands = await load();
    io.stdout.write(shell === "bash" ? bash(commands) : zsh(commands));
    return 0;
  },
});

/** What can follow a command: its actions, and the options that its help names. */
const wordsAfter = ({ actions = [], help: text }: Command): string[] => [
  ...actions,
  ...new Set([...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)),
];

function bash(commands: Command[]): string {
  const cases = commands.map((command) => `    ${command.name}) words="${wordsAfter(command).join(" ")}" ;;`);
  return `_tieup() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${commands.map(({ name }) => name).join(" ")} help"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _tieup tieup
`;
}

function zsh(commands: Command[]): string {
  const described = commands.map(
    ({ name, summary }) => `    '${name}:${summary.replaceAll("'", "").replaceAll(":", "")}'`,
  );
  const cases = commands.map(
    (command) => `    ${command.name}) compadd -- ${wordsAfter(command).join(" ")}; _files ;;`,
  );
  return `#compdef tieup
_tieup() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]" in
${cases.join("\n")}
  esac
}
compdef _tieup tieup
`;
}
