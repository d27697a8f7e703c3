import { toShortText } from '../../shared/visibleText';
import type { PathReason, PathReasonCode } from '../chain/verdict';
import type { Certificate } from '../model';
import { certificateName } from '../x509/certificateName';
import { isOfPublicCa } from '../x509/extensionFaults';
import { isSameName } from '../x509/nameSubtrees';
import { isEnd } from './certificateParts';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import { partsOf } from './ruleContext';

/** Rules on the chain that a gateway sends to its clients. A bundle of CAs is no chain and has no order. */
export const chainRules = [
  {
    // RFC 8446 §4.4.2: the end-entity certificate first, each following one certifying the one before.
    code: 'chainOutOfOrder',
    severity: 'warning',
    sentence: 'The chain is out of order: {name} belongs at place {place} of {count}.',
    find: (subject) => outOfOrder(subject),
  },
  {
    // RFC 8446 §4.4.2: only a certificate that specifies a trust anchor may be left out.
    code: 'chainGap',
    severity: 'warning',
    sentence:
      'The chain stops after {name}: its issuer {issuer} is missing, and clients that do not have it refuse the certificate.',
    find: (subject) => gap(subject),
  },
  {
    // RFC 8446 §4.4.2: receivers should be prepared for certificates that do not belong there.
    code: 'strangerInChain',
    severity: 'info',
    sentence: '{name} does not belong to the chain that starts with {leaf}.',
    find: (subject) => strangersOf(subject),
  },
  {
    // RFC 8446 §4.4.2: a trust anchor may be omitted, for clients that trust it have it already.
    code: 'rootIncluded',
    severity: 'hint',
    sentence: 'The root {name} need not be sent: clients that trust it have it.',
    find: (subject) => {
      const { chain, isMeantForUpload } = subject;
      if (!chain.root || !isMeantForUpload) return [];
      return partsOf(subject, [chain.root]).map(({ part, certificate }) =>
        at(part, { name: certificateName(certificate) }),
      );
    },
  },
  {
    // RFC 5280 §7.1 compares text, and OpenSSL does; Go and Java compare bytes.
    code: 'issuerNameSpelling',
    severity: 'hint',
    sentence:
      '{name} spells the name of its issuer differently than {issuer} does (string type, case or spaces): programs written in Go find no issuer.',
    find: (subject) =>
      (subject.chain.verdict?.hints ?? []).flatMap(({ certificate, by }) =>
        partsOf(subject, [certificate]).map(({ part }) => ({
          ...at(part, { name: certificateName(certificate), issuer: certificateName(by) }),
          related: partsOf(subject, [by]).map((issuer) => ({
            span: issuer.part.block.begin,
            sentence: 'This is the issuer.',
          })),
        })),
      ),
  },
  {
    code: 'duplicateCertificate',
    severity: 'info',
    sentence: 'This certificate is in the file more than once.',
    find: (subject) => duplicates(subject),
  },
  {
    // RFC 5280 §4.2.1.9.
    code: 'caAsLeaf',
    severity: 'warning',
    sentence: '{name} is the certificate of a CA, not of a server or client, though its private key is beside it.',
    find: (subject) => {
      const { leaf } = subject.chain;
      const withKey = leaf?.isCa && subject.hasKeyOfLeaf ? partsOf(subject, [leaf]) : [];
      const servers = subject.ends.filter((each) => each.certificate.isCa && !withKey.includes(each));
      return [
        ...withKey.map(({ part, certificate }) => at(part, { name: certificateName(certificate) })),
        ...servers.map(({ part, certificate }) => ({
          ...at(part, { name: certificateName(certificate) }),
          sentence: '{name} has the name of a server and signed itself, but says that it is the certificate of a CA.',
        })),
      ];
    },
  },
] as const satisfies readonly Rule[];

