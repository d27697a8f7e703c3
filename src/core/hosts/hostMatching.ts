import type { SanEntry } from '../model';
import { toHost, toHostPattern } from './hostText';
import { toSniName } from './sniChoices';

/**
 * Returns whether a certificate's name covers a host (RFC 9525 §6.3): the same name, or a wildcard that is the whole
 * left-most label and stands for exactly one. As OpenSSL and browsers have it, two labels have to stand behind the `*`.
 *
 * @param pattern a DNS name of a certificate or gateway, or an address, which covers itself alone
 * @param host in any case, with U-labels or a trailing dot. A `*.` name is covered where each host that it matches is
 */
export function covers(pattern: string, host: string): boolean {
  const asked = toHostPattern(host);
  return (
    asked !== undefined &&
    (asked.kind === 'ip' ? toHost(pattern)?.text === asked.text : coversName(pattern, asked.text))
  );
}

/**
 * Returns whether one of the Subject Alternative Names covers a host: DNS names cover names, addresses addresses (RFC
 * 9525 §6.5).
 */
export function coversHost(sans: readonly SanEntry[], host: string): boolean {
  const asked = toHostPattern(host);
  if (asked === undefined) return false;
  return sans.some(
    ({ kind, value }) => kind === asked.kind && (kind === 'ip' ? value === asked.text : coversName(value, asked.text)),
  );
}

/** Prepares {@link coversHost} for many hosts, however many names there are. */
export function toCover(sans: readonly SanEntry[]): (host: string) => boolean {
  const [addresses, names] = [new Set<string>(), new Set<string>()];
  for (const { kind, value } of sans) {
    if (kind === 'ip') addresses.add(value);
    if (kind === 'dns') names.add(value.toLowerCase());
  }
  return (host) => {
    const asked = toHostPattern(host);
    if (asked?.kind !== 'dns') return asked !== undefined && addresses.has(asked.text);
    const { text } = asked;
    const wildcard = `*${text.slice(text.indexOf('.'))}`;
    return names.has(text) || (names.has(wildcard) && coversName(wildcard, text));
  };
}

/**
 * Finds which of many names covers a host, as {@link covers} has it: the first that is the same, else the wildcard.
 * Made once for many hosts.
 */
export function toCoveringName(names: readonly string[]): (host: string) => string | undefined {
  const known = new Map<string, string>();
  for (const name of names) {
    const host = toHost(name);
    const text = host?.kind === 'ip' ? host.text : name.toLowerCase();
    if (!known.has(text)) known.set(text, name);
  }
  return (host) => {
    const asked = toHostPattern(host);
    if (asked === undefined) return undefined;
    const { kind, text } = asked;
    const wildcard = `*${text.slice(text.indexOf('.'))}`;
    return known.get(text) ?? (kind === 'dns' && coversName(wildcard, text) ? known.get(wildcard) : undefined);
  };
}

/** Does what {@link covers} does, for a `name` in the form that `toHostPattern` gives. */
function coversName(pattern: string, name: string): boolean {
  // What a certificate presents is compared as it is (RFC 9525 §6.3): no trailing dot, no U-label.
  const presented = pattern.toLowerCase();
  if (presented === name) return true;
  if (!presented.startsWith('*.') || name.startsWith('*') || presented.indexOf('.', 2) === -1) return false;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === presented.slice(1) && toHost(presented.slice(2)) !== undefined;
}

/**
 * Returns the names of a certificate that hosts are reached by, each once: DNS names in small letters, and addresses.
 */
export const hostNamesOf = (sans: readonly SanEntry[] | undefined): readonly string[] => [
  ...new Set(
    (sans ?? []).flatMap(({ kind, value }) => (kind === 'dns' ? [value.toLowerCase()] : kind === 'ip' ? [value] : [])),
  ),
];

/**
 * Returns the names to be served for that a certificate does not cover: clients refuse it there. Without a SAN it
 * covers none: they do not look at the common name.
 */
export function uncoveredNames(sans: readonly SanEntry[] | undefined, served: readonly string[]): readonly string[] {
  const isCovered = toCover(sans ?? []);
  return served.filter((name) => !isCovered(toSniName(name)));
}

/**
 * Returns the DNS names of a certificate that none of those to be served for covers. Addresses are never asked for by
 * SNI (RFC 6066 §3).
 */
export function unlistedNames(sans: readonly SanEntry[] | undefined, served: readonly string[]): readonly string[] {
  const isListed = toCover(served.map((name) => ({ kind: 'dns', value: toSniName(name) })));
  return hostNamesOf(sans).filter((name) => toHostPattern(name)?.kind === 'dns' && !isListed(name));
}
