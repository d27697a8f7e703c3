import { toShortText } from '../../shared/visibleText';
import { isStrictDer } from '../asn1/strictDer';
import type { PemPart } from '../document/document';
import type { Certificate } from '../model';
import { parseCertificate } from '../x509/certificate';
import { certificateName } from '../x509/certificateName';
import { isPrecertificate, repeatedExtensions, unknownCriticals } from '../x509/extensionFaults';
import type { Refusal } from '../x509/malformedExtensions';
import { isRefusedByOpenSsl, malformedExtensions } from '../x509/malformedExtensions';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import { onEach } from './ruleContext';

/** Rules on the form of a certificate (RFC 5280 §4.1 and §4.2): clients refuse these, whatever it says. */
export const certificateFormRules = [
  {
    // RFC 7468 §5.1: one certificate a block. Go: “trailing data”.
    code: 'dataBehindCertificate',
    severity: 'error',
    sentence:
      'The block of {name} holds more than the certificate ({octets} bytes after it): Java and programs written in Go refuse it.',
    find: ({ certificates }) => certificates.flatMap(({ part, certificate }) => dataBehind(part, certificate)),
  },
  {
    // RFC 5280 §4.2.
    code: 'repeatedExtension',
    severity: 'error',
    sentence:
      '{name} has the extension {extension} twice: Chrome, Java and programs written in Go refuse the certificate.',
    find: (subject) =>
      onEach(subject, (certificate) => {
        const [first] = repeatedExtensions(certificate);
        return first && { extension: toShortText(first.name, 80) };
      }),
  },
  {
    // RFC 5280 §4.2. OpenSSL: “invalid certificate”, EXFLAG_INVALID.
    code: 'malformedExtension',
    severity: 'error',
    sentence:
      'The extension {extension} of {name} is malformed, and OpenSSL, Chrome and programs written in Go refuse the certificate: {reason}',
    *find({ distinct }) {
      const places: FindingPlace[] = [];
      for (const { part, certificate } of distinct) {
        yield;
        const all = malformedExtensions(certificate);
        const first = all.find(isRefusedByOpenSsl) ?? all[0];
        if (!first) continue;
        const place = at(part, { name: certificateName(certificate), extension: first.name, reason: first.reason });
        places.push(first.refusedBy === 'all' ? place : { ...place, sentence: refusals[first.refusedBy] });
      }
      return places;
    },
  },
  {
    // RFC 5280 §4.2. OpenSSL: error 34, “unhandled critical extension”.
    code: 'unknownCriticalExtension',
    severity: 'error',
    sentence:
      '{name} has the critical extension {extension}, which clients do not process: they refuse the certificate.',
    find: (subject) =>
      onEach(subject, (certificate) => {
        const [first] = unknownCriticals(certificate);
        return first && { extension: toShortText(first.name, 80) };
      }),
  },
  {
    // RFC 6962 §3.1: its poison extension is critical, so that nobody takes it.
    code: 'precertificate',
    severity: 'error',
    sentence:
      '{name} is a precertificate, made for transparency logs alone: every client refuses it. The certificate itself is another file.',
    find: (subject) => onEach(subject, (certificate) => (isPrecertificate(certificate) ? {} : undefined)),
  },
  {
    // RFC 5280 §4.1.1.2: the same. Go: “inner and outer signature algorithm identifiers don't match”.
    code: 'signatureAlgorithmsDiffer',
    severity: 'error',
    sentence:
      '{name} names one signature algorithm inside and another beside its signature: OpenSSL and programs written in Go refuse it.',
    find: (subject) => onEach(subject, ({ oddities }) => (oddities.includes('signatureAlgorithms') ? {} : undefined)),
  },
  {
    // RFC 5280 §4.1: DER. Go: “malformed certificate”; BoringSSL: “DECODE_ERROR”.
    code: 'notDer',
    severity: 'error',
    sentence:
      '{name} is encoded as BER, where DER is needed: Chrome and programs written in Go refuse the certificate.',
    find: (subject) => onEach(subject, ({ der }) => (isStrictDer(der) ? undefined : {})),
  },
  {
    // RFC 5280 §4.1.2.4. OpenSSL: “invalid utf8string”, “wrong tag”; Go: “invalid UTF-8 string”, “invalid
    // PrintableString”.
    code: 'malformedName',
    severity: 'error',
    sentence:
      'The subject or issuer of {name} holds text that is not of the type it says: OpenSSL and gateways built on it refuse the certificate.',
    find: ({ distinct }) =>
      distinct.flatMap(({ part, certificate }): readonly FindingPlace[] => {
        const { oddities } = certificate;
        const place = at(part, { name: certificateName(certificate) });
        if (oddities.includes('nameText')) return [place];
        return oddities.includes('nameCharacters')
          ? [
              {
                ...place,
                sentence:
                  'The subject or issuer of {name} has a character that its type (PrintableString) does not allow: Chrome and programs written in Go refuse the certificate.',
              },
            ]
          : [];
      }),
  },
  {
    // RFC 5280 §4.1.2.1. BoringSSL: “invalid field for version”, “invalid version”; Go reads no extensions before 3.
    code: 'wrongVersion',
    severity: 'error',
    sentence:
      '{name} has version {version}, which allows no extensions, but has extensions: Chrome and Java refuse it.',
    find: ({ distinct }) =>
      distinct.flatMap(({ part, certificate }): readonly FindingPlace[] => {
        const { version, extensions } = certificate;
        const place = at(part, { name: certificateName(certificate), version });
        if (version < 1 || version > 3)
          return [
            {
              ...place,
              sentence:
                '{name} says that it is of version {version}, which does not exist: Chrome, Java and programs written in Go refuse it.',
            },
          ];
        return version < 3 && extensions.length > 0 ? [place] : [];
      }),
  },
] as const satisfies readonly Rule[];

/** Sentences that stand in place of the rule's own where not all of the three clients refuse it. */
const refusals: Readonly<Record<Exclude<Refusal, 'all'>, string>> = {
  openSslAndChrome:
    'The extension {extension} of {name} is malformed, and OpenSSL and Chrome refuse the certificate: {reason}',
  openSslAndGo:
    'The extension {extension} of {name} is malformed, and OpenSSL and programs written in Go refuse the certificate: {reason}',
  chromeAndGo:
    'The extension {extension} of {name} is malformed, and Chrome and programs written in Go refuse the certificate: {reason}',
  chrome: 'The extension {extension} of {name} is malformed, and Chrome refuses the certificate: {reason}',
  go: 'The extension {extension} of {name} is malformed, and programs written in Go refuse the certificate: {reason}',
};

/** Finds bytes behind a certificate. OpenSSL's own “TRUSTED CERTIFICATE” has its trust settings there. */
function dataBehind(part: PemPart, certificate: Certificate): readonly FindingPlace[] {
  const { block } = part;
  // Of what is no certificate by itself, the label is what is wrong.
  if (part.member || part.mislabelled) return [];
  if (block.kind !== 'certificate' || !block.der || block.label === 'TRUSTED CERTIFICATE') return [];
  const behind = block.der.subarray(certificate.der.length);
  if (behind.length === 0) return [];
  const place = at(part, { name: certificateName(certificate), octets: behind.length });
  return parseCertificate(behind).ok
    ? [
        {
          ...place,
          sentence: 'The block of {name} has another certificate after it: each needs a block of its own.',
        },
      ]
    : [place];
}
