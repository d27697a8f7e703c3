import { isSameCertificate } from '../chain/links';
import type { Certificate, KeyAlgorithm, KeyUsage } from '../model';
import { certificateName } from '../x509/certificateName';
import { isOfPublicCa, wantsStapling } from '../x509/extensionFaults';
import { forbidsHandshake, namesType, purposeOf } from '../x509/purpose';
import { isEnd, isServerName, servers } from './certificateParts';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import { onEach, partsOf } from './ruleContext';

/** Rules on what a certificate allows its key to be used for, held against the key and against itself. */
export const usageRules = [
  {
    // RFC 3279 §2.3, RFC 8410 §5, RFC 8813 §3, RFC 9881 §5.
    code: 'usageUnfitForKey',
    severity: 'hint',
    sentence: 'The Key Usage of {name} has {usages}, which its key ({key}) cannot be used for.',
    find: (subject) =>
      onEach(subject, ({ key, keyUsage = [] }) => {
        const impossible = impossibleUsages(key.algorithm);
        const usages = keyUsage.filter((usage) => impossible.includes(usage));
        return usages.length > 0 ? { usages: usages.join(', '), key: key.name } : undefined;
      }),
  },
  {
    // RFC 5280 §4.2.1.12: the usages that each purpose is consistent with.
    code: 'usageAgainstPurpose',
    severity: 'hint',
    sentence: 'The Key Usage of {name} ({usages}) allows nothing that its Extended Key Usage ({purpose}) needs.',
    find: (subject) => [
      ...onEach(subject, (certificate) => (isEnd(certificate) ? unusablePurpose(certificate) : undefined)),
      // OpenSSL, ns_reject of crypto/x509/v3_purp.c.
      ...servers(subject)
        .filter(({ certificate }) => certificate.sans?.some(isServerName) && isNoNetscapeServer(certificate))
        .map(({ part, certificate }) => ({
          ...at(part, { name: certificateName(certificate) }),
          severity: 'warning' as const,
          sentence:
            'The Netscape Certificate Type of {name} does not name servers: OpenSSL and programs built on it refuse it for one.',
        })),
    ],
  },
  {
    // RFC 5280 §4.2.1.3 and §4.2.1.9.
    code: 'certSignWithoutCa',
    severity: 'hint',
    sentence: 'The Key Usage of {name} has keyCertSign, but its Basic Constraints do not say that it is a CA.',
    find: (subject) =>
      onEach(subject, ({ isCa, keyUsage, version }) =>
        version === 3 && !isCa && keyUsage?.includes('keyCertSign') ? {} : undefined,
      ),
  },
  {
    // Chrome Root Program Policy, version 1.6 and later, §3.2.1: certificates for servers alone.
    code: 'clientAuthBesideServerAuth',
    severity: 'hint',
    sentence:
      '{name} may be used by clients too (clientAuth). Public CAs stop issuing such certificates, so that the next one will not: no gateway can present it as a client then.',
    find: (subject) =>
      onEach(subject, (certificate) =>
        // Old ones say nothing about what comes next.
        isEnd(certificate) &&
        certificate.validity.notAfter >= subject.now &&
        isOfPublicCa(certificate) &&
        hasBothSides(certificate)
          ? {}
          : undefined,
      ),
  },
  {
    // RFC 7633 §4.2.3: clients that know the extension refuse a handshake without a stapled answer.
    code: 'mustStaple',
    severity: 'info',
    sentence:
      '{name} requires an OCSP response stapled to every handshake (must-staple). Apache APISIX does that only with its plugin ocsp-stapling; without it, some clients refuse the certificate.',
    find: (subject) =>
      onEach(subject, (certificate) =>
        isEnd(certificate) && wantsStapling(certificate) && subject.staplingOff(certificate).length === 0
          ? {}
          : undefined,
      ),
  },
  {
    // RFC 7633 §4.2.3.
    code: 'staplingOff',
    severity: 'warning',
    sentence:
      '{name} requires an OCSP response stapled to every handshake (must-staple), and ocsp_stapling is off on {connection} (ID {id}): some clients refuse it there.',
    find: (subject) =>
      onEach(subject, (certificate) => {
        if (!isEnd(certificate) || !wantsStapling(certificate)) return undefined;
        const [first] = subject.staplingOff(certificate);
        return first && { id: first.id, connection: first.connection };
      }),
  },
] as const satisfies readonly Rule[];

const signing: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign'];
const agreement: readonly KeyUsage[] = ['keyAgreement', 'encipherOnly', 'decipherOnly'];
const encipherment: readonly KeyUsage[] = ['keyEncipherment', 'dataEncipherment'];

function impossibleUsages(algorithm: KeyAlgorithm): readonly KeyUsage[] {
  switch (algorithm) {
    case 'rsa':
      return agreement;
    case 'ec':
      return encipherment;
    case 'rsa-pss':
    case 'dsa':
    case 'ed25519':
    case 'ed448':
    case 'ml-dsa':
    case 'slh-dsa':
      return [...encipherment, ...agreement];
    case 'x25519':
    case 'x448':
    case 'dh':
      return [...signing, ...encipherment];
    case 'unknown':
      return [];
  }
}

interface PurposeNeeds {
  readonly oid: string;
  readonly name: string;
  /** Key usages of which the purpose needs one. */
  readonly usages: readonly KeyUsage[];
}

const purposeNeeds: readonly PurposeNeeds[] = [
  {
    oid: '1.3.6.1.5.5.7.3.1',
    name: 'serverAuth',
    usages: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  },
  { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth', usages: ['digitalSignature', 'keyAgreement'] },
  { oid: '1.3.6.1.5.5.7.3.3', name: 'codeSigning', usages: ['digitalSignature'] },
  {
    oid: '1.3.6.1.5.5.7.3.4',
    name: 'emailProtection',
    usages: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
  },
  { oid: '1.3.6.1.5.5.7.3.8', name: 'timeStamping', usages: ['digitalSignature', 'nonRepudiation'] },
  { oid: '1.3.6.1.5.5.7.3.9', name: 'OCSPSigning', usages: ['digitalSignature', 'nonRepudiation'] },
];

function unusablePurpose({
  keyUsage,
  extendedKeyUsage = [],
}: Certificate): { readonly usages: string; readonly purpose: string } | undefined {
  // An extension that cannot be read, or says nothing, has other findings.
  if (!keyUsage || keyUsage.length === 0) return undefined;
  const unusable = purposeNeeds.find(
    ({ oid, usages }) => extendedKeyUsage.includes(oid) && !usages.some((usage) => keyUsage.includes(usage)),
  );
  return unusable && { usages: keyUsage.join(', '), purpose: unusable.name };
}

/** Looks at the second bit of a BIT STRING, `SSL server`. */
const isNoNetscapeServer = ({ extensions }: Certificate): boolean =>
  extensions.some(
    ({ oid, hex }) =>
      oid === '2.16.840.1.113730.1.1' && (parseInt(/^0302..(..)$/.exec(hex)?.[1] ?? 'ff', 16) & 0x40) === 0,
  );

const hasBothSides = ({ extendedKeyUsage = [] }: Certificate): boolean =>
  ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'].every((oid) => extendedKeyUsage.includes(oid));

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
  return partsOf(subject, [leaf]).map(({ part }) => at(part, { name: certificateName(leaf) }));
}
