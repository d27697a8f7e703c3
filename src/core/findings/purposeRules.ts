import { isSameCertificate } from '../chain/distinct';
import type { Certificate } from '../model';
import { forbidsHandshake, namesType, purposeOf } from '../x509/purpose';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import { nameOf, partsOf } from './ruleContext';

/** Checks what the leaf that a gateway is to present says it may be used for. */
export const purposeRules = [
  {
    // RFC 5280 §4.2.1.12: with an Extended Key Usage, a certificate may be used for what it names only.
    code: 'purposeFitsNoType',
    severity: 'warning',
    sentence:
      'The Extended Key Usage of {name} names neither serverAuth nor clientAuth: a gateway can present it on no side of TLS.',
    find: (subject) => [
      ...onLeaf(subject, ({ extendedKeyUsage }) => purposeOf(extendedKeyUsage) === 'neither'),
      ...onLeaf(
        subject,
        ({ extendedKeyUsage = [] }) =>
          purposeOf(extendedKeyUsage) === 'any' && types.every((type) => !namesType(extendedKeyUsage, type)),
      ).map((place) => ({
        ...place,
        sentence:
          'The Extended Key Usage of {name} names any purpose, and neither serverAuth nor clientAuth: OpenSSL and programs built on it refuse it on both sides of TLS.',
      })),
    ],
  },
  {
    // RFC 5280 §4.2.1.12: without the extension any use is allowed; Baseline Requirements §7.1.2.7.10 ask for it.
    code: 'purposeUnstated',
    severity: 'hint',
    sentence:
      '{name} has no Extended Key Usage: it may be used on both sides of TLS, and Apple’s systems refuse servers that do not state theirs.',
    find: (subject) =>
      onLeaf(subject, (leaf) => isPresented(subject, leaf) && purposeOf(leaf.extendedKeyUsage) === 'unstated'),
  },
  {
    // RFC 5280 §4.2.1.12.
    code: 'serverPurposeMissing',
    severity: 'hint',
    sentence:
      '{name} has names of a server, but its Extended Key Usage allows clients only: a gateway cannot serve it.',
    find: (subject) =>
      onLeaf(
        subject,
        ({ extendedKeyUsage, sans }) =>
          purposeOf(extendedKeyUsage) === 'client' && (sans?.some(({ kind }) => kind === 'dns') ?? false),
      ),
  },
  {
    // RFC 5280 §4.2.1.3 and §4.2.1.12: both extensions have to allow it. RFC 8446 §4.4.2.2: TLS 1.3 signs with the key.
    code: 'keyUsageForbidsTls',
    severity: 'warning',
    sentence:
      'The Key Usage of {name} lacks digitalSignature: TLS 1.3 and every handshake with forward secrecy need it.',
    find: (subject) =>
      onLeaf(
        subject,
        (leaf) =>
          isPresented(subject, leaf) && forbidsHandshake(leaf) && purposeOf(leaf.extendedKeyUsage) !== 'neither',
      ),
  },
] as const satisfies readonly Rule[];

const types = ['server', 'client'] as const;

const isPresented = ({ ends }: RuleContext, leaf: Certificate): boolean =>
  ends.some(({ certificate }) => isSameCertificate(certificate, leaf));

function onLeaf(subject: RuleContext, isWanted: (leaf: Certificate) => boolean): readonly FindingPlace[] {
  const { leaf } = subject.chain;
  if (!leaf || !subject.isMeantForUpload || !isWanted(leaf)) return [];
  return partsOf(subject, [leaf]).map(({ part }) => at(part, { name: nameOf(leaf) }));
}
