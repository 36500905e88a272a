import { bytesInWords } from "../../lib/polling/feed-body.ts";
import { HopFault, type HopLimits } from "../../lib/polling/hop.ts";

/** A kept connection that the server had closed before our request got through: nothing is wrong, ask again on a new one. */
export class StaleConnection extends HopFault {}

/**
 * Node's error as a `HopFault` in words for people, without the address, which may be a secret of our own DNS. `stale`: the request went
 * out on a kept connection and nothing has come back.
 */
export function faultOf(error: Error, limits: HopLimits, stale: boolean): HopFault {
  if (error instanceof HopFault) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (stale && (code === "ECONNRESET" || code === "EPIPE")) return new StaleConnection("connection reset", true);
  if (code === "HPE_HEADER_OVERFLOW") return new HopFault(`headers over ${bytesInWords(limits.headerBytesMax)}`, false);
  if (code.startsWith("HPE_")) return new HopFault(`the answer is not HTTP (${code})`, false);
  if (unconnected[code]) return new HopFault(unconnected[code], true, true);
  if (untrusted[code]) return new HopFault(untrusted[code], false);
  return new HopFault(broken[code] ?? `connection failed (${code || error.message})`, true);
}

const unconnected: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  EADDRNOTAVAIL: "network unreachable",
  EAFNOSUPPORT: "network unreachable",
  ETIMEDOUT: "no connection",
};

const untrusted: Record<string, string> = {
  CERT_HAS_EXPIRED: "TLS certificate has expired",
  CERT_NOT_YET_VALID: "TLS certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "TLS certificate is for another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "TLS certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "TLS certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "TLS certificate is from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT: "TLS certificate is from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "TLS certificate is from an unknown authority",
};

const broken: Record<string, string> = {
  ECONNRESET: "connection closed before the answer was complete",
  EPIPE: "connection closed before the answer was complete",
  EPROTO: "TLS handshake failed",
};
