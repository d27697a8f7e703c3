/** Decides which values of a text belong together: a certificate, its chain and its key, or what is to be trusted. */
import type { PemDocument } from '../../core/document/document';
import { certificatesOf } from '../../core/document/document';
import { certificateParts, presentedParts } from '../../core/findings/certificateParts';
import type { Certificate } from '../../core/model';
import { nameKey } from '../../core/x509/nameSubtrees';
import { appendTo } from '../../shared/appendTo';
import type { HeldValue } from './holding';
import type { ManifestObject } from './valueNames';

interface GroupedValue {
  readonly value: Pick<HeldValue, 'name' | 'object' | 'isStructured' | 'isRemoved'>;
  readonly document: PemDocument;
}

/** Groups the values by object, purpose and pair, in the order of the text. */
export const toValueGroups = <T extends GroupedValue>(values: readonly T[]): readonly (readonly T[])[] =>
  ofObjects(values).flatMap(toPairs).flatMap(withoutStrays);

/** Separates what nothing names from the rest: CAs that issued none of it, and were issued by none. */
function withoutStrays<T extends GroupedValue>(group: readonly T[]): readonly (readonly T[])[] {
  if (group.length < 2 || !group.some(({ value }) => value.name === '')) return [group];
  const certificates = certificatesIn(group);
  const count = (names: readonly string[]): ReadonlyMap<string, number> =>
    names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());
  const [subjects, issuers] = [
    count(certificates.map(({ subject }) => nameKey(subject))),
    count(certificates.map(({ issuer }) => nameKey(issuer))),
  ];
  const isStray = (each: T): boolean => {
    const own = certificatesIn([each]);
    const hasOnlyCas = own.length > 0 && own.every(({ isCa }) => isCa) && each.document.parts.every(({ key }) => !key);
    if (each.value.name !== '' || !hasOnlyCas) return false;
    const [asSubject, asIssuer] = [
      count(own.map(({ subject }) => nameKey(subject))),
      count(own.map(({ issuer }) => nameKey(issuer))),
    ];
    // Names that it has, and others of the group do not.
    return (
      [...asSubject.keys()].every((name) => (issuers.get(name) ?? 0) === (asIssuer.get(name) ?? 0)) &&
      [...asIssuer.keys()].every((name) => (subjects.get(name) ?? 0) === (asSubject.get(name) ?? 0))
    );
  };
  const strays = group.filter(isStray);
  const rest = group.filter((each) => !strays.includes(each));
  return rest.length === 0 ? [group] : [rest, ...strays.map((each) => [each])];
}

function ofObjects<T extends GroupedValue>(values: readonly T[]): readonly (readonly T[])[] {
  const objects = new Map<ManifestObject, number>();
  const groups = new Map<string, T[]>();
  const names = new Set(values.map(({ value }) => value.name));
  // Where nothing names the object, a key that comes again begins another one.
  const seen = new Map<string, number>();
  for (const placed of values) {
    const { name, object, isStructured, isRemoved = false } = placed.value;
    if (object && !objects.has(object)) objects.set(object, objects.size);
    const owner = isStructured ? (listedPair(name, names) ?? ownerOf(name)) : pairName(name);
    const count = (seen.get(name) ?? 0) + 1;
    if (!object) seen.set(name, count);
    const purpose = isRemoved ? 'removed' : isTrustedName(name) ? 'trusted' : 'presented';
    const id = `${(object && objects.get(object)) ?? ''} ${owner} ${purpose} ${name === '' ? 1 : count}`;
    appendTo(groups, id, placed);
  }
  return [...groups.values()];
}

/**
 * Returns the owner of a value: `shop-tls` of `shop-tls/tls.crt`, `ssls[0]` of `ssls[0].cert`, `keys[0].x5c` of
 * `keys[0].x5c[1]`; in a list of an object, `hook/webhooks[0].clientConfig` of
 * `hook/webhooks[0].clientConfig.caBundle`.
 */
const ownerOf = (name: string): string =>
  name.includes('/') && !name.includes('[')
    ? name.slice(0, name.indexOf('/'))
    : name.replace(/(^|\.)[^.[\]]+$|\[\d+\]$/, '');

