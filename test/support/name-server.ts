import dgram from "node:dgram";

export interface NameServer {
  /** "127.0.0.1:PORT". */
  address: string;
  /** "A feeds.example", oldest first. */
  questions: string[];
  stop(): Promise<void>;
}

const types: Record<number, "A" | "AAAA"> = { 1: "A", 28: "AAAA" };
const nameError = 3;

/**
 * A DNS server on a free loopback port. `zone` holds the addresses of each name, IPv6 ones at full length; to a name whose row is null it
 * never answers, to one without a row it says that there is no such name.
 */
export async function startNameServer(zone: Record<string, string[] | null>): Promise<NameServer> {
  const socket = dgram.createSocket("udp4");
  const questions: string[] = [];
  socket.on("message", (query, { port, address }) => {
    const { name, end } = nameIn(query);
    const type = types[query.readUInt16BE(end)] ?? "A";
    questions.push(`${type} ${name}`);
    const row = zone[name];
    if (row === null) return;
    const records = (row ?? []).filter((text) => text.includes(":") === (type === "AAAA")).map(record);
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (row ? 0 : nameError), 2);
    header.writeUInt16BE(records.length, 6);
    header.fill(0, 8, 12);
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...records]), port, address);
  });
  await new Promise<void>((ready) => socket.bind(0, "127.0.0.1", ready));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    stop: () => new Promise<void>((done) => socket.close(() => done())),
  };
}

/** The name asked for (RFC 1035 §4.1.2), lower-cased since c-ares mixes cases against forgery, and where it ends. */
function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

function record(address: string): Buffer {
  const bytes = address.includes(":")
    ? Buffer.from(
        address
          .split(":")
          .map((group) => group.padStart(4, "0"))
          .join(""),
        "hex",
      )
    : Buffer.from(address.split(".").map(Number));
  const head = Buffer.from([0xc0, 12, 0, bytes.length === 16 ? 28 : 1, 0, 1, 0, 0, 0, 60, 0, bytes.length]);
  return Buffer.concat([head, bytes]);
}
