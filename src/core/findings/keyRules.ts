import { toShortText } from '../../shared/visibleText';
import type { PemDocument } from '../document/document';
import { misspeltStarts } from '../document/document';
import { labelInstead } from '../keys/keys';
import type { KeyInfo } from '../model';
import { certificateName, isSelfIssued } from '../x509/certificateName';
import { hasWeakSignature } from '../x509/signature';
import { keysOfNoRequest } from './requestRules';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import { onEach } from './ruleContext';
import type { KeyMismatch } from './siblings';

export const keyRules = [
  {
    code: 'unreadableKey',
    severity: 'error',
    sentence: 'This private key cannot be read: {reason}',
    find: ({ document }) =>
      document.parts.flatMap((part) =>
        part.block.isIntact && part.key?.status === 'broken' ? [at(part, { reason: part.key.reason })] : [],
      ),
  },
  {
    // RFC 5958 §5, RFC 5915 §4: OpenSSL goes by the label, and refuses a key that is written down otherwise.
    code: 'keyLabelMismatch',
    severity: 'warning',
    sentence: 'This key is in the {format} form, but its label “{label}” says otherwise: most programs refuse it.',
    find: ({ document }) => mislabelledKeys(document),
  },
  {
    // Gateways have no place for a password.
    code: 'encryptedKey',
    severity: 'info',
    sentence: 'This private key is protected with a password; gateways take only keys without one.',
    find: ({ document }) =>
      document.parts.flatMap((part) => (part.block.isIntact && part.key?.status === 'encrypted' ? [at(part)] : [])),
  },
  {
    // Whoever can read the repository, now or later, has the key.
    code: 'keyTrackedByGit',
    severity: 'warning',
    sentence:
      'This private key is tracked by git: everyone with a copy of the repository has it, even after it is deleted.',
    find: ({ document, isTracked }) =>
      isTracked
        ? document.parts.flatMap((part) => (part.block.isIntact && part.key?.status === 'plain' ? [at(part)] : []))
        : [],
  },
  {
    // RFC 5280 §4.1: the certificate's key is the public half of the private key that goes with it.
    code: 'keyDoesNotMatch',
    severity: 'error',
    sentence: 'This private key ({key}) matches no certificate in this file.',
    find: (subject) => [
      ...keysOfNobody(subject),
      ...subject.mismatches.flatMap(mismatchPlaces),
      ...keysOfNoRequest(subject),
    ],
  },
] as const satisfies readonly Rule[];

const keysOfNobody = ({ keysOfNobody: parts, certificates: [first] }: RuleContext): readonly FindingPlace[] =>
  parts.flatMap((part): readonly FindingPlace[] => {
    if (part.key?.status !== 'plain' || !first) return [];
    const related = [{ span: first.part.block.begin, sentence: 'The certificate has a different key.' }];
    return [{ ...at(part, { key: part.key.key.name }), related }];
  });

/** Places a mismatch on the key or certificate that the text has. Its counterpart gets a place in its own file. */
function mismatchPlaces({ part, file, other }: KeyMismatch): readonly FindingPlace[] {
  const elsewhere = { span: other.block.begin, file: file.id };
  const name = toShortText(file.name, 80);
  if (part.key?.status === 'plain')
    return [
      {
        ...at(part, { key: part.key.key.name, file: name }),
        sentence: 'This private key ({key}) does not belong to the certificate in {file}.',
        related: [{ ...elsewhere, sentence: 'The certificate has a different key.' }],
      },
    ];
  if (!part.certificate?.ok || other.key?.status !== 'plain') return [];
  return [
    {
      ...at(part, { key: other.key.key.name, file: name, name: certificateName(part.certificate.value) }),
      sentence: 'The private key ({key}) in {file} does not belong to {name}.',
      related: [{ ...elsewhere, sentence: 'This is the private key.' }],
    },
  ];
}

const spoken = { pkcs1: 'PKCS#1', pkcs8: 'PKCS#8', sec1: 'SEC1', dsa: 'OpenSSL DSA' } as const;
/** Finds keys whose form is not the one of their label. */
function mislabelledKeys(document: PemDocument): readonly FindingPlace[] {
  const misspelt = misspeltStarts(document.issues);
  return document.parts.flatMap((part): readonly FindingPlace[] => {
    const { key, block } = part;
    if (misspelt.has(block.begin.start)) return [];
    if (!key || !block.isIntact || block.headers.length > 0) return [];
    if (labelInstead(block.label, key) === undefined) return [];
    const label = toShortText(block.label, 40);
    return [at(part, { format: key.status === 'plain' ? spoken[key.format] : 'encrypted PKCS#8', label })];
  });
}

export const strengthRules = [
  {
    // RFC 6151 §2, RFC 9155; OpenSSL refuses them from security level 1 on. Nobody checks a root's own signature.
    code: 'weakSignature',
    severity: 'warning',
    sentence:
      '{name} is signed with {algorithm}, which can be forged: browsers, OpenSSL and programs written in Go refuse it.',
    find: (subject) =>
      onEach(subject, (certificate) =>
        hasWeakSignature(certificate) && !isSelfIssued(certificate)
          ? { algorithm: certificate.signatureAlgorithm.name }
          : undefined,
      ),
  },
  {
    // NIST SP 800-57 part 1 §5.6.1: less than 112 bits of security. Baseline Requirements §6.1.5.
    code: 'weakKey',
    severity: 'warning',
    sentence:
      'The key of {name} is too short ({key}): OpenSSL refuses it at its usual security level, and many gateways and clients with it.',
    find: (subject) => onEach(subject, ({ key }) => (isWeakKey(key) ? { key: key.name } : undefined)),
  },
  {
    // RFC 5280 §4.1.2.2: a positive number.
    code: 'negativeSerial',
    severity: 'warning',
    sentence: 'The serial number of {name} is negative; programs written in Go refuse such certificates.',
    find: (subject) => onEach(subject, ({ serial }) => (serial.startsWith('-') ? {} : undefined)),
  },
  {
    // RFC 5280 §4.1.2.2: a positive number. Old roots have it, and nobody looks at theirs.
    code: 'zeroSerial',
    severity: 'hint',
    sentence: 'The serial number of {name} is zero; it has to be positive, and another one for each certificate.',
    find: (subject) =>
      onEach(subject, (certificate) =>
        /^0+$/.test(certificate.serial) && !isSelfIssued(certificate) ? {} : undefined,
      ),
  },
  {
    // RFC 5280 §4.1.2.2: at most 20 octets.
    code: 'longSerial',
    severity: 'hint',
    sentence: 'The serial number of {name} takes {octets} bytes; 20 are allowed.',
    find: (subject) =>
      onEach(subject, ({ serial }) => (octetsOf(serial) > 20 ? { octets: octetsOf(serial) } : undefined)),
  },
] as const satisfies readonly Rule[];

function isWeakKey({ algorithm, bits }: KeyInfo): boolean {
  const least = minBits[algorithm];
  return least !== undefined && bits !== undefined && bits < least;
}

const minBits: Readonly<Partial<Record<KeyInfo['algorithm'], number>>> = {
  rsa: 2048,
  'rsa-pss': 2048,
  dsa: 2048,
  dh: 2048,
  ec: 224,
};

/** Counts the bytes of the INTEGER: a positive one whose first bit is set has a zero byte before it. */
function octetsOf(serial: string): number {
  const digits = serial.replace('-', '');
  const hasZero = !serial.startsWith('-') && parseInt(digits.slice(0, 2), 16) >= 0x80;
  return Math.ceil(digits.length / 2) + (hasZero ? 1 : 0);
}