/**
 * Returns the pair of `ssls[0].certs[1]` and `ssls[0].keys[1]`, the further certificates of an SSL object of APISIX.
 */
function listedPair(name: string, names: ReadonlySet<string>): string | undefined {
  const [, list, word, index] = /^((?:.*\.)?)(cert|key)s\[(\d+)\]$/.exec(name) ?? [];
  if (list === undefined || index === undefined) return undefined;
  return names.has(`${list}${word === 'cert' ? 'key' : 'cert'}s[${index}]`) ? `${list}pair ${index}` : undefined;
}

/**
 * Returns what the names of one pair have in common: `shop` of `SHOP_CERT` and `shopKey`, `a` of `a.crt` and `a.key`.
 */
const pairName = (name: string): string =>
  name
    .replace(
      /(?:[._-]?(?:tls|ssl|x509|client|server|private|public|full|chain|bundle|intermediate|pem|data|file|body|cert(?:ificate)?|crt|key))+$/i,
      '',
    )
    .toLowerCase();

/** Returns whether a value is named as CAs that are to be trusted, and not as a chain to present. */
export const isTrustedName = (name: string): boolean => trusted.test(name);

const trusted =
  /(^|[/._-])((root|client)?[-_.]?ca([-_.]?(crt|cert(?:ificate)?s?|bundle|pem|file))?|certificate-authority-data)$/i;

/**
 * Separates the pairs of one object, where it has several: `a.crt` with `a.key`, and `b.crt` with `b.key`. A CA that
 * issued certificates of some holds these together, and a key goes to the pair that it fits. Takes time by the number
 * of values alone.
 */
function toPairs<T extends GroupedValue>(group: readonly T[]): readonly (readonly T[])[] {
  const pairs = new Map<string, T[]>();
  for (const each of group) {
    const name = pairName(lastOf(each.value.name));
    appendTo(pairs, name, each);
  }
  if ([...pairs.values()].filter((pair) => pair.some(presents)).length < 2) return [group];
  // Which pair another one was joined to; itself for most.
  const joinedTo = new Map([...pairs.keys()].map((name) => [name, name]));
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = joinedTo.get(root); next !== undefined && next !== root; next = joinedTo.get(root)) root = next;
    joinedTo.set(name, root);
    return root;
  };
  const wanted = new Map<string, Set<string>>();
  for (const [name, pair] of pairs)
    if (pair.some(presents))
      for (const link of linksOf(pair)) wanted.set(link, (wanted.get(link) ?? new Set()).add(name));
  for (const [name, pair] of pairs) {
    if (pair.some(presents)) continue;
    for (const link of offersOf(pair)) {
      const others = wanted.get(link);
      for (const other of others ?? []) joinedTo.set(rootOf(other), rootOf(name));
      if (others) wanted.set(link, new Set([name]));
    }
  }
  const joined = new Map<string, T[]>();
  for (const each of group) {
    const root = rootOf(pairName(lastOf(each.value.name)));
    appendTo(joined, root, each);
  }
  return [...joined.values()];
}

/** Returns the last part of a name: `tls.crt` of `shop-tls/tls.crt`, `x5c` of `keys[0].x5c[1]`. */
const lastOf = (name: string): string => name.replace(/\[\d+\]$/, '').replace(/^.*[/\]]\.?/, '');

const presents = ({ document }: GroupedValue): boolean => presentedParts(certificateParts(document)).length > 0;

const certificatesIn = (values: readonly GroupedValue[]): readonly Certificate[] =>
  values.flatMap(({ document }) => certificatesOf(document));

/** Returns the marks of what belongs to the certificates of a pair: their keys, and the names of their issuers. */
const linksOf = (pair: readonly GroupedValue[]): readonly string[] =>
  certificatesIn(pair).flatMap(({ fingerprints, issuer }) => [fingerprints.spkiSha256, nameKey(issuer)]);

/** Returns the marks by which values that are no pair find one: their keys, and the names of their CAs. */
const offersOf = (values: readonly GroupedValue[]): readonly string[] => [
  ...values.flatMap(({ document }) =>
    document.parts.flatMap(({ key }) => (key?.status === 'plain' ? [key.spkiSha256] : [])),
  ),
  ...certificatesIn(values).map(({ subject }) => nameKey(subject)),
];
