import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { certificateName } from '../x509/certificateName';
import type { PathReason } from './verdict';

/** Returns one sentence without a full stop, safe to show. `quote` sets off what strangers chose. */
export function reasonText(
  { code, certificate, by, detail = '' }: PathReason,
  t: Translate,
  quote: (text: string) => string = (text) => text,
): string {
  const values = {
    name: quote(certificateName(certificate)),
    issuer: by ? quote(certificateName(by)) : '',
    detail: quote(toShortText(detail, 80)),
  };
  switch (code) {
    case 'expired':
      return t('{name} has expired', values);
    case 'notYetValid':
      return t('{name} is not valid yet', values);
    case 'neverValid':
      return t('{name} is never valid: it ends before it starts', values);
    case 'dateForm':
      return t('A date of {name} has an offset or a fraction, or lacks seconds or its zone', values);
    case 'notCa':
      return t('{name} issued a certificate of the chain, but is not a CA', values);
    case 'noKeyCertSign':
      return t('The key usage of {name} does not allow signing certificates', values);
    case 'pathTooLong':
      return t('More CAs are below {name} than its path length allows ({detail})', values);
    case 'nameNotPermitted':
      return t('The Name Constraints of {issuer} do not permit {detail}, a name of {name}', values);
    case 'nameExcluded':
      return t('The Name Constraints of {issuer} exclude {detail}, a name of {name}', values);
    case 'constraintNotApplicable':
      return t('The Name Constraints of {issuer} cannot be applied to {detail}, a name of {name}', values);
    case 'unknownCritical':
      return t('{name} has a critical extension that clients do not process: {detail}', values);
    case 'precertificate':
      return t('{name} is a precertificate, made for certificate transparency logs only', values);
    case 'duplicateExtension':
      return t('{name} has the extension {detail} more than once', values);
    case 'malformedExtension':
      return t('The extension {detail} of {name} is malformed', values);
    case 'algorithmsDiffer':
      return t('{name} names one signature algorithm inside and another beside its signature', values);
    case 'malformedName':
      return t('The subject or issuer of {name} holds text that is not of the type it says', values);
    case 'keyIdMismatch':
      return t('The Authority Key Identifier of {name} is not the Subject Key Identifier of {issuer}', values);
    case 'keyIssuerMismatch':
      return t('The Authority Key Identifier of {name} names another certificate than {issuer}', values);
    case 'nameNotSame':
      return t('{name} spells the name of its issuer differently than {issuer} does', values);
    case 'purposeForbidden':
      return t('The {detail} of {name} does not allow this use', values);
    case 'purposeOnlyAny':
      return t('The Extended Key Usage of {name} names any purpose, and not this one', values);
    case 'weakSignature':
      return t('{name} is signed with {detail}, which can be forged', values);
    case 'weakKey':
      return t('The key of {name} is far too short ({detail})', values);
    case 'longKey':
      return t('The key of {name} is longer than clients accept ({detail})', values);
    case 'explicitCurve':
      return t('The key of {name} spells out its curve, which has to be named', values);
    case 'hostMismatch':
      return t('No name of {name} covers {detail}', values);
    case 'issuerMissing':
      return t('The issuer of {name} is missing', values);
    case 'rootNotTrusted':
      return t('{name} is a root that is not trusted', values);
  }
}

/** Returns true for what OpenSSL refuses and other clients, Go for one, overlook. */
export const isRefusedBySome = ({ code }: PathReason): boolean => refusedBySome.has(code);

const refusedBySome: ReadonlySet<PathReason['code']> = new Set([
  'dateForm',
  'keyIdMismatch',
  'keyIssuerMismatch',
  'nameNotSame',
  'purposeOnlyAny',
]);
