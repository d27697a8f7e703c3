import type { Cooperative } from '../../shared/cooperative';
import type { PemPart } from '../document/document';
import { isTooLong, keySupport } from '../keys/keyMaterial';
import { isPubliclyKnownKey } from '../keys/knownKeys';
import type { RsaFault, RsaNumbers } from '../keys/rsaFaults';
import { rsaFault, rsaNumbers } from '../keys/rsaFaults';
import type { KeyInfo } from '../model';
import { certificateName, isSelfIssued } from '../x509/certificateName';
import { hasCompressedPoint, lacksRsaParameters } from '../x509/spki';
import { mayServe } from './certificateParts';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';

/** Keys that protect nothing, or that a gateway takes and clients do not speak with. */
export const keyChoiceRules = [
  {
    code: 'publiclyKnownKey',
    severity: 'error',
    sentence:
      'The private key of {name} is public: it is in the test suite of a well-known program, and anyone can pass for its holder.',
    find: (subject) =>
      keysOf(subject).flatMap(({ part, name, spkiSha256 }) =>
        isPubliclyKnownKey(spkiSha256) ? [keyPlace(part, name, keySentences.known)] : [],
      ),
  },
  {
    // NIST SP 800-89 §5.3.3; Baseline Requirements §6.1.1.3; CVE-2017-15361, CVE-2022-26320.
    code: 'factorableKey',
    severity: 'error',
    sentence: 'The private key of {name} can be computed from its public half: {reason}.',
    *find(subject) {
      return yield* rsaKeys(subject, ({ part, name }, numbers) => {
        const fault = rsaFault(numbers);
        return fault && withFacts(keyPlace(part, name, keySentences.factorable), { reason: factorWords[fault] });
      });
    },
  },
  {
    // RFC 8017 §3.1: odd, and at least 3. OpenSSL and BoringSSL refuse the key.
    code: 'impossibleExponent',
    severity: 'error',
    sentence: 'The RSA exponent of {name} is {exponent}: it has to be odd and above 1, and Chrome refuses the key.',
    *find(subject) {
      return yield* rsaKeys(subject, ({ part, name }, { exponent }) =>
        exponent <= 1n || exponent % 2n === 0n
          ? withFacts(keyPlace(part, name, keySentences.exponent), { exponent: shortNumber(exponent) })
          : undefined,
      );
    },
  },
  {
    // Baseline Requirements §6.1.6, NIST SP 800-89 §5.3.3: from 65537 on. Some roots of old have less, and clients have
    // those.
    code: 'smallExponent',
    severity: 'hint',
    sentence: 'The RSA exponent of {name} is {exponent}; public CAs want at least 65537.',
    *find(subject) {
      return yield* rsaKeys(subject, ({ part, name, isOfRoot }, { exponent }) =>
        !isOfRoot && name !== undefined && exponent > 1n && exponent % 2n === 1n && exponent < 65537n
          ? withFacts(keyPlace(part, name), { exponent: shortNumber(exponent) })
          : undefined,
      );
    },
  },
  {
    // RFC 8446 §9.1 and what OpenSSL, Go and browsers offer; Apache APISIX takes the certificate and answers with an
    // alert.
    code: 'keyNotServed',
    severity: 'warning',
    sentence:
      'Browsers and programs written in Go do not support the kind of key that {name} has ({key}): gateways take it, but handshakes fail.',
    find: (subject) => [
      ...keysOf(subject).flatMap(({ part, name, key }) =>
        isTooLong(key)
          ? [
              {
                ...withFacts(keyPlace(part, name), { key: key.name }),
                severity: 'error' as const,
                sentence: name === undefined ? keySentences.tooLong : supportSentences.tooLong,
              },
            ]
          : [],
      ),
      ...subject.ends.flatMap(({ part, certificate }): readonly FindingPlace[] => {
        const support = mayServe(certificate) ? keySupport(certificate.key) : 'usual';
        if (lacksRsaParameters(certificate.spki))
          return [{ ...at(part, { name: certificateName(certificate) }), sentence: supportSentences.noParameters }];
        if (support === 'usual' && hasCompressedPoint(certificate.spki))
          return [{ ...at(part, { name: certificateName(certificate) }), sentence: supportSentences.compressed }];
        if (support === 'usual' || support === 'tooLong') return [];
        const place = at(part, { name: certificateName(certificate), key: certificate.key.name });
        if (support === 'none') return [place];
        return [
          {
            ...place,
            sentence: supportSentences[support],
            ...(support === 'notChrome' && { severity: 'hint' as const }),
          },
        ];
      }),
    ],
  },
] as const satisfies readonly Rule[];

