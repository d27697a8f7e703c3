import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose addresses (RFC 6890), multicast, and what clouds answer at within a machine. */
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's own services, for each of its machines.
  ['168.63.129.16', 32],
];

/**
 * Special ones among the global unicast addresses: protocol assignments with Teredo, documentation, 6to4, which holds
 * any IPv4 address.
 */
const specialIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/**
 * Returns whether an address is of the public Internet. Of IPv6, only global unicast (2000::/3, RFC 4291 §2.4) is: so
 * no address that holds an IPv4 one (mapped, compatible, NAT64), no link-local, unique local or loopback one.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  // A zone is of a link.
  if (family === 0 || address.includes('%')) return false;
  if (family === 4) return !blockOf(specialIpv4, 'ipv4').check(address, 'ipv4');
  const global = blockOf([['2000::', 3]], 'ipv6');
  return global.check(address, 'ipv6') && !blockOf(specialIpv6, 'ipv6').check(address, 'ipv6');
}

function blockOf(subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
