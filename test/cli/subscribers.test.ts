import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type StartedTieup, startTieup } from "./start-tieup.ts";

// The real command against the API of the embedded default.
let tieup: StartedTieup;
beforeAll(async () => {
  tieup = await startTieup();
  const list = tieup.file("ships.yaml", "name: Ships\nentities: [Maersk, Hapag-Lloyd]");
  expect((await tieup.run("watchlists", "add", list)).code).toBe(0);
});
afterEach(() => void vi.useRealTimers());
afterAll(() => tieup.stop());

const run = (...argv: string[]) => tieup.run("subscribers", ...argv);
// biome-ignore lint/suspicious/noExplicitAny: rows of the API
const all = (): Promise<any[]> => tieup.json("subscribers");
const called = async (name: string) => (await all()).filter((one) => one.name === name);

describe("tieup subscribers add", () => {
  test.each<[sentence: string, argv: string[], message: RegExp]>([
    ["a number without country code", ["--sms", "0171 123"], /--sms to be a phone number .* begins with "0"/],
    ["no address", ["--email", "olga"], /--email to be an email address .* without "@"/],
    [
      "a time that no clock has",
      ["--email", "a@example.org", "--every", "25:00"],
      /--every to be immediate, .* "25:00"/,
    ],
    ["a time zone that isn't", ["--email", "a@example.org", "--zone", "Mars/Base"], /--zone to be an IANA time zone/],
    ["a language that isn't", ["--email", "a@example.org", "--language", "fr"], /--language to be "de" or "en"/],
    ["quiet hours of one time", ["--email", "a@example.org", "--quiet", "22:00"], /--quiet to be two times of day/],
    [
      "an empty digest of no digest",
      ["--email", "a@example.org", "--watchlist", "Ships", "--when-empty", "say-so"],
      /daily or weekly/,
    ],
    [
      "a company that isn't on the list",
      ["--email", "a@example.org", "--watchlist", "Ships", "--parties", "BMW"],
      /companies of Ships, got "BMW"/,
    ],
    ["an empty name", [], /NAME to be at least 1 character,/],
  ])("%s is refused with 2, and nobody is added", async (sentence, argv, message) => {
    const before = await all();
    const { code, stdout, stderr } = await run("add", sentence === "an empty name" ? "" : "Nobody", ...argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(await all()).toEqual(before);
  });

  test("a watchlist that there isn't leaves nobody behind", async () => {
    const { code } = await run("add", "Nobody", "--email", "n@example.org", "--watchlist", "Trains");
    expect([code, await called("Nobody")]).toEqual([1, []]);
  });

  test("repeated, it is one subscriber; where it stopped half way, it goes on", async () => {
    const line = ["add", "Rita", "--email", "rita@example.org", "--watchlist", "Ships", "--every", "08:00"];
    // Somebody's earlier try, which came no further.
    const { body } = await tieup.ask("POST", "/subscribers", { name: "Rita", timeZone: "UTC" });
    expect((await run(...line)).stdout).toBe(`there already: ${body.id} Rita\n`);
    expect((await run(...line)).code).toBe(0);
    const [rita, ...others] = await called("Rita");
    expect(others).toEqual([]);
    expect(rita.endpoints).toMatchObject([
      { address: "rita@example.org", subscriptions: [{ cadence: { every: "day", at: "08:00" } }] },
    ]);
  });

  test("an address that is asked too often leaves nobody behind; beside one that isn't, what was done is told", async () => {
    // An address is invited three times an hour, whoever asks; here the hour doesn't end meanwhile.
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
    for (const name of ["First", "Second", "Third"]) {
      await run("add", name, "--sms", "+49 171 5550001");
      await run("remove", name);
    }
    const alone = await run("add", "Fourth", "--sms", "+491715550001");
    expect([alone.code, alone.stdout]).toEqual([1, ""]);
    expect(alone.stderr).toMatch(/expected fewer messages/);
    expect(await called("Fourth")).toEqual([]);
    const both = await run(
      "add",
      "Fifth",
      "--email",
      "fifth@example.org",
      "--sms",
      "+491715550001",
      "--watchlist",
      "Ships",
    );
    expect(both.code).toBe(1);
    expect(both.stderr).toMatch(/fewer messages.*\nWhat was done before stays; the same command again goes on\.\n$/s);
    const [fifth] = await called("Fifth");
    expect(fifth.endpoints).toMatchObject([{ address: "fifth@example.org", subscriptions: [{}] }]);
    const again = await run("add", "Fifth", "--email", "fifth@example.org", "--watchlist", "Ships");
    expect([again.code, (await called("Fifth")).length]).toEqual([0, 1]);
  });

  test("somebody else of the same name isn't sent their alerts", async () => {
    await run("add", "Kim", "--email", "kim@example.org");
    const { code, stderr } = await run("add", "Kim", "--email", "another.kim@example.org");
    expect(code).toBe(1);
    expect(stderr).toMatch(/expected a name that is new, got "Kim", who is reached elsewhere; .* add-endpoint/);
    expect((await called("Kim"))[0].endpoints).toHaveLength(1);
  });
});

describe("what is there", () => {
  beforeAll(async () => {
    expect((await run("add", "Olga", "--email", "olga@example.org", "--zone", "Europe/Berlin")).code).toBe(0);
  });

  test("is given another address, with what it is to hear", async () => {
    const line = [
      "add-endpoint",
      "olga",
      "--sms",
      "+49 (171) 5550002",
      "--watchlist",
      "Ships",
      "--stages",
      "agreed,ended",
    ];
    const { code, stdout, stderr } = await run(...line);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^added to \S+ Olga\n$/)]);
    expect(stderr).toContain("sms +491715550002: confirm it with tieup subscribers confirm +491715550002 CODE\n");
    const [olga] = await called("Olga");
    expect(olga.endpoints.find(({ channel }: { channel: string }) => channel === "sms")).toMatchObject({
      ...{ channel: "sms", address: "+491715550002", state: "pending" },
      subscriptions: [{ cadence: { every: "immediate" }, only: { stages: ["agreed", "ended"] } }],
    });
    expect((await run("add-endpoint", "Olga")).code).toBe(2);
  });

  test("a phone is asked again, and a code that isn't the one is no usage error", async () => {
    expect((await run("invite", "+49 171 5550002")).stdout).toMatch(/^asked \+491715550002: confirm it with/);
    const wrong = await run("confirm", "+491715550002", "000", "000");
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/code: expected the code/)]);
    expect((await run("confirm", "+491715550002", "12")).code).toBe(2);
    const settled = await run("invite", "olga@example.org");
    expect([settled.code, settled.stderr]).toEqual([1, expect.stringMatching(/it is confirmed/)]);
  });

  test("cadence and filters change one by one, and end", async () => {
    const isEmail = ({ channel }: { channel: string }) => channel === "email";
    const stored = async () => (await called("Olga"))[0].endpoints.find(isEmail).subscriptions[0];
    const subscribe = (...wishes: string[]) => run("subscribe", "olga@example.org", "Ships", ...wishes);
    expect((await subscribe("--every", "hour", "--workdays-only")).stdout).toBe("subscribed olga@example.org Ships\n");
    expect(await stored()).toMatchObject({ cadence: { every: "hour", workdaysOnly: true } });
    expect((await subscribe("--parties", "maersk", "--min-sources", "2")).stdout).toBe(
      "changed olga@example.org Ships\n",
    );
    expect(await stored()).toMatchObject({
      ...{ cadence: { every: "hour", workdaysOnly: true }, only: { parties: ["maersk"], sourcesMin: 2 } },
    });
    await subscribe("--every", "Friday@17:30", "--when-empty", "say-so", "--parties", "all");
    expect(await stored()).toMatchObject({
      ...{ cadence: { every: "week", on: "friday", at: "17:30" }, only: { sourcesMin: 2 }, whenEmpty: "say-so" },
    });
    expect((await run()).stdout).toContain("Ships friday 17:30, only 2 sources, also when empty");
    await subscribe("--every", "immediate", "--min-sources", "1");
    expect(await stored()).not.toHaveProperty("only");
    expect(await stored()).not.toHaveProperty("whenEmpty");
    expect((await run("unsubscribe", "olga@example.org", "Ships")).stdout).toBe(
      "unsubscribed olga@example.org Ships\n",
    );
    expect(await stored()).toBeUndefined();
    expect((await run("unsubscribe", "olga@example.org", "Ships")).code).toBe(1);
  });

  test("settings change one by one, and end", async () => {
    const stored = async () => JSON.parse((await run("show", "Olga")).stdout);
    await run("change", "Olga", "--quiet", "22:00-07:00", "--messages-per-day", "5", "--sms-parts", "2");
    expect(await stored()).toMatchObject({
      ...{
        timeZone: "Europe/Berlin",
        quietHours: { from: "22:00", to: "07:00" },
        messagesPerDayMax: 5,
        smsPartsMax: 2,
      },
    });
    await run("change", "Olga", "--quiet", "none", "--sms-parts", "none", "--language", "de");
    const changed = await stored();
    expect(changed).toMatchObject({ language: "de", messagesPerDayMax: 5 });
    expect([changed.quietHours, changed.smsPartsMax]).toEqual([undefined, undefined]);
    expect((await run("pause", "Olga", "2031-01-01")).stdout).toBe("paused until 2031-01-01: Olga\n");
    expect((await run()).stdout).toMatch(/Olga +paused until 2031-01-01, Europe\/Berlin, 5 a day at most/);
    expect((await run("resume", "Olga")).stdout).toBe("resumed Olga\n");
    expect((await stored()).pausedUntil).toBeUndefined();
    expect((await run("change", "Olga", "--name", "Olga P.")).stdout).toBe("changed Olga P.\n");
    expect((await run("change", "Olga P.", "--name", "Olga", "--json")).stdout).toContain('"name": "Olga"');
  });

  test.each<[sentence: string, argv: string[], message: RegExp]>([
    ["nothing to change", ["change", "Olga"], /expected something to change/],
    ["a day that isn't", ["pause", "Olga", "2031-02-30"], /UNTIL to be a date such as/],
    ["too many parts", ["change", "Olga", "--sms-parts", "11"], /--sms-parts to be from 1 to 10, or none, got "11"/],
    ["a watchlist twice", ["subscribe", "olga@example.org", "Ships", "ships"], /each watchlist once/],
    [
      "workdays on a day of the week",
      ["subscribe", "olga@example.org", "Ships", "--every", "monday@08:00", "--workdays-only"],
      /no --workdays-only/,
    ],
    [
      "a word that is no wish",
      ["subscribe", "olga@example.org", "Ships", "--when-empty", "never"],
      /say-so or silent, got "never"/,
    ],
  ])("%s: refused with 2", async (_, argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
  });

  test("an endpoint goes, the subscriber stays; of a line with one that isn't there nothing is done", async () => {
    const strange = await run("remove-endpoint", "+491715550002", "nobody@example.org");
    expect([strange.code, strange.stderr]).toEqual([1, expect.stringContaining("expected an endpoint's id, ")]);
    expect((await called("Olga"))[0].endpoints).toHaveLength(2);
    expect((await run("remove-endpoint", "+491715550002")).stdout).toMatch(/^removed \S+ \+491715550002\n$/);
    expect((await called("Olga"))[0].endpoints).toHaveLength(1);
  });

  test("an id that begins with a dash is an id", async () => {
    const { code, stderr } = await run("remove", "-2MPCA");
    expect([code, stderr]).toEqual([1, expect.stringContaining('or the name, got "-2MPCA"')]);
    expect((await run("change", "Olga", "--name", "-Olga")).stdout).toBe("changed -Olga\n");
    expect((await run("change", "-Olga", "--name", "Olga")).code).toBe(0);
  });

  test("an empty word means nobody", async () => {
    expect((await run("remove", "")).code).toBe(1);
    expect(await called("Olga")).toHaveLength(1);
  });
});
