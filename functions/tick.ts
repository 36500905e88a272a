/** What EventBridge Scheduler sends: `{"time": "<aws.scheduler.scheduled-time>"}`, ISO 8601. */
export interface Tick {
  time: string;
}

/** The epoch minute of a tick. Throws when the event has no time that can be read. */
export function minuteOf(tick: Tick): number {
  const ms = Date.parse(tick?.time);
  if (Number.isNaN(ms)) throw new TypeError(`expected {"time": an ISO 8601 date}, got ${JSON.stringify(tick)}`);
  return Math.floor(ms / 60_000);
}
