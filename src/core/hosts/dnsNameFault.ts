import type { SanEntry } from '../model';
import { toHost } from './hostText';

/** The reason why a DNS name of a certificate matches no host, as a sentence ends. */
export const dnsFaultWords = {
  empty: 'it is empty',
  address: 'it is an address, which has to be an IP address of the certificate',
  scheme: 'it has a scheme, as a URL has',
  port: 'it has a port',
  path: 'it has a path',
  email: 'it is an e-mail address',
  blank: 'it has white space',
  hidden: 'it has a control character',
  trailingDot: 'it ends with a dot',
  emptyLabel: 'one of its labels is empty',
  longLabel: 'one of its labels is longer than 63 characters',
  longName: 'it is longer than 253 characters',
  character: 'it has a character that no host name may have',
} as const;

export type DnsNameFault = keyof typeof dnsFaultWords;

/**
 * Finds why a DNS name of a certificate, as it is written there, matches no host that a client could ask for (RFC 5280
 * §4.2.1.6, RFC 1034 §3.5, RFC 9525 §6.3). Undefined for a name that may; wildcards are looked at behind the `*`. What
 * is not ASCII is not looked at here: see `isAsciiName`.
 */
export function dnsNameFault(name: string): DnsNameFault | undefined {
  if (name.trim() === '') return name === '' ? 'empty' : 'blank';
  if (/[\u0000-\u0008\u000e-\u001f\u007f]/.test(name)) return 'hidden';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) return 'scheme';
  if (toHost(name)?.kind === 'ip') return 'address';
  if (/\s/.test(name)) return 'blank';
  if (name.includes('@')) return 'email';
  if (name.includes('/')) return 'path';
  if (/:\d*$/.test(name)) return 'port';
  return labelFault(name);
}

function labelFault(name: string): DnsNameFault | undefined {
  if (name === '*') return undefined;
  if (name.endsWith('.') && !name.endsWith('..')) return name === '.' ? 'emptyLabel' : 'trailingDot';
  const labels = name.split('.');
  if (labels.some((label) => label === '')) return 'emptyLabel';
  if (labels.some((label) => label.length > 63)) return 'longLabel';
  if (name.length > 253) return 'longName';
  return isAsciiName(name) && !/^[a-z0-9_.*-]+$/i.test(name) ? 'character' : undefined;
}

/** Returns whether it is written in ASCII, as RFC 5280 §7.2 wants names of other alphabets: in A-labels (`xn--…`). */
export const isAsciiName = (name: string): boolean => !/[^\u0000-\u007f]/.test(name);

/**
 * Returns whether a wildcard covers something: it is the whole first label, and two more are behind it (RFC 9525 §6.3;
 * OpenSSL and browsers want two).
 */
export const isUsefulWildcard = (name: string): boolean => /^\*\.[^*.]+(\.[^*.]+)+$/.test(name);

/** Returns whether a DNS name of a certificate can match a host. */
export const mayMatchHost = (name: string): boolean =>
  isAsciiName(name) && dnsNameFault(name) === undefined && (!name.includes('*') || isUsefulWildcard(name));

/** Returns the name as its maker meant it: bytes that are UTF-8 are read so, where each was taken for a character. */
export function dnsNameText(name: string): string {
  if (isAsciiName(name) || /[^\u0000-\u00ff]/.test(name)) return name;
  const text = new TextDecoder().decode(Uint8Array.from(name, (character) => character.charCodeAt(0)));
  return text.includes('\ufffd') ? name : text;
}

/** Returns a name as it is shown: of those that have to be ASCII, what their maker meant. */
export const sanText = ({ kind, value }: Pick<SanEntry, 'kind' | 'value'>): string =>
  kind === 'dns' || kind === 'email' || kind === 'uri' ? dnsNameText(value) : value;

/**
 * Second-level names under which registries of countries give names to anybody, as `co` under `uk`: those in common
 * use. Not the whole public suffix list (https://publicsuffix.org), of which each of them is a part.
 */
const secondLevels: Readonly<Record<string, string>> = {
  ae: 'ac co gov mil net org',
  ar: 'com edu gob gov net org',
  at: 'ac co gv or',
  au: 'asn com edu gov id net org',
  br: 'com edu gov net org',
  cn: 'ac com edu gov net org',
  co: 'com edu gov net org',
  eg: 'com edu gov net org',
  es: 'com edu gob nom org',
  fr: 'asso com gouv nom',
  gr: 'com edu gov net org',
  hk: 'com edu gov idv net org',
  hu: 'co org',
  id: 'ac co go my net or sch web',
  il: 'ac co gov muni net org',
  in: 'ac co edu gov net org res',
  jp: 'ac ad co ed go gr lg ne or',
  ke: 'ac co go ne or',
  kr: 'ac co go ne or pe re',
  mx: 'com edu gob net org',
  my: 'com edu gov net org',
  ng: 'com edu gov net org',
  nz: 'ac co geek gen govt net org school',
  pe: 'com edu gob net org',
  ph: 'com edu gov net org',
  pl: 'com edu gov net org',
  pt: 'com edu gov org',
  ro: 'com org',
  sa: 'com edu gov net org',
  sg: 'com edu gov net org per',
  th: 'ac co go in net or',
  tr: 'bel com edu gov net org',
  tw: 'com edu gov idv net org',
  ua: 'com edu gov in net org',
  uk: 'ac co gov ltd me net nhs org plc police',
  ve: 'co com edu gob net org',
  vn: 'com edu gov net org',
  za: 'ac co edu gov law net org web',
};

/** Returns true for a wildcard over all names of such a registry: `*.co.uk`. */
export function isRegistryWildcard(name: string): boolean {
  const [, second = '', top = ''] = /^\*\.([a-z]+)\.([a-z]{2})$/.exec(name.toLowerCase()) ?? [];
  return second !== '' && Object.hasOwn(secondLevels, top) && (secondLevels[top] ?? '').split(' ').includes(second);
}
