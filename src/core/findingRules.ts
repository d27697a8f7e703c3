import {
  certificateParts,
  faultWords,
  holdsKeyOf,
  inState,
  isMeantForUpload,
  isSame,
  keysOfNobody,
  mislabelledKeys,
  nameOf,
  outOfOrder,
  partsOf,
} from './findingPlaces';
import type { Place, Subject } from './findingPlaces';
import { purposeOf } from './purpose';

export type FindingCode =
  | 'unreadableCertificate'
  | 'unreadableKey'
  | 'keyLabelMismatch'
  | 'expired'
  | 'notYetValid'
  | 'expiring'
  | 'keyDoesNotMatch'
  | 'chainOutOfOrder'
  | 'issuerMayNotSign'
  | 'duplicateCertificate'
  | 'caAsLeaf'
  | 'purposeFitsNoType'
  | 'notAllRead';

export type FindingSeverity = 'error' | 'warning' | 'info' | 'hint';

export interface Rule {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** English, with places for the facts. */
  readonly sentence: string;
  readonly find: (subject: Subject) => readonly Place[];
}

/** One row a rule. To add one: a code above, a row here, a line in the table of its test. */
export const rules: readonly Rule[] = [
  {
    code: 'unreadableCertificate',
    severity: 'error',
    sentence: 'This certificate cannot be read: {reason}',
    find: ({ document }) =>
      document.parts.flatMap((part) =>
        part.block.isIntact && part.certificate?.ok === false ? [{ part, facts: { reason: part.certificate.reason } }] : [],
      ),
  },
  {
    code: 'unreadableKey',
    severity: 'error',
    sentence: 'This private key cannot be read: {reason}',
    find: ({ document }) =>
      document.parts.flatMap((part) =>
        part.block.isIntact && part.key?.status === 'broken' ? [{ part, facts: { reason: part.key.reason } }] : [],
      ),
  },
  {
    // RFC 5958 §5, RFC 5915 §4: OpenSSL goes by the label, and refuses a key that is written down otherwise.
    code: 'keyLabelMismatch',
    severity: 'warning',
    sentence: 'This key is in the {format} form, which its label “{label}” does not stand for: most programs refuse it.',
    find: ({ document }) => mislabelledKeys(document),
  },
  {
    code: 'expired',
    severity: 'error',
    sentence: '{name} expired on {date}.',
    find: (subject) => inState(subject, 'expired'),
  },
  {
    code: 'notYetValid',
    severity: 'warning',
    sentence: '{name} is not valid before {date}.',
    find: (subject) => inState(subject, 'notYetValid'),
  },
  {
    code: 'expiring',
    severity: 'warning',
    sentence: '{name} expires on {date}. Whole days left: {days}.',
    find: (subject) => inState(subject, 'expiring'),
  },
  {
    // RFC 5280 §4.1: the certificate's key is the public half of the private key that goes with it.
    code: 'keyDoesNotMatch',
    severity: 'error',
    sentence: 'This private key ({key}) belongs to no certificate of this file.',
    find: ({ document }) => keysOfNobody(document),
  },
  {
    // RFC 8446 §4.4.2: the end-entity certificate first, each following one certifying the one before.
    code: 'chainOutOfOrder',
    severity: 'warning',
    sentence: 'The chain is out of order: {name} belongs at place {place} of {count}.',
    find: outOfOrder,
  },
  {
    code: 'issuerMayNotSign',
    severity: 'warning',
    sentence: '{name} signed a certificate of this chain, but is not allowed to: {fault}.',
    find: ({ document, chain }) =>
      chain.faults.flatMap(({ certificate, fault }) =>
        partsOf(document, [certificate]).map((part) => ({ part, facts: { name: nameOf(certificate), fault: faultWords[fault] } })),
      ),
  },
  {
    code: 'duplicateCertificate',
    severity: 'info',
    sentence: 'This certificate is in the file more than once.',
    find: ({ document }) =>
      certificateParts(document).flatMap((each, index, all) => {
        const first = all.find((other) => isSame(other, each));
        if (!first || first === all[index]) return [];
        return [{ part: each.part, related: [{ part: first.part, sentence: 'The same certificate is here.' }] }];
      }),
  },
  {
    code: 'caAsLeaf',
    severity: 'warning',
    sentence: '{name} is the certificate of a CA, not of a server or client, though its private key is beside it.',
    find: ({ document, chain: { leaf } }) =>
      leaf?.isCa && holdsKeyOf(document, leaf) ? partsOf(document, [leaf]).map((part) => ({ part, facts: { name: nameOf(leaf) } })) : [],
  },
  {
    // RFC 5280 §4.2.1.12: with an Extended Key Usage, a certificate may be used for what it names only.
    code: 'purposeFitsNoType',
    severity: 'warning',
    sentence: 'The Extended Key Usage of {name} names neither serverAuth nor clientAuth: a gateway can present it on no side of TLS.',
    find: ({ document, chain: { leaf } }) =>
      leaf && purposeOf(leaf.extendedKeyUsage) === 'neither' && isMeantForUpload(document, leaf)
        ? partsOf(document, [leaf]).map((part) => ({ part, facts: { name: nameOf(leaf) } }))
        : [],
  },
  {
    code: 'notAllRead',
    severity: 'info',
    sentence: 'Nothing behind this block was checked: the file is too large or has too many blocks.',
    find: ({ document }) => (document.isTruncated ? document.parts.slice(-1).map((part) => ({ part })) : []),
  },
];