/** Finds the first certificate of the chain that is out of order. */
function outOfOrder(subject: RuleContext): readonly FindingPlace[] {
  const { leaf, ordered } = subject.chain;
  if (!leaf || ordered.length < 2 || !subject.isMeantForUpload) return [];
  const present = partsOf(subject, ordered);
  // The certificates of a PKCS#7 message are a set (RFC 2315 §9.1), which has no order.
  if (present.some(({ part }) => part.member)) return [];
  const misplaced = present.find(({ certificate }, index) => ordered[index] !== certificate);
  if (!misplaced) return [];
  const place = ordered.indexOf(misplaced.certificate) + 1;
  const related = partsOf(subject, [leaf]).map(({ part }) => ({
    span: part.block.begin,
    sentence: 'The chain starts with this certificate.',
  }));
  return [
    { ...at(misplaced.part, { name: certificateName(misplaced.certificate), place, count: ordered.length }), related },
  ];
}

/** Returns whether there are several leaves without the key of one: a collection, not a chain. */
const isCollection = ({ ends, hasKeyOfLeaf }: RuleContext): boolean => ends.length > 1 && !hasKeyOfLeaf;

/**
 * Finds a gap. A missing issuer may be the root, which need not be there. It is no root where a CA of the file has no
 * place in the chain and stands beside no CA of it (of the same issuer, or the same name with another key), or where a
 * public CA issued the leaf, which no root does itself (Baseline Requirements §6.1.7).
 */
function gap(subject: RuleContext): readonly FindingPlace[] {
  const { leaf, ordered, missingIssuer, strangers } = subject.chain;
  const top = ordered.at(-1);
  if (!leaf || !top || missingIssuer === undefined || !subject.isMeantForUpload || isCollection(subject)) return [];
  const isBeside = ({ issuer, subject: name }: Certificate): boolean =>
    isSameName(issuer, top.issuer) || ordered.some((each) => isSameName(each.subject, name));
  const isCertain =
    strangers.some((each) => each.isCa && !isBeside(each)) || (ordered.length === 1 && isOfPublicCa(leaf));
  if (!isCertain) return [];
  const facts = { name: certificateName(top), issuer: toShortText(missingIssuer, 120) };
  return partsOf(subject, [top]).map(({ part }) => at(part, facts));
}

function strangersOf(subject: RuleContext): readonly FindingPlace[] {
  const { leaf, strangers } = subject.chain;
  if (!leaf || !subject.isMeantForUpload || isCollection(subject)) return [];
  const keys = new Set(subject.document.parts.flatMap(({ key }) => (key?.status === 'plain' ? [key.spkiSha256] : [])));
  // A leaf with a key of its own is there for itself, and so are the CAs beside it.
  if (strangers.some((each) => isEnd(each) && keys.has(each.fingerprints.spkiSha256))) return [];
  return partsOf(subject, strangers).map(({ part, certificate }) => ({
    ...at(part, { name: certificateName(certificate), leaf: certificateName(leaf) }),
    related: partsOf(subject, [leaf]).map((first) => ({
      span: first.part.block.begin,
      sentence: 'The chain starts with this certificate.',
    })),
  }));
}

function duplicates({ certificates, distinct }: RuleContext): readonly FindingPlace[] {
  if (distinct.length === certificates.length) return [];
  const firsts = new Map(distinct.map((each) => [each.certificate.fingerprints.sha256, each.part]));
  return certificates.flatMap(({ part, certificate }) => {
    const first = firsts.get(certificate.fingerprints.sha256);
    if (!first || first === part) return [];
    return [{ ...at(part), related: [{ span: first.block.begin, sentence: 'The same certificate is here.' }] }];
  });
}

