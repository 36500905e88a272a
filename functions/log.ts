type Facts = Record<string, unknown>;

/** One JSON line: a constant sentence, the facts as keys. Never an address, a phone number or a token. */
export const log = {
  info: (sentence: string, facts: Facts = {}): void => write("INFO", sentence, facts),
  warn: (sentence: string, facts: Facts = {}): void => write("WARN", sentence, facts),
  error: (sentence: string, fault: unknown, facts: Facts = {}): void =>
    write("ERROR", sentence, { ...facts, fault: inWords(fault) }),
};

function write(level: "INFO" | "WARN" | "ERROR", message: string, facts: Facts): void {
  if (quiet && level === "INFO") return;
  process.stderr.write(`${JSON.stringify({ level, message, ...facts })}\n`);
}

let quiet = false;

/** Leaves out INFO lines: a terminal shows what the runner says instead. */
export const logWarningsOnly = (): void => {
  quiet = true;
};

function inWords(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
}
