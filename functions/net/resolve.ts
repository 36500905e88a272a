import { lookup, Resolver } from "node:dns/promises";
import { HopFault, type Resolve } from "../../lib/polling/hop.ts";

const queryTimeoutMs = 2_000;
const queryTries = 2;

/**
 * `Resolve` over DNS: A and AAAA together. It asks the name servers itself, since `getaddrinfo` blocks one of Node's four worker threads for as
 * long as a dead name server pleases, and with that every other feed; only a name that DNS does not know (or no name server at all) goes to
 * `getaddrinfo`, for the hosts file. `localhost` is loopback without asking (RFC 6761 §6.3). Concurrent questions for one name are asked once.
 */
export function dnsResolve(): Resolve {
  const resolver = new Resolver({ timeout: queryTimeoutMs, tries: queryTries });
  const asked = new Map<string, Promise<string[]>>();
  return (hostname) => {
    const name = hostname.replace(/\.$/, "").toLowerCase();
    if (name === "localhost" || name.endsWith(".localhost")) return Promise.resolve(["127.0.0.1", "::1"]);
    const answer = asked.get(name) ?? addresses(resolver, name).finally(() => asked.delete(name));
    asked.set(name, answer);
    return answer;
  };
}

async function addresses(resolver: Resolver, name: string): Promise<string[]> {
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  if (found.length > 0) return found;
  const codes = answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason.code)] : []));
  if (codes.includes("ETIMEOUT")) throw new HopFault("DNS did not answer", true);
  return fromSystem(name);
}

async function fromSystem(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === "ENOTFOUND" || code === "ENODATA") return [];
    throw new HopFault(`DNS failed (${code})`, true);
  }
}
