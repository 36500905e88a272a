import { BlockList, isIPv4 } from "node:net";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { specialUse } from "../../lib/polling/address.ts";

const table: [sentence: string, address: string, words: string | null][] = [
  ["a public IPv4 address", "93.184.215.14", null],
  ["loopback, first", "127.0.0.0", "a loopback address"],
  ["loopback, last", "127.255.255.255", "a loopback address"],
  ["just below loopback", "126.255.255.255", null],
  ["just above loopback", "128.0.0.0", null],
  ["this network", "0.0.0.0", "an unspecified address"],
  ["this network, last", "0.255.255.255", "an unspecified address"],
  ["above this network", "1.0.0.0", null],
  ["ten", "10.0.0.1", "a private address"],
  ["below ten", "9.255.255.255", null],
  ["above ten", "11.0.0.0", null],
  ["172.16, first", "172.16.0.0", "a private address"],
  ["172.31, last", "172.31.255.255", "a private address"],
  ["below 172.16", "172.15.255.255", null],
  ["above 172.31", "172.32.0.0", null],
  ["192.168", "192.168.1.1", "a private address"],
  ["below 192.168", "192.167.255.255", null],
  ["above 192.168", "192.169.0.0", null],
  ["carrier-grade NAT, first", "100.64.0.0", "a carrier-grade NAT address"],
  ["carrier-grade NAT, last", "100.127.255.255", "a carrier-grade NAT address"],
  ["below carrier-grade NAT", "100.63.255.255", null],
  ["above carrier-grade NAT", "100.128.0.0", null],
  ["a cloud's metadata", "169.254.169.254", "a link-local address"],
  ["below link-local", "169.253.255.255", null],
  ["above link-local", "169.255.0.0", null],
  ["another cloud's host", "168.63.129.16", "a cloud host's own address"],
  ["its neighbour", "168.63.129.17", null],
  ["IETF protocols", "192.0.0.192", "an address for IETF protocols"],
  ["documentation 1", "192.0.2.7", "a documentation address"],
  ["between IETF and documentation", "192.0.1.1", null],
  ["documentation 2", "198.51.100.7", "a documentation address"],
  ["documentation 3", "203.0.113.7", "a documentation address"],
  ["beside documentation 3", "203.0.114.1", null],
  ["6to4 relay", "192.88.99.1", "a 6to4 relay address"],
  ["benchmarking, first", "198.18.0.0", "a benchmarking address"],
  ["benchmarking, last", "198.19.255.255", "a benchmarking address"],
  ["below benchmarking", "198.17.255.255", null],
  ["above benchmarking", "198.20.0.0", null],
  ["multicast", "224.0.0.251", "a multicast address"],
  ["below multicast", "223.255.255.255", null],
  ["reserved", "240.0.0.1", "a reserved address"],
  ["broadcast", "255.255.255.255", "the broadcast address"],
  ["a public IPv6 address", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", null],
  ["IPv6 loopback", "::1", "a loopback address"],
  ["IPv6 loopback at length", "0:0:0:0:0:0:0:1", "a loopback address"],
  ["IPv6 unspecified", "::", "an unspecified address"],
  ["unique local", "fd00:ec2::254", "a private address"],
  ["unique local, first", "fc00::", "a private address"],
  ["link-local", "fe80::1", "a link-local address"],
  ["link-local with a zone id", "fe80::1%eth0", "no IP address"],
  ["a public address with a zone id", "2606:2800::1%1", "no IP address"],
  ["site-local", "fec0::1", "a site-local address"],
  ["IPv6 multicast", "ff02::1", "a multicast address"],
  ["mapped loopback", "::ffff:127.0.0.1", "an IPv4-mapped address"],
  ["mapped, in hex", "::ffff:a00:1", "an IPv4-mapped address"],
  ["mapped public", "::ffff:93.184.215.14", "an IPv4-mapped address"],
  ["IPv4-compatible", "::10.0.0.1", "an IPv4-compatible address"],
  ["IPv4-translated", "::ffff:0:10.0.0.1", "no global unicast address"],
  ["NAT64 of a private address", "64:ff9b::10.0.0.1", "a private address"],
  ["NAT64 of a cloud's metadata", "64:ff9b::a9fe:a9fe", "a link-local address"],
  ["NAT64 of a public address", "64:ff9b::93.184.215.14", null],
  ["local NAT64", "64:ff9b:1::1", "a local NAT64 address"],
  ["Teredo", "2001:0:4136:e378::1", "a Teredo address"],
  ["IPv6 benchmarking", "2001:2::1", "a benchmarking address"],
  ["ORCHID", "2001:20::1", "an address for IETF protocols"],
  ["just above the IETF's", "2001:200::1", null],
  ["IPv6 documentation", "2001:db8::1", "a documentation address"],
  ["beside IPv6 documentation", "2001:db9::1", null],
  ["new IPv6 documentation", "3fff:fff::1", "a documentation address"],
  ["6to4 of a private address", "2002:a00:1::1", "a 6to4 address"],
  ["beside 6to4", "2003::1", null],
  ["discard", "100::1", "a discard address"],
  ["segment routing", "5f00::1", "no global unicast address"],
  ["never assigned", "8000::1", "no global unicast address"],
  ["octal-looking", "0177.0.0.1", "no IP address"],
  ["three parts", "127.0.1", "no IP address"],
  ["too large a part", "1.2.3.256", "no IP address"],
  ["two gaps", "1::2::3", "no IP address"],
  ["nine groups", "1:2:3:4:5:6:7:8:9", "no IP address"],
  ["a gap for nothing", "1:2:3:4:5:6:7::8", "no IP address"],
  ["seven groups", "1:2:3:4:5:6:7", "no IP address"],
  ["empty", "", "no IP address"],
  ["a name", "localhost", "no IP address"],
];

describe("specialUse", () => {
  test.each(table)("%s: %s", (_, address, words) => {
    expect(specialUse(address)?.words ?? null).toBe(words);
  });

  test.each([
    ["loopback", "127.0.0.1", true],
    ["private", "192.168.0.1", true],
    ["carrier-grade NAT, as VPNs use it", "100.100.1.1", true],
    ["unique local", "fd12::1", true],
    ["IPv6 loopback", "::1", true],
    ["metadata", "169.254.169.254", false],
    ["unspecified, which Linux takes for loopback", "0.0.0.0", false],
    ["multicast", "239.1.2.3", false],
    ["mapped loopback", "::ffff:127.0.0.1", false],
  ])("%s may be allowed as local: %s %s", (_, address, local) => {
    expect(specialUse(address)?.local).toBe(local);
  });

  it("agrees with Node's own BlockList on random addresses near every boundary", () => {
    // One list for each family: a single one would match IPv4 addresses against the IPv6 ranges that hold their mapped forms.
    const ipv4 = new BlockList();
    const ipv6 = new BlockList();
    for (const [net, prefix] of nodeRanges) {
      if (isIPv4(net)) ipv4.addSubnet(net, prefix, "ipv4");
      else ipv6.addSubnet(net, prefix, "ipv6");
    }
    const starts = nodeRanges.map(([net, prefix]) => ({ net, prefix }));
    fc.assert(
      fc.property(
        fc.constantFrom(...starts.filter(({ net }) => isIPv4(net))),
        fc.integer({ min: -2, max: 2 }),
        fc.boolean(),
        ({ net, prefix }, off, end) => {
          const first = net.split(".").reduce((value, part) => value * 256 + Number(part), 0);
          const value = Math.min(Math.max(0, first + (end ? 2 ** (32 - prefix) : 0) + off), 2 ** 32 - 1);
          const address = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
          return (specialUse(address) !== null) === ipv4.check(address, "ipv4");
        },
      ),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const nat64 = new BlockList();
        nat64.addSubnet("64:ff9b::", 96, "ipv6");
        return nat64.check(address, "ipv6") || (specialUse(address) !== null) === ipv6.check(address, "ipv6");
      }),
      { numRuns: 1000 },
    );
  });
});

/** The same registry, written down a second time: IPv6 as the complement of 2000::/3 and the holes in it. */
const nodeRanges: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  ["::", 3],
  ["4000::", 2],
  ["8000::", 1],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];