/** Rules on chains that clients refuse because of what an issuer says of a certificate, or it of its issuer. */
export const pathRules = [
  {
    // RFC 5280 §4.2.1.3, §4.2.1.9. OpenSSL: errors 24, 25, 32 and 79.
    code: 'issuerMayNotSign',
    severity: 'warning',
    sentence: '{name} signed a certificate of this chain, but is not allowed to: {fault}.',
    find: (subject) =>
      reasonsOf(subject, ['notCa', 'noKeyCertSign', 'pathTooLong', 'purposeForbidden']).flatMap(
        ({ code, certificate }) =>
          // What forbids the use of the leaf itself has rules of its own.
          code === 'purposeForbidden' && !certificate.isCa
            ? []
            : partsOf(subject, [certificate]).map(({ part }) =>
                at(part, { name: certificateName(certificate), fault: faultWords[code] ?? '' }),
              ),
      ),
  },
  {
    // RFC 5280 §4.2.1.1. OpenSSL: errors 30 and 31, “authority and subject key identifier mismatch”.
    code: 'issuerKeyIdDiffers',
    severity: 'warning',
    sentence:
      'The Authority Key Identifier of {name} is not the Subject Key Identifier of {issuer}, which signed it: OpenSSL does not find the chain.',
    find: (subject) =>
      reasonsOf(subject, ['keyIdMismatch', 'keyIssuerMismatch']).flatMap((reason) =>
        linkPlaces(subject, reason).map((place) =>
          reason.code === 'keyIdMismatch'
            ? place
            : {
                ...place,
                sentence:
                  'The Authority Key Identifier of {name} names another certificate than {issuer}, which signed it: OpenSSL does not find the chain.',
              },
        ),
      ),
  },
  {
    // RFC 5280 §4.2.1.10. OpenSSL: errors 47 to 50; Go, Java and browsers refuse alike.
    code: 'nameConstraintsViolated',
    severity: 'error',
    sentence: 'The Name Constraints of {issuer} do not permit {detail}, a name of {name}: clients refuse the chain.',
    find: (subject) =>
      reasonsOf(subject, ['nameNotPermitted', 'nameExcluded', 'constraintNotApplicable']).flatMap((reason) =>
        linkPlaces(subject, reason).map((place) => ({
          ...place,
          ...(constraintSentences[reason.code] && { sentence: constraintSentences[reason.code] }),
        })),
      ),
  },
] as const satisfies readonly Rule[];

/** Reasons why an issuer may not sign, to follow `because`. */
const faultWords: Readonly<Partial<Record<PathReasonCode, string>>> = {
  notCa: 'its basic constraints do not make it a CA',
  noKeyCertSign: 'its key usage lacks keyCertSign',
  purposeForbidden: 'its Extended Key Usage does not allow what the certificate below it is for',
  pathTooLong: 'more CAs are below it than its path length allows',
};

const constraintSentences: Readonly<Partial<Record<PathReasonCode, string>>> = {
  nameExcluded: 'The Name Constraints of {issuer} exclude {detail}, a name of {name}: clients refuse the chain.',
  constraintNotApplicable:
    'The Name Constraints of {issuer} cannot be applied to {detail}, a name of {name}: clients refuse the chain.',
};

/** Collects reasons, each once, however many certificates of the text have the link in their path. */
function reasonsOf(
  { chain: { verdicts } }: Pick<RuleContext, 'chain'>,
  codes: readonly PathReasonCode[],
): readonly PathReason[] {
  const reasons = verdicts.flatMap((verdict) => [
    ...(verdict.kind === 'refused' ? verdict.reasons : []),
    ...verdict.dropped.flatMap((each) => each.reasons),
  ]);
  const firsts = new Map<string, PathReason>();
  for (const reason of reasons) {
    if (!codes.includes(reason.code)) continue;
    const { sha256 } = reason.certificate.fingerprints;
    const id = `${reason.code} ${sha256} ${reason.by?.fingerprints.sha256 ?? ''}`;
    if (!firsts.has(id)) firsts.set(id, reason);
  }
  return [...firsts.values()];
}

/** Places a finding on the certificate that is refused, and relates its issuer where that is in the text. */
const linkPlaces = (subject: RuleContext, { certificate, by, detail = '' }: PathReason): readonly FindingPlace[] =>
  by
    ? partsOf(subject, [certificate]).map(({ part }) => ({
        ...at(part, {
          name: certificateName(certificate),
          issuer: certificateName(by),
          detail: toShortText(detail, 80),
        }),
        related: partsOf(subject, [by]).map((issuer) => ({
          span: issuer.part.block.begin,
          sentence: 'This is the issuer.',
        })),
      }))
    : [];
