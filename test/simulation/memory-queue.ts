import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { Agenda } from "./agenda.ts";
import type { InvocationEnd, Lambda } from "./lambda.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface MemoryQueue {
  execute(command: object): object;
  /** Messages that wait or are being handled; those that were put aside wait for somebody. */
  size(): number;
  /** Messages that were put aside after too many attempts; they come back. Returns how many. */
  redrive(): number;
}

export interface MemoryQueueOptions {
  agenda: Agenda;
  random: SeededRandom;
  reader: Lambda;
  batchMax: number;
  readersMax: number;
  visibilityMs: number;
  attempts: number;
  /** Chances, as they are at this moment, that a message is delivered once more, comes late, isn't deleted. */
  unreliability(): number;
  trace(line: string): void;
}

interface Message {
  body: string;
  visibleAt: number;
  receives: number;
}

const laterMs = 4 * 60_000;

/** A standard queue with its reader: at least once, in no order, back after the visibility timeout, at last put aside. */
export function memoryQueue(options: MemoryQueueOptions): MemoryQueue {
  const { agenda, random, reader } = options;
  const waiting = new Set<Message>();
  const dead: Message[] = [];

  const add = (body: string, delayMs: number): void => {
    const later = random.chance(options.unreliability()) ? random.between(0, laterMs) : 0;
    const message = { body, visibleAt: agenda.now() + delayMs + later, receives: 0 };
    waiting.add(message);
    agenda.at(message.visibleAt, pump);
    if (random.chance(options.unreliability())) add(body, delayMs + random.between(0, laterMs));
  };
  const hide = (message: Message): void => {
    message.visibleAt = agenda.now() + options.visibilityMs;
    message.receives += 1;
    agenda.at(message.visibleAt, pump);
  };
  const settle = (batch: Message[], end: InvocationEnd): void => {
    const failed = end.kind === "returned" ? failedIn(end.value, batch) : batch;
    for (const message of batch) {
      if (failed.includes(message) || random.chance(options.unreliability())) continue;
      waiting.delete(message);
    }
    pump();
  };
  const receive = (): Message[] => {
    for (const message of waiting) {
      if (message.visibleAt > agenda.now() || message.receives < options.attempts) continue;
      waiting.delete(message);
      dead.push(message);
      options.trace(`put aside: ${message.body}`);
    }
    const visible = [...waiting].filter(({ visibleAt }) => visibleAt <= agenda.now());
    return random.shuffled(visible).slice(0, random.between(1, options.batchMax));
  };
  function pump(): void {
    while (reader.running() < options.readersMax) {
      const batch = receive();
      if (batch.length === 0) return;
      for (const message of batch) hide(message);
      const records = batch.map(({ body }, at) => ({ messageId: String(at), body }));
      reader.invoke(records, (end) => settle(batch, end));
    }
  }
  return {
    execute(command) {
      if (command instanceof SendMessageCommand) {
        const { MessageBody = "", DelaySeconds = 0 } = command.input;
        add(MessageBody, DelaySeconds * 1000);
        return {};
      }
      if (command instanceof SendMessageBatchCommand) {
        for (const { MessageBody = "" } of command.input.Entries ?? []) add(MessageBody, 0);
        return { Failed: [] };
      }
      throw new TypeError(`expected a message to send, got ${command.constructor.name}`);
    },
    size: () => waiting.size,
    redrive() {
      const count = dead.length;
      for (const { body } of dead.splice(0)) add(body, 0);
      return count;
    },
  };
}

function failedIn(value: unknown, batch: Message[]): Message[] {
  const { batchItemFailures = [] } = value as { batchItemFailures?: { itemIdentifier: string }[] };
  return batchItemFailures.flatMap(({ itemIdentifier }) => batch[Number(itemIdentifier)] ?? []);
}