const factorWords: Readonly<Record<RsaFault, string>> = {
  smallFactor: 'its modulus has a small factor',
  closePrimes: 'its two primes are too close together',
  roca: 'its primes are of the form that a faulty chip made (ROCA, CVE-2017-15361)',
};

/** Sentences on a key that not all clients support. */
const supportSentences = {
  notChrome: 'Chrome does not support the kind of key that {name} has ({key}); most programs do.',
  noParameters:
    'The RSA key of {name} lacks the parameters that it has to have (NULL): Chrome and programs written in Go refuse the certificate.',
  compressed: 'The key of {name} is a compressed point: Firefox and programs written in Go refuse the certificate.',
  notGo:
    'The key of {name} is too long for programs written in Go ({key}): they refuse RSA keys of more than 8,192 bits.',
  tooLong: 'The key of {name} is too long ({key}): OpenSSL, Chrome and Java refuse RSA keys of more than 16,384 bits.',
} as const;

/** Sentences for a private key, instead of the rule's own. */
const keySentences = {
  known:
    'This private key is public: it is in the test suite of a well-known program, and anyone can pass for its holder.',
  factorable: 'This private key can be computed from its public half: {reason}.',
  exponent:
    'The RSA exponent of this private key is {exponent}: it has to be odd and above 1, and no such key is safe.',
  tooLong: 'This private key is too long ({key}): OpenSSL, Chrome and Java refuse RSA keys of more than 16,384 bits.',
} as const;

interface PartKey {
  readonly part: PemPart;
  /** The certificate's name; undefined for a private key. */
  readonly name: string | undefined;
  readonly isOfRoot: boolean;
  readonly key: KeyInfo;
  readonly spki: Uint8Array;
  readonly spkiSha256: string;
}

/** Keeps the keys of a text for the rules that look at them one after the other. */
const knownKeys = new WeakMap<RuleContext, readonly PartKey[]>();

/** Lists certificates, the first of each, and private keys, in the order of the text. */
function keysOf(subject: RuleContext): readonly PartKey[] {
  const keys = knownKeys.get(subject) ?? findKeys(subject);
  knownKeys.set(subject, keys);
  return keys;
}

function findKeys({ document, distinct }: RuleContext): readonly PartKey[] {
  const certificates = new Map(distinct.map(({ part, certificate }) => [part, certificate]));
  return document.parts.flatMap((part): readonly PartKey[] => {
    if (part.key?.status === 'plain') return [{ part, name: undefined, isOfRoot: false, ...part.key }];
    const certificate = certificates.get(part);
    if (!certificate) return [];
    const { key, spki, fingerprints } = certificate;
    return [
      {
        part,
        name: certificateName(certificate),
        isOfRoot: isSelfIssued(certificate),
        key,
        spki,
        spkiSha256: fingerprints.spkiSha256,
      },
    ];
  });
}

function* rsaKeys(
  subject: RuleContext,
  look: (key: PartKey, numbers: RsaNumbers) => FindingPlace | undefined,
): Cooperative<readonly FindingPlace[]> {
  const places: FindingPlace[] = [];
  for (const each of keysOf(subject)) {
    if (each.key.algorithm !== 'rsa' && each.key.algorithm !== 'rsa-pss') continue;
    yield;
    const numbers = rsaNumbers(each.spki);
    const place = numbers && look(each, numbers);
    if (place) places.push(place);
  }
  return places;
}

/** Returns a place. `sentence` is for a private key, instead of the rule's own. */
const keyPlace = (part: PemPart, name: string | undefined, sentence?: string): FindingPlace =>
  name === undefined ? { ...at(part), ...(sentence !== undefined && { sentence }) } : at(part, { name });

const withFacts = (place: FindingPlace, facts: FindingPlace['facts']): FindingPlace => ({
  ...place,
  facts: { ...place.facts, ...facts },
});

const shortNumber = (number: bigint): string =>
  number < 1n << 64n ? number.toString() : `0x${number.toString(16).slice(0, 16)}…`;
