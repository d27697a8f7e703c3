/**
 * A host as certificates and gateways compare it: a DNS name in small letters, A-labels and without its trailing dot,
 * or an address in its canonical text (dotted decimal, RFC 5952).
 */
export interface Host {
  readonly kind: 'dns' | 'ip';
  readonly text: string;
}

/** RFC 1035 §2.3.4, in the form without the trailing dot. */
const maxNameLength = 253;
/** RFC 1123 §2.1, and `_`, which service names have and no TLS library minds. At most 63 each. */
const label = /^[0-9a-z_-]{1,63}$/;

/**
 * Parses a host. Undefined for what is none: a port, a path, white space, an empty label. Brackets around an address
 * are taken off.
 */
export function toHost(text: string): Host | undefined {
  if (text.length > 4 * maxNameLength) return undefined;
  const address = toAddress(text);
  if (address !== undefined) return { kind: 'ip', text: address };
  const name = toAscii(text).toLowerCase().replace(/\.$/, '');
  // Wide digits become narrow ones, and a name an address.
  const widened = toAddress(name);
  if (widened !== undefined) return { kind: 'ip', text: widened };
  return name.length <= maxNameLength && name.split('.').every((each) => label.test(each))
    ? { kind: 'dns', text: name }
    : undefined;
}

/** Does the same for a name that may begin with `*.`, which stays. */
export function toHostPattern(text: string): Host | undefined {
  const rest = text.startsWith('*.') ? toHost(text.slice(2)) : undefined;
  if (rest)
    return rest.kind === 'dns' && rest.text.length <= maxNameLength - 2
      ? { kind: 'dns', text: `*.${rest.text}` }
      : undefined;
  return toHost(text);
}

/**
 * Returns the host of what people paste: a name, with a port or a path, or a whole address. A dot at its end stays: it
 * may change the answer.
 */
export function hostOf(text: string): string | undefined {
  const authority = text
    .trim()
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
    .replace(/[/?#].*$/s, '');
  const bare = withoutZone(authority.slice(authority.lastIndexOf('@') + 1));
  const withoutPort = bare.replace(/(?<=[^:]):\d{0,5}$/, '');
  // What is an address as it stands ends with no port.
  for (const each of [bare, withoutPort]) {
    const host = toHostPattern(each);
    if (host?.kind === 'dns') return toDotted(host.text) ?? (each.endsWith('.') ? `${host.text}.` : host.text);
    if (host) return host.text;
  }
  return undefined;
}

/** Returns whether browsers take a name for an address, or for none at all (WHATWG URL, “ends in a number checker”). */
export const endsInNumber = (name: string): boolean => /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i.test(name);

/** Returns the address that clients make of a name that ends with a number, as `127.1` (WHATWG URL, IPv4 parser). */
function toDotted(name: string): string | undefined {
  if (!endsInNumber(name) || !URL.canParse(`http://${name}/`)) return undefined;
  return toAddress(new URL(`http://${name}/`).hostname);
}

/** A link-local address is written with the interface that leads to it (RFC 4007 §11): `fe80::1%eth0`. */
const withoutZone = (text: string): string => text.replace(/^(\[?[0-9a-f:.]+)%[\w.~-]{1,64}(?=\]|$)/i, '$1');

/** Converts to ASCII by IDNA (UTS #46), as the URL parser does it; the text as it is where that refuses it. */
function toAscii(text: string): string {
  if (/^[\u0000-\u007f]*$/.test(text) || /[\s/\\?#@:[\]%]/.test(text)) return text;
  return URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`).hostname : text;
}

/** Returns the canonical text of an address, with or without brackets. No zone: a certificate cannot name one. */
function toAddress(text: string): string | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  // A leading zero means octal to some readers.
  if (parts)
    return parts.every((part) => Number(part) < 256 && String(Number(part)) === part)
      ? ipText(Uint8Array.from(parts, Number))
      : undefined;
  const inside = /^\[?([0-9a-f:.]{2,45})\]?$/i.exec(text)?.[1];
  if (!inside?.includes(':') || !URL.canParse(`http://[${inside}]/`)) return undefined;
  return new URL(`http://[${inside}]/`).hostname.slice(1, -1);
}

/**
 * Writes an address as text: dotted decimal, RFC 5952 for IPv6, `undefined` where the length is neither 4 nor 16 bytes.
 */
export function ipText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) {
    return bytes.join('.');
  }
  return bytes.length === 16 ? ipv6Text(bytes) : undefined;
}

function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const zeros = longestZeros(groups);
  const hex = groups.map((each) => each.toString(16));
  if (zeros.length < 2) {
    return hex.join(':');
  }
  return `${hex.slice(0, zeros.start).join(':')}::${hex.slice(zeros.start + zeros.length).join(':')}`;
}

/** Finds the longest run of zero groups, the first of equal ones (RFC 5952 §4.2). */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, i) => {
    if (group !== 0) {
      start = i + 1;
    } else if (i + 1 - start > best.length) {
      best = { start, length: i + 1 - start };
    }
  });
  return best;
}

/**
 * Writes an address and its mask, as name constraints hold them (RFC 5280 §4.2.1.10): `10.0.0.0/8`, or the mask where
 * it has gaps.
 */
export function subnetText(bytes: Uint8Array): string | undefined {
  const keyPart = bytes.length / 2;
  const address = ipText(bytes.subarray(0, keyPart));
  const mask = bytes.subarray(keyPart);
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const prefix = bits.indexOf('0') === -1 ? bits.length : bits.indexOf('0');
  if (address === undefined || keyPart % 4 !== 0) {
    return undefined;
  }
  return `${address}/${bits.includes('1', prefix) ? (ipText(mask) ?? '') : prefix}`;
}
