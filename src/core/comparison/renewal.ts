/** Compares an old certificate with the new one that replaces it, fact by fact, and says which change is a loss. */
import { reading } from '../asn1/der';
import { toCoveringName } from '../hosts/hostMatching';
import { isSameKey, toKeyMaterial } from '../keys/keyMaterial';
import type { Certificate, CertificateMetadata, KeyInfo, Purpose, SanEntry } from '../model';
import { isSelfIssued, shortName } from '../x509/certificateName';
import { purposeOf } from '../x509/purpose';
import { hasWeakSignature } from '../x509/signature';
import type { Sameness } from './metadataMatch';
import { isSameTime, nameSameness, serialSameness } from './metadataMatch';

type RenewalKind =
  | 'same'
  | 'changed'
  /** The old one has it, the new one has not. */
  | 'lost'
  | 'gained'
  /** Both have it, and the new one less of it. */
  | 'worse'
  /** One of them does not say. */
  | 'unknown';

export type RenewalFact =
  | 'subject'
  | 'name'
  | 'issuer'
  | 'purpose'
  | 'notBefore'
  | 'notAfter'
  | 'serial'
  | 'keyKind'
  | 'publicKey'
  | 'signature'
  | 'chain';

export interface RenewalRow {
  readonly fact: RenewalFact;
  readonly kind: RenewalKind;
  /** Texts, or milliseconds for times. Undefined: it has none, or, where `kind` is unknown, does not say. */
  readonly old: string | number | undefined;
  readonly new: string | number | undefined;
  /** For a name that is lost as such: the new certificate's name that covers it all the same. */
  readonly coveredBy?: string;
}

/** The certificate that is replaced: its chain, leaf first, or the gateway's metadata instead. */
export interface OldCertificate {
  readonly chain: readonly Certificate[];
  readonly metadata?: CertificateMetadata | undefined;
}

/** @param chain the new one's, leaf first, without gaps */
export function compareCertificates(old: OldCertificate, chain: readonly Certificate[]): readonly RenewalRow[] {
  const [leaf] = chain;
  const [was] = old.chain;
  if (!leaf) return [];
  return was ? compareRead(was, leaf, { old: old.chain, new: chain }) : compareMetadata(old.metadata, leaf, chain);
}

function compareRead(
  was: Certificate,
  leaf: Certificate,
  chains: { readonly old: readonly Certificate[]; readonly new: readonly Certificate[] },
): readonly RenewalRow[] {
  const changed = (isSame: boolean): RenewalKind => (isSame ? 'same' : 'changed');
  const isWeaker = hasWeakSignature(leaf) && !hasWeakSignature(was);
  return [
    row('subject', changed(was.subject.der === leaf.subject.der), [was.subject.text, leaf.subject.text]),
    ...nameRows(namesOf(was.sans), namesOf(leaf.sans)),
    row('issuer', changed(was.issuer.der === leaf.issuer.der), [was.issuer.text, leaf.issuer.text]),
    purposeRow(purposeOf(was.extendedKeyUsage), purposeOf(leaf.extendedKeyUsage)),
    row('notBefore', changed(isSameTime(was.validity.notBefore, leaf.validity.notBefore)), [
      was.validity.notBefore,
      leaf.validity.notBefore,
    ]),
    endRow(was.validity.notAfter, leaf.validity.notAfter),
    row('serial', changed(was.serial === leaf.serial), [was.serial, leaf.serial]),
    row('keyKind', keyKind(was.key, leaf.key), [was.key.name, leaf.key.name]),
    row('publicKey', publicKey(was, leaf), [was.fingerprints.spkiSha256, leaf.fingerprints.spkiSha256]),
    row('signature', isWeaker ? 'worse' : changed(was.signatureAlgorithm.name === leaf.signatureAlgorithm.name), [
      was.signatureAlgorithm.name,
      leaf.signatureAlgorithm.name,
    ]),
    chainRow(chains),
  ];
}

