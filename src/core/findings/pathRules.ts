import { toShortText } from '../../shared/visibleText';
import type { PathReason, PathReasonCode } from '../chain/verdict';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import { nameOf, partsOf } from './ruleContext';

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
                at(part, { name: nameOf(certificate), fault: faultWords[code] ?? '' }),
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
  const found = new Map<string, PathReason>();
  for (const reason of reasons) {
    if (!codes.includes(reason.code)) continue;
    const { sha256 } = reason.certificate.fingerprints;
    const id = `${reason.code} ${sha256} ${reason.by?.fingerprints.sha256 ?? ''}`;
    if (!found.has(id)) found.set(id, reason);
  }
  return [...found.values()];
}

/** Places a finding on the certificate that is refused, and relates its issuer where that is in the text. */
const linkPlaces = (subject: RuleContext, { certificate, by, detail = '' }: PathReason): readonly FindingPlace[] =>
  by
    ? partsOf(subject, [certificate]).map(({ part }) => ({
        ...at(part, { name: nameOf(certificate), issuer: nameOf(by), detail: toShortText(detail, 80) }),
        related: partsOf(subject, [by]).map((issuer) => ({
          span: issuer.part.block.begin,
          sentence: 'This is the issuer.',
        })),
      }))
    : [];
