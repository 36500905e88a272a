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

/** The options that a command's help names. */
const optionsOf = ({ help: text }: Command): string[] => [
  ...new Set(linesOfOptions(text).flatMap((line) => line.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [])),
  "--help",
];

/** Where it is said how it is used and what its options are: elsewhere those of other commands may stand. */
const linesOfOptions = (text: string): string[] =>
  text.split("\n").filter((line) => /^(Usage: | {7}tieup | {2}(LINK, or )?--)/.test(line));

/** Commands first, then their actions, and then, where a word begins with "-", options; else the shell offers files. */
function bash(commands: Command[]): string {
  const cases = commands.map(
    (command) =>
      `    ${command.name}) actions="${(command.actions ?? []).join(" ")}" options="${optionsOf(command).join(" ")}" ;;`,
  );
  return `_tieup() {
  local word="\${COMP_WORDS[COMP_CWORD]}" actions="" options="" words=""
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "\${COMP_WORDS[1]}" = help ]; }; then
    words="${commands.map(({ name }) => name).join(" ")} help"
  elif [[ "$word" = -* ]]; then
    words="$options"
  elif [ "$COMP_CWORD" -eq 2 ]; then
    words="$actions"
  fi
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
    (command) =>
      `    ${command.name}) actions=(${(command.actions ?? []).join(" ")}) options=(${optionsOf(command).join(" ")}) ;;`,
  );
  return `#compdef tieup
_tieup() {
  local -a commands actions options
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )) || [[ $CURRENT == 3 && "$words[2]" == help ]]; then _describe command commands; return; fi
  case "$words[2]" in
${cases.join("\n")}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then compadd -- $options; return; fi
  (( CURRENT == 3 )) && compadd -- $actions
  _files
}
compdef _tieup tieup
`;
}
