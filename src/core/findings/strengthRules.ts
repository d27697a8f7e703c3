import type { KeyInfo } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { hasWeakSignature } from '../x509/signature';
import type { Rule } from './rule';
import { onEach } from './ruleContext';

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
