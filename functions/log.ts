export type Facts = Record<string, unknown>;
export type Level = "INFO" | "WARN" | "ERROR";
export type LogWriter = (level: Level, sentence: string, facts: Facts) => void;

/** One JSON line each: a constant sentence, the facts as keys. Never an address, a phone number or a token. */
export const log = {
  info: (sentence: string, facts: Facts = {}): void => write("INFO", sentence, facts),
  warn: (sentence: string, facts: Facts = {}): void => write("WARN", sentence, facts),
  error: (sentence: string, fault: unknown, facts: Facts = {}): void =>
    write("ERROR", sentence, { ...facts, fault: inWords(fault) }),
};

let write: LogWriter = (level, message, facts) => {
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...facts })}\n`);
};

/** From now on `writer` gets what is logged: on a terminal it is said in other words. */
export const logTo = (writer: LogWriter): void => {
  write = writer;
};

function inWords(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
}
