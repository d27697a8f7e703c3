/** Takes what an upload needs from bytes: a file that is no text, or what a password opened. */
import { toUtc } from '../../core/details/dates';
import type { DerObject } from '../../core/document/derObject';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import type { KeyReading } from '../../core/keys/keys';
import { readPrivateKeyDer, trueLabel } from '../../core/keys/keys';
import { limits } from '../../core/limits';
import type { Certificate, Reading } from '../../core/model';
import { toPem } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import { certificateName, shortName } from '../../core/x509/certificateName';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import type { Material, OpenedKeys, UploadKey } from './material';
import { joinMaterial, noMaterial } from './material';

/** The place as it is shown to the person, and their language. */
export interface MaterialContext {
  readonly place: string;
  readonly translate: Translate;
}

export function keyMaterial(key: KeyReading, der: Uint8Array, { place, translate }: MaterialContext): Material {
  const label = trueLabel(key) ?? 'PRIVATE KEY';
  const encrypted = key.status === 'encrypted' ? ({ form: 'pkcs8', der } as const) : undefined;
  return {
    ...noMaterial,
    keys: [{ place, reading: key, toPem: () => toPem(label, der), ...(encrypted && { encrypted }) }],
    contents: translate('It is a private key without a certificate.'),
  };
}

export function* ofDer(der: Uint8Array, object: DerObject, context: MaterialContext): Cooperative<Material> {
  const { place, translate } = context;
  switch (object.kind) {
    case 'certificate':
      return joinMaterial([
        { ...noMaterial, certificates: [{ place, certificate: object.certificate }] },
        yield* behindMaterial(der.subarray(object.certificate.der.length), { ...context, where: () => place }),
      ]);
    case 'pkcs7':
      return certificatesMaterial(object.certificates, context);
    case 'pkcs12':
      return { ...noMaterial, stores: [{ place, encrypted: { form: 'pkcs12', der } }] };
    case 'privateKey':
      return keyMaterial(object.key, der, context);
    case 'request':
    case 'publicKey':
    case 'revocationList':
    case 'tooLarge':
      return { ...noMaterial, contents: derSentence(object, translate) };
    case 'unknown':
      return {
        ...noMaterial,
        contents: translate('It is a binary file, but no certificate, private key or PKCS#12 file.'),
      };
  }
}

function certificatesMaterial(
  readings: readonly Reading<Certificate>[],
  { place, translate }: MaterialContext,
): Material {
  return {
    ...noMaterial,
    certificates: readings.flatMap((each) => (each.ok ? [{ place, certificate: each.value }] : [])),
    notes: readings.some((each) => !each.ok)
      ? [translate('A certificate in {place} cannot be read and was left out', { place })]
      : [],
    contents: readings.some((each) => each.ok) ? '' : translate('There is no certificate in it.'),
  };
}

/** Collects what a password opened. Its keys go to `keys`, which overwrites them when the upload is over. */
export function openedMaterial(
  opened: DecryptedContents,
  { place, keys, translate }: { readonly place: string; readonly keys: OpenedKeys; readonly translate: Translate },
): Material {
  const certificates = opened.certificates.slice(0, limits.blocks).map(parseCertificate);
  const material = certificatesMaterial(certificates, { place, translate });
  return {
    ...material,
    keys: opened.keys.map((der): UploadKey => {
      const key = readPrivateKeyDer(der);
      return { place, reading: key, toPem: keys.hold(trueLabel(key) ?? 'PRIVATE KEY', der), wasEncrypted: true };
    }),
    notes: [...material.notes, ...opened.notes.map((note) => translate(note))],
  };
}

/** Reads the bytes behind a certificate: further certificates are used, and the rest is left out. */
export function* behindMaterial(
  bytes: Uint8Array,
  { place, where, translate }: MaterialContext & { readonly where: () => string },
): Cooperative<Material> {
  const certificates: Material['certificates'][number][] = [];
  let rest = bytes;
  for (let next = parseCertificate(rest); next.ok && rest.length > 0; next = parseCertificate(rest)) {
    yield;
    certificates.push({ place, certificate: next.value });
    rest = rest.subarray(next.value.der.length);
  }
  if (certificates.length === 0 && rest.length === 0) return noMaterial;
  return {
    ...noMaterial,
    certificates,
    notes: [
      ...(certificates.length > 0
        ? [
            translate('{place} holds {count} certificates one after another; each of them was read', {
              place: where(),
              count: certificates.length + 1,
            }),
          ]
        : []),
      ...(rest.length > 0
        ? [
            translate('{count} bytes after the certificate in {place} were left out', {
              place: where(),
              count: rest.length,
            }),
          ]
        : []),
    ],
  };
}

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
