/** Applies Name Constraints: decides whether a name lies in a subtree (RFC 5280 §4.2.1.10), as OpenSSL and Go do. */
import { toNormalForm } from '../../shared/normalForm';
import type { DerValue } from '../asn1/der';
import { DerError, parseDer, reading } from '../asn1/der';
import { contentBytes, contextTag, sequenceOf } from '../asn1/values';
import type { Name, Reading, SanEntry } from '../model';
import { generalName } from './generalNames';

/** The degrees to which two names are the same. */
type NameMatch =
  /** Equal DER. */
  | 'bytes'
  /** Equal text but for string types, ASCII case and white space, as OpenSSL compares; Go and Java want bytes. */
  | 'text'
  /** Equal only with the case and the forms of all of Unicode folded, which §7.1 asks for and OpenSSL does not do. */
  | 'unicode'
  | 'different';

type Comparable = Pick<Name, 'rdns' | 'der'>;

export function matchNames(a: Comparable, b: Comparable): NameMatch {
  if (a.der === b.der) return 'bytes';
  if (a.rdns.length !== b.rdns.length) return 'different';
  let match: NameMatch = 'text';
  for (const [i, rdn] of a.rdns.entries()) {
    const rdnMatch = matchRdns(rdn, b.rdns[i] ?? []);
    if (rdnMatch === 'different') return rdnMatch;
    if (rdnMatch === 'unicode') match = rdnMatch;
  }
  return match;
}

type Rdn = Name['rdns'][number];

/**
 * Compares two RDNs. Nearly all have one attribute, and most that differ do so in the first: only then are texts
 * folded.
 */
function matchRdns(a: Rdn, b: Rdn): 'text' | 'unicode' | 'different' {
  const [[one], [other]] = [a, b];
  if (a.length !== b.length) return 'different';
  if (a.length === 1 && one && other) {
    if (one.oid !== other.oid) return 'different';
    if (one.value === other.value || foldAscii(one.value) === foldAscii(other.value)) return 'text';
    return foldUnicode(one.value) === foldUnicode(other.value) ? 'unicode' : 'different';
  }
  if (toKey({ rdns: [a] }, foldAscii) === toKey({ rdns: [b] }, foldAscii)) return 'text';
  return toKey({ rdns: [a] }, foldUnicode) === toKey({ rdns: [b] }, foldUnicode) ? 'unicode' : 'different';
}

export const isSameName = (a: Comparable, b: Comparable): boolean => matchNames(a, b) !== 'different';

/** Returns the same text for names that are the same, to look them up by. */
export function nameKey(name: Pick<Name, 'rdns'>): string {
  const key = keys.get(name) ?? toKey(name, foldUnicode);
  keys.set(name, key);
  return key;
}

/** Names stay as they are, and are looked up again with each change of the text around them. */
const keys = new WeakMap<Pick<Name, 'rdns'>, string>();

/** Returns whether `name` is `base`, or stands below it in the directory, as OpenSSL compares (RFC 5280 §4.2.1.10). */
export const isBelowName = (name: Pick<Name, 'rdns'>, base: Pick<Name, 'rdns'>): boolean =>
  name.rdns.length >= base.rdns.length &&
  toKey({ rdns: name.rdns.slice(0, base.rdns.length) }, foldAscii) === toKey(base, foldAscii);

/** Returns a key of a name. The attributes of one RDN are a set: their order says nothing. */
const toKey = ({ rdns }: Pick<Name, 'rdns'>, fold: (value: string) => string): string =>
  JSON.stringify(rdns.map((rdn) => rdnKey(rdn, fold)));

const rdnKey = (rdn: Rdn, fold: (value: string) => string): readonly string[] =>
  rdn.map(({ oid, value }) => `${oid}=${fold(value)}`).sort();

