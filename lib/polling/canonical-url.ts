/** Parameters that say how a reader came, never which page it is: whole names, and beginnings. */
const tracking =
  /^(?:utm_.+|pk_.+|piwik_.+|mtm_.+|matomo_.+|at_(?:medium|campaign|custom\d|link_.+|format|ptr_name|bbc_team)|ns_(?:campaign|mchannel|source|linkname|fee)|hsa_.+|_hs(?:enc|mi)|vero_.+|oly_.+|wt_z?mc.*|wt\.z?mc.*|fb_(?:action_.+|source|ref)|(?:fb|g|d|tw|tt|y|ms|mi|igsh|gb|wb)cl(?:k)?id|gclsrc|[gw]braid|igshid?|li_fat_id|srsltid|mc_[ce]id|mkt_tok|_g[al]|_openstat|cmp(?:id)?|campaign_?id|ocid|xtor|xtref|dicbo|ito|icid|intcid|s_(?:cid|kwcid)|sc_(?:cmp|campaign|channel|src)|smid|smtyp|emc|trk(?:campaign)?|spm|ref_?src|ref_url|rss(?:feed)?|feed(?:name|type)|__twitter_impression|share_?id|guccounter|guce_referrer(?:_sig)?|ftag|linkid|taid|_ope|kwd|sara_.+|sara_ecid|seg|bpmp|partner)$/i;

/** Parameters that track only with such a value ("ref=rss", but not "ref=1234"). */
const trackingByValue = /^(?:ref|source|src|from|via|cid|campaign|mc|format|output|outputtype|view|amp|m|mobile)$/i;
const trackingValue =
  /^(?:rss.*|feed.*|newsfeed|atom|xml|twitter|facebook|whatsapp|social|newsletter|share|homescreen|amp|mobile)?$|^[a-z.-]*rss[a-z.-]*$/i;

/**
 * One spelling for all addresses of a page, to tell articles apart and never to fetch: https, host in lower case without
 * `www.`, `m.` or `amp.`, no default port, AMP path, tracking parameters, fragment or trailing slash, parameters sorted. What
 * is no http(s) address is returned as it is.
 */
export function canonicalUrl(address: string): string {
  const written = address.trim();
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return written;
  const url = withoutAmpCache(new URL(written));
  const path = canonicalPath(url.pathname);
  const query = canonicalQuery(url.searchParams);
  // A "#!" names the page, for sites that render it in the browser.
  const page = url.hash.startsWith("#!") ? url.hash : "";
  return `https://${canonicalHost(url)}${path}${query === "" ? "" : `?${query}`}${page}`;
}

/** Google and others serve AMP pages under their own address: `google.com/amp/s/HOST/PATH`, `HOST.cdn.ampproject.org/c/s/HOST/PATH`. */
function withoutAmpCache(url: URL): URL {
  const isCache = /(^|\.)google\.[a-z.]{2,6}$/.test(url.hostname) || url.hostname.endsWith(".ampproject.org");
  const page = /^\/(?:amp|c|v)\/(?:s\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+\/.*)$/i.exec(url.pathname)?.[1];
  const inner = `https://${page}${url.search}`;
  return isCache && page !== undefined && URL.canParse(inner) ? new URL(inner) : url;
}

function canonicalHost({ hostname, port }: URL): string {
  const labels = hostname.replace(/\.$/, "").split(".");
  // "m.de" is a site of its own.
  while (labels.length > 2 && /^(?:www\d?|m|mobil|mobile|amp|touch)$/.test(labels[0] ?? "")) labels.shift();
  return labels.join(".") + (port === "" || port === "80" || port === "443" ? "" : `:${port}`);
}

function canonicalPath(path: string): string {
  const unescaped = path.replace(/%([0-9a-f]{2})/gi, (sequence, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : sequence.toUpperCase();
  });
  return unescaped
    .replace(/\/{2,}/g, "/")
    .replace(/[./-]amp(?=\.html?$|\/?$)/i, "")
    .replace(/^\/amp(?=\/.)/i, "")
    .replace(/\/$/, "");
}

function canonicalQuery(parameters: URLSearchParams): string {
  const kept = [...parameters].filter(
    ([name, value]) =>
      !tracking.test(name) && !(trackingByValue.test(name) && (trackingValue.test(value) || isSwitch(name, value))),
  );
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return new URLSearchParams(kept).toString();
}

/** "amp=1", "m=true": which form of the page, not which page. */
const isSwitch = (name: string, value: string): boolean =>
  /^(?:amp|m|mobile)$/i.test(name) && /^(?:1|true|yes|on)?$/i.test(value);
