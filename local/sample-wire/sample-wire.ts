import { createServer, type Server } from "node:http";
import { type Outlet, outlets, type Publication, publications } from "./publications.ts";

export interface SampleWire {
  /** The outlets' feeds. */
  feeds: { outlet: Outlet; title: string; url: string }[];
  /** "http://127.0.0.1:port": the one private address that is polled without being asked to. */
  origin: string;
  /** Resolves when the last publication is out. */
  published: Promise<void>;
  /** From now on calls `listener` whenever an outlet has published. */
  onPublished(listener: (outlet: Outlet) => void): void;
  stop(): Promise<void>;
}

export interface SampleWireOptions {
  port: number;
  /** When the wire's clock stood at zero: a second start goes on where the first stopped. */
  epoch: Date;
  /** Seconds on the wire's clock for one of ours. */
  speed: number;
}

/** A small feed server on loopback that publishes our own items over the first seconds, as RSS 2.0 with ETags. */
export async function startSampleWire(options: SampleWireOptions): Promise<SampleWire> {
  const published = new Set<Publication>();
  const server = createServer((request, response) => {
    const outlet = request.url?.match(/^\/(\w+)\.xml$/)?.[1] as Outlet | undefined;
    if (!outlet || !outlets[outlet]) return void response.writeHead(404).end();
    const items = currentWordings([...published].filter((publication) => publication.outlet === outlet));
    const etag = `"${items.length}-${items.reduce((sum, { at }) => sum + at, 0)}"`;
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { "content-type": "application/rss+xml; charset=utf-8", etag });
    response.end(feedOf(outlet, items, options.epoch));
  });
  await listen(server, options.port);
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  let announce = (_outlet: Outlet): void => {};
  const timers = schedule(options, published, (outlet) => announce(outlet));
  return {
    origin,
    feeds: (Object.keys(outlets) as Outlet[]).map((outlet) => ({
      outlet,
      title: outlets[outlet].title,
      url: `${origin}/${outlet}.xml`,
    })),
    published: timers.done,
    onPublished: (listener) => {
      announce = listener;
    },
    async stop() {
      timers.clear();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));

function schedule(
  { epoch, speed }: SampleWireOptions,
  published: Set<Publication>,
  announce: (outlet: Outlet) => void,
) {
  const clock = (Date.now() - epoch.getTime()) / 1000;
  for (const publication of publications.filter(({ at }) => at <= clock)) published.add(publication);
  const pending = publications.filter((publication) => !published.has(publication));
  const timers: NodeJS.Timeout[] = [];
  const publish = (publication: Publication): Promise<void> =>
    new Promise((done) => {
      const send = () => {
        published.add(publication);
        announce(publication.outlet);
        done();
      };
      timers.push(setTimeout(send, ((publication.at - clock) * 1000) / speed));
    });
  return {
    done: Promise.all(pending.map(publish)).then(() => undefined),
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** An edit replaces what it edits, in its place; the newest item comes first. */
function currentWordings(items: Publication[]): Publication[] {
  const byGuid = new Map<string, Publication>();
  for (const item of items.sort((a, b) => a.at - b.at)) byGuid.set(item.guid, item);
  return [...byGuid.values()].reverse();
}

function feedOf(outlet: Outlet, items: Publication[], epoch: Date): string {
  const { title, language } = outlets[outlet];
  const link = `https://${outlet}.example`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
<channel>
<title>${title}</title>
<link>${link}/</link>
<description>A sample wire of Tieup: nothing in it took place.</description>
<language>${language}</language>
${items.map((item) => itemOf(item, link, firstPublished(item, epoch))).join("\n")}
</channel>
</rss>
`;
}

/** An edited item keeps the date of its first publication. */
function firstPublished({ guid }: Publication, epoch: Date): Date {
  const first = publications.find((publication) => publication.guid === guid) as Publication;
  return new Date(epoch.getTime() + first.at * 1000);
}

const itemOf = ({ guid, title, teaser }: Publication, link: string, date: Date): string => `<item>
<title>${escapeXml(title)}</title>
<link>${link}/${guid}</link>
<guid isPermaLink="false">${guid}</guid>
<pubDate>${date.toUTCString()}</pubDate>
<description>${escapeXml(teaser)}</description>
</item>`;

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