const foldAscii = (value: string): string =>
  value
    .replace(/^[ \t-\r]+|(?<![ \t-\r])[ \t-\r]+$/g, '')
    .replace(/[ \t-\r]+/g, ' ')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const foldUnicode = (value: string): string => toNormalForm(value, 'NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

export interface Subtree {
  readonly entry: SanEntry;
  /** Address and mask of an `ip` entry. */
  readonly subnet: Buffer | undefined;
  /** `minimum` and `maximum`, which nobody supports and RFC 5280 forbids. */
  readonly hasDepth: boolean;
}

export interface Subtrees {
  readonly permitted: readonly Subtree[];
  readonly excluded: readonly Subtree[];
}

/** Reads the subtrees of the extension's value. */
export function parseSubtrees(hex: string): Reading<Subtrees> {
  return reading(() => {
    const parts = sequenceOf(parseDer(Buffer.from(hex, 'hex')), 'Name Constraints');
    const under = (number: number): readonly Subtree[] =>
      parts
        .filter(({ tag }) => tag === contextTag(number, 'constructed'))
        .flatMap(({ children }) => children.map(toSubtree));
    return { permitted: under(0), excluded: under(1) };
  });
}

function toSubtree(value: DerValue): Subtree {
  const [base, ...depths] = sequenceOf(value, 'A name constraint');
  if (base === undefined) throw new DerError('A name constraint has no name.', value.start);
  const entry = generalName(base);
  return {
    entry,
    subnet: entry.kind === 'ip' ? contentBytes(base) : undefined,
    // A minimum of zero is the default, which DER leaves out.
    hasDepth: depths.some(
      (each) => each.tag !== contextTag(0, 'primitive') || contentBytes(each).some((byte) => byte !== 0),
    ),
  };
}

/** True, false, or undefined where constraints of this form cannot be applied. */
export type SubtreeMatch = boolean | undefined;

/** Returns true where a constraint is about names of this form: it may still not match. */
export function isOfForm(name: SanEntry, { entry }: Subtree): boolean {
  if (name.kind === 'other' && entry.kind === 'other') return name.oid === entry.oid;
  return name.kind === entry.kind;
}

/** Returns whether a name lies in a subtree of its form. */
export function isInSubtree(name: SanEntry, { entry, subnet, hasDepth }: Subtree): SubtreeMatch {
  if (hasDepth) return undefined;
  switch (name.kind) {
    case 'dns':
      return isInDomain(name.value, entry.value);
    case 'email':
      return isInMailDomain(name.value, entry.value);
    case 'uri':
      return isAtHost(name.value, entry.value);
    case 'ip':
      return subnet && isInSubnet(name, subnet);
    case 'directoryName':
      return entry.kind === 'directoryName' && isBelowName(name.name, entry.name);
    case 'registeredId':
    case 'other':
      return undefined;
  }
}

/**
 * Matches a DNS name. Any number of labels may stand before the constraint, and at least one where it begins with a
 * dot. Empty takes all.
 */
function isInDomain(name: string, base: string): boolean {
  const [own, wanted] = [name.toLowerCase(), base.toLowerCase()];
  if (wanted === '' || own === wanted) return true;
  return own.endsWith(wanted.startsWith('.') ? wanted : `.${wanted}`);
}

/**
 * Matches a mail address: a mailbox, all mailboxes of a host, or of the hosts below a domain, which begins with a dot.
 * Local parts are compared with their case.
 */
function isInMailDomain(name: string, base: string): boolean {
  const at = name.lastIndexOf('@');
  if (at < 0) return false;
  const host = name.slice(at + 1).toLowerCase();
  if (base.startsWith('.')) return host.endsWith(base.toLowerCase());
  const baseAt = base.lastIndexOf('@');
  if (baseAt > 0 && name.slice(0, at) !== base.slice(0, baseAt)) return false;
  return host === base.slice(baseAt + 1).toLowerCase();
}

/** Matches the host of a URI: the host itself, or, where the constraint begins with a dot, one below it. */
function isAtHost(name: string, base: string): SubtreeMatch {
  const authority = /^[^:/?#]+:\/\/(?:[^/?#@]*@)?([^/?#:[\]]+)/.exec(name)?.[1];
  if (authority === undefined) return undefined;
  const host = authority.toLowerCase();
  return base.startsWith('.') ? host.endsWith(base.toLowerCase()) : host === base.toLowerCase();
}

/**
 * Matches an address against an address and a mask, one behind the other. An address of the other family is in no
 * subnet of this one.
 */
function isInSubnet({ value, version }: Extract<SanEntry, { kind: 'ip' }>, subnet: Buffer): SubtreeMatch {
  if (subnet.length !== 8 && subnet.length !== 32) return undefined;
  const address = version && toBytes(value, version);
  const half = subnet.length / 2;
  if (address?.length !== half) return false;
  return address.every((byte, at) => ((byte ^ (subnet[at] ?? 0)) & (subnet[half + at] ?? 0)) === 0);
}

/** Returns the bytes of an address in `ipText`'s spelling. */
function toBytes(text: string, version: 4 | 6): readonly number[] {
  if (version === 4) return text.split('.').map(Number);
  const [head = '', tail] = text.split('::');
  const groups = (part: string): number[] =>
    part.split(':').flatMap((each) => (each === '' ? [] : [parseInt(each, 16)]));
  const [before, behind] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - behind.length }, () => 0);
  return [...before, ...zeros, ...behind].flatMap((group) => [group >> 8, group & 0xff]);
}
