import { scopes } from "../lib/api/token.ts";
import { ownerName, tokenLabel } from "../lib/api/token-routes.ts";
import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { meant, type Naming } from "./meant.ts";
import { optionValue } from "./option-value.ts";
import { sayWhen } from "./say-when.ts";
import { shortIds } from "./short-ids.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import { onOneLine } from "./terminal-text.ts";
import { type Action, noWords, onlyOptions, readWords, wholeNumber, withActions } from "./words.ts";

const help = `Usage: tieup tokens [--json]                                            your tokens, without their secrets
       tieup tokens create LABEL [--scope S] [--days N] [--owner O] [--json]     shows the secret this once
       tieup tokens revoke ID…

A token's owner alone sees the feeds, watchlists and subscribers that are made with it.

  --scope S        read (if not given); write; admin, which makes tokens; operator, which makes them for other owners, too;
                   or feed, for the address of a feed reader: …/stories.atom?token=…
  --days N         it expires then; else it is good until it is revoked
  --owner O        whose it is, if not yours: a token with the scope operator may say so. A new name is a new owner
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup tokens create laptop --scope write --days 90
  tieup tokens create "my feed reader" --scope feed
  tieup tokens create first --scope admin --owner "Press office"
  tieup tokens revoke 9f86d0`;

interface TokenRow {
  id: string;
  owner: string;
  label: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

const json = { json: { type: "boolean" } } as const;
const dayMs = 24 * 60 * 60 * 1000;

const actions: Record<string, Action> = { list, create, revoke };

/** The tokens of the API. */
export const tokens = withActions({
  name: "tokens",
  summary: "who may use your API: create and revoke tokens",
  help,
  actions,
  otherwise: onlyOptions(actions, list),
});

async function list(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, { ...apiOptions, ...json }, noWords);
  const all = await (await apiClient(values)).all<TokenRow>("/tokens");
  if (values.json) {
    writeJson(io, all);
    return 0;
  }
  const now = new Date();
  const ids = shortIds(all);
  const rows = all.map(({ id, label, scopes: its, expiresAt, lastUsedAt }) => ({
    cells: [
      cell(label),
      cell(its.join(", ")),
      cell(sayWhen(lastUsedAt, now)),
      expiresAt !== null && Date.parse(expiresAt) <= now.getTime()
        ? cell("expired", "red")
        : cell(sayWhen(expiresAt, now)),
      cell(ids.get(id) ?? id, "dim"),
    ],
  }));
  const columns = [
    { title: "TOKEN", least: 8 },
    { title: "SCOPES" },
    { title: "LAST USED", goes: 1 },
    { title: "EXPIRES", goes: 2 },
    { title: "ID" },
  ];
  writeTable(io, columns, rows, "No tokens.");
  return 0;
}

async function create(argv: string[], io: CommandIo): Promise<number> {
  const options = {
    ...apiOptions,
    ...json,
    scope: { type: "string" },
    days: { type: "string" },
    owner: { type: "string" },
  } as const;
  const { values, words } = readWords(argv, options, { least: 1, expected: "one label" });
  const { scope = "read" } = values;
  if (!(scopes as readonly string[]).includes(scope))
    throw new UsageError(`expected --scope to be ${scopes.join(", ")}, got "${scope}"`);
  const days = wholeNumber("--days", values.days);
  const expiresAt = days === undefined ? null : new Date(Date.now() + days * dayMs).toISOString();
  const label = optionValue("LABEL", words[0], tokenLabel);
  const owner = optionValue("--owner", values.owner, ownerName);
  const asked = { label, scopes: [scope], expiresAt, ...(owner === undefined ? {} : { owner }) };
  const { body } = await (await apiClient(values)).send<TokenRow & { secret: string }>("POST", "/tokens", asked);
  if (values.json) writeJson(io, body);
  else {
    const whose = owner === undefined ? "" : `It is ${onOneLine(body.owner)}'s, who alone lists and revokes it. `;
    io.stderr.write(`${whose}This is shown once; ${body.id.slice(0, 6)} revokes it.\n`);
    io.stdout.write(`${body.secret}\n`);
  }
  return 0;
}

const naming: Naming<TokenRow> = {
  ...{ what: "token", knownBy: "id, its beginning or its label", listedBy: "tieup tokens" },
  namesOf: ({ label }) => [label],
};

async function revoke(argv: string[], io: CommandIo): Promise<number> {
  const expected = { least: 1, most: Number.POSITIVE_INFINITY, expected: "the id of a token" };
  const { values, words } = readWords(argv, apiOptions, expected);
  const api = await apiClient(values);
  const all = await api.all<TokenRow>("/tokens");
  for (const one of words.map((word) => meant(word, all, naming))) {
    await api.send("DELETE", `/tokens/${one.id}`);
    io.stdout.write(`revoked ${one.id.slice(0, 6)} ${onOneLine(one.label)}\n`);
  }
  return 0;
}
