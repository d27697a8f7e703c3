/** Says what a DER file is that holds neither a certificate nor a private key. */
import { toUtc } from '../../core/details/dates';
import type { DerObject } from '../../core/document/derObject';
import { limits } from '../../core/limits';
import { certificateName, shortName } from '../../core/x509/certificateName';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';

type OtherObject = Extract<
  DerObject,
  { readonly kind: 'publicKey' | 'request' | 'revocationList' | 'tooLarge' | 'unknown' }
>;

/**
 * Describes the file: `It is a certificate request in DER form, for shop.example.com (EC P-256), and no certificate.`
 */
export function derSentence(object: OtherObject, translate: Translate): string {
  switch (object.kind) {
    case 'publicKey':
      return translate('It is a public key in DER form ({key}), and no certificate.', { key: object.key.name });
    case 'request': {
      const { key } = object.request;
      return translate('It is a certificate request in DER form, for {name} ({key}), and no certificate.', {
        name: certificateName(object.request),
        key: key.name,
      });
    }
    case 'revocationList': {
      const { issuer, thisUpdate, count, signatureAlgorithm } = object.list;
      const facts = { issuer: shortName(issuer), time: toUtc(thisUpdate), count, algorithm: signatureAlgorithm.name };
      return translate(
        'It is a certificate revocation list of {issuer}, of {time}: it revokes {count} and is signed with {algorithm}.',
        facts,
      );
    }
    case 'tooLarge':
      return translate('It is a binary file of more than {size} kB: no certificate is that large.', {
        size: limits.objectBytes / 1024,
      });
    case 'unknown':
      return translate(
        'It is a binary file, but no certificate, key, certificate request, revocation list, PKCS#7 or PKCS#12 file. Read as a certificate: {reason}',
        { reason: translateSentence(object.reason, translate) },
      );
  }
}
