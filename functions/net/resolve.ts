import { lookup, Resolver } from "node:dns/promises";
import { HopFault, type Resolve } from "../../lib/polling/hop.ts";

export interface DnsOptions {
  /** Name servers as "address:port"; the machine's own where not given. */
  servers?: string[];
  /** Per question and name server, doubled at the second try. */
  timeoutMs?: number;
  /** What the machine knows besides DNS. */
  system?: (name: string) => Promise<string[]>;
}

const timeoutMsDefault = 2_000;
const tries = 2;

/**
 * `Resolve` over DNS: A and AAAA together. It asks the name servers itself, since `getaddrinfo` blocks one of Node's four worker threads for as
 * long as a dead name server pleases, and with that every other feed; only a name that DNS does not know (or no name server at all) goes to
 * `getaddrinfo`, for the hosts file. `localhost` is loopback without asking (RFC 6761 §6.3). Concurrent questions for one name are asked once.
 */
export function dnsResolve(options: DnsOptions = {}): Resolve {
  const asked = new Map<string, Promise<string[]>>();
  return (hostname) => {
    const name = hostname.replace(/\.$/, "").toLowerCase();
    if (name === "localhost" || name.endsWith(".localhost")) return Promise.resolve(["127.0.0.1", "::1"]);
    const answer = asked.get(name) ?? addresses(name, options).finally(() => asked.delete(name));
    asked.set(name, answer);
    return answer;
  };
}

/** A new resolver each time: it reads the name servers when it is made, and a laptop changes them on the way. */
async function addresses(name: string, options: DnsOptions): Promise<string[]> {
  const resolver = new Resolver({ timeout: options.timeoutMs ?? timeoutMsDefault, tries });
  if (options.servers) resolver.setServers(options.servers);
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  if (found.length > 0) return found;
  const codes = answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason.code)] : []));
  if (codes.includes("ETIMEOUT")) throw new HopFault("DNS did not answer", true);
  return outsideDns(name, codes.some(isFinal), options.system ?? fromSystem);
}

/** The name server has answered that there is nothing. */
const isFinal = (code: string) => code === "ENOTFOUND" || code === "ENODATA";

async function outsideDns(
  name: string,
  final: boolean,
  system: (name: string) => Promise<string[]>,
): Promise<string[]> {
  try {
    return await system(name);
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (final || isFinal(code ?? "")) return [];
    throw new HopFault(`DNS failed (${code})`, true);
  }
}

const fromSystem = async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address);