/** Compares metadata: rows in the same order; what the gateway does not report is unknown. */
function compareMetadata(
  metadata: CertificateMetadata | undefined,
  leaf: Certificate,
  chain: readonly Certificate[],
): readonly RenewalRow[] {
  const { validity, signatureAlgorithm } = metadata ?? {};
  const text = (value: string | undefined) => (value?.trim() ? value : undefined);
  const [subject, issuer, serial] = [text(metadata?.subject), text(metadata?.issuer), text(metadata?.serial)];
  const kindOf = (sameness: Sameness): RenewalKind =>
    sameness === 'same' ? 'same' : sameness === 'different' ? 'changed' : 'unknown';
  const unknown = (fact: RenewalFact, value: string) => row(fact, 'unknown', [undefined, value]);
  return [
    subject === undefined
      ? unknown('subject', leaf.subject.text)
      : row('subject', kindOf(nameSameness(leaf.subject, subject)), [subject, leaf.subject.text]),
    ...(metadata && metadata.names.length > 0
      ? nameRows(
          metadata.names.map((name) => name.toLowerCase()),
          namesOf(leaf.sans?.filter(({ kind }) => kind === 'dns' || kind === 'ip')),
        )
      : namesOf(leaf.sans).map((name) => unknown('name', name))),
    issuer === undefined
      ? unknown('issuer', leaf.issuer.text)
      : row('issuer', kindOf(nameSameness(leaf.issuer, issuer)), [issuer, leaf.issuer.text]),
    unknown('purpose', purposeOf(leaf.extendedKeyUsage)),
    validity
      ? row('notBefore', isSameTime(validity.notBefore, leaf.validity.notBefore) ? 'same' : 'changed', [
          validity.notBefore,
          leaf.validity.notBefore,
        ])
      : row('notBefore', 'unknown', [undefined, leaf.validity.notBefore]),
    validity
      ? endRow(validity.notAfter, leaf.validity.notAfter)
      : row('notAfter', 'unknown', [undefined, leaf.validity.notAfter]),
    serial === undefined
      ? unknown('serial', leaf.serial)
      : row('serial', kindOf(serialSameness(leaf.serial, serial)), [serial, leaf.serial]),
    unknown('keyKind', leaf.key.name),
    unknown('publicKey', leaf.fingerprints.spkiSha256),
    // Its spelling is the gateway's own: `SHA256-RSA`, `sha256WithRSAEncryption`.
    text(signatureAlgorithm) === undefined
      ? unknown('signature', leaf.signatureAlgorithm.name)
      : row('signature', 'unknown', [signatureAlgorithm, leaf.signatureAlgorithm.name]),
    unknown('chain', chainText(chain)),
  ];
}

const row = (
  fact: RenewalFact,
  kind: RenewalKind,
  [was, is]: readonly [RenewalRow['old'], RenewalRow['new']],
): RenewalRow => ({ fact, kind, old: was, new: is });

/** Returns names as texts: DNS names and addresses as they are, others with their kind before them. */
const namesOf = (sans: readonly SanEntry[] | undefined): readonly string[] => [
  ...new Set(
    (sans ?? []).map(({ kind, value }) =>
      kind === 'dns' ? value.toLowerCase() : kind === 'ip' ? value : `${kind}:${value}`,
    ),
  ),
];

/** Compares names: the old ones in their order, then the new ones. */
function nameRows(old: readonly string[], now: readonly string[]): readonly RenewalRow[] {
  const [had, has] = [new Set(old), new Set(now)];
  const nameFor = toCoveringName(now);
  return [
    ...old.map((name): RenewalRow => {
      if (has.has(name)) return row('name', 'same', [name, name]);
      const coveredBy = nameFor(name);
      return coveredBy === undefined
        ? row('name', 'lost', [name, undefined])
        : { ...row('name', 'changed', [name, undefined]), coveredBy };
    }),
    ...now.filter((name) => !had.has(name)).map((name) => row('name', 'gained', [undefined, name])),
  ];
}

/** The things that each purpose lets a gateway do. */
const sides: Readonly<Record<Purpose, readonly ('server' | 'client')[]>> = {
  server: ['server'],
  client: ['client'],
  both: ['server', 'client'],
  any: ['server', 'client'],
  unstated: ['server', 'client'],
  neither: [],
};

function purposeRow(was: Purpose, is: Purpose): RenewalRow {
  const isWorse = sides[was].some((side) => !sides[is].includes(side));
  return row('purpose', isWorse ? 'worse' : was === is ? 'same' : 'changed', [was, is]);
}

const endRow = (was: number, is: number): RenewalRow =>
  row('notAfter', isSameTime(was, is) ? 'same' : is < was ? 'worse' : 'gained', [was, is]);

/** Compares key sizes: fewer bits are worse within one algorithm; across algorithms bits say nothing. */
function keyKind(was: KeyInfo, is: KeyInfo): RenewalKind {
  if (was.name === is.name) return 'same';
  return was.algorithm === is.algorithm && (is.bits ?? 0) < (was.bits ?? 0) ? 'worse' : 'changed';
}

/**
 * Compares public keys, which may be spelled in several ways: EC points compressed or not, a curve named or written
 * out.
 */
function publicKey(was: Certificate, is: Certificate): RenewalKind {
  if (was.fingerprints.spkiSha256 === is.fingerprints.spkiSha256) return 'same';
  const same = reading(() => isSameKey(toKeyMaterial(was.spki), toKeyMaterial(is.spki)));
  if (!same.ok || same.value === undefined) return 'unknown';
  return same.value ? 'same' : 'changed';
}

function chainRow(chains: { readonly old: readonly Certificate[]; readonly new: readonly Certificate[] }): RenewalRow {
  const [was, is] = [chains.old, chains.new].map((chain) =>
    chain.slice(1).map(({ fingerprints }) => fingerprints.sha256),
  );
  const isSame = was?.join() === is?.join();
  // An issuer of the old one's end that nothing follows: the intermediate may have been forgotten.
  const isShorter = chains.new.length === 1 && chains.old.length > 1 && chains.new.some((only) => !isSelfIssued(only));
  return row('chain', isShorter ? 'worse' : isSame ? 'same' : 'changed', [
    chainText(chains.old),
    chainText(chains.new),
  ]);
}

/** Lists the issuers' common names behind the leaf; empty for a leaf alone. */
const chainText = (chain: readonly Certificate[]): string =>
  chain
    .slice(1)
    .map(({ subject }) => shortName(subject))
    .join(' ← ');
