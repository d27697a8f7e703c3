/** Checks a draft before it is sent. Pure: the draft, the time and what the gateway wants come in. */
import { checkCa } from '../../core/chain/caCheck';
import { isServerName } from '../../core/findings/certificateParts';
import { dnsNameText, mayMatchHost } from '../../core/hosts/dnsNameFault';
import { keySupport } from '../../core/keys/keyMaterial';
import { keyFit } from '../../core/keys/keys';
import { isPubliclyKnownKey } from '../../core/keys/knownKeys';
import { rsaFault, rsaNumbers } from '../../core/keys/rsaFaults';
import { limits } from '../../core/limits';
import type { CertificateType, Purpose } from '../../core/model';
import { toCertificatesPem } from '../../core/pem/scan';
import { daysLeft, expiryState, isEndless, isNeverValid } from '../../core/x509/expiry';
import { hasUnreadableNames, wantsStapling } from '../../core/x509/extensionFaults';
import { forbidsHandshake, namesType, purposeOf, typeFits } from '../../core/x509/purpose';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { chainChecks } from './chainChecks';
import type { UploadDraft } from './upload';
import type { UploadCheck } from './uploadCheck';
import { worstFirst } from './uploadCheck';

/** Finds everything that speaks for or against sending the draft, worst first. */
export function checkUpload(
  draft: UploadDraft,
  facts: {
    readonly now: number;
    readonly warningDays: number | null;
    readonly wantsNames: boolean;
    /** The object that it goes into staples OCSP answers or does not; undefined where that is not known. */
    readonly isStapled?: boolean | undefined;
    readonly translate: Translate;
  },
): readonly UploadCheck[] {
  const { translate: t } = facts;
  const checks = [
    keyCheck(draft, t),
    typeCheck(draft, t),
    ...keyChoiceChecks(draft, t),
    staplingCheck(draft, facts),
    sizeCheck(draft, t),
    leafCheck(draft, t),
    validityCheck(draft, facts),
    ...chainChecks(draft, facts),
    namesCheck(draft, facts),
    ...(draft.ca ? checkCa(draft.ca.certificates, facts) : []).map(({ outcome, sentence }): UploadCheck => ({
      id: 'ca',
      outcome,
      sentence: t('CA certificate: {sentence}', { sentence }),
    })),
  ];
  return worstFirst(checks.filter((check) => check !== undefined));
}

function keyCheck({ leaf, key }: UploadDraft, t: Translate): UploadCheck {
  if (!key) return { id: 'key', outcome: 'stop', sentence: t('No private key chosen') };
  const { reading, place } = key;
  switch (reading.status) {
    case 'encrypted':
      return {
        id: 'key',
        outcome: 'stop',
        sentence: t(
          'The key in {place} is protected with a password, which gateways do not take. Choose it again to open it',
          { place },
        ),
      };
    case 'broken':
      return {
        id: 'key',
        outcome: 'stop',
        sentence: t('The key in {place} cannot be read: {reason}', {
          place,
          reason: translateSentence(reading.reason, t),
        }),
      };
    case 'unsupported':
      return {
        id: 'key',
        outcome: 'warning',
        sentence: t('It is unknown whether the key in {place} fits: {reason}', {
          place,
          reason: translateSentence(reading.reason, t),
        }),
      };
    case 'plain':
      switch (keyFit(leaf, reading)) {
        case 'fits':
          return {
            id: 'key',
            outcome: 'pass',
            sentence: t('Key fits: {key}, in {place}', { key: reading.key.name, place }),
          };
        case 'doesNotFit':
          return {
            id: 'key',
            outcome: 'stop',
            sentence: t('The key in {place} does not belong to this certificate', { place }),
          };
        case 'cannotTell':
          return {
            id: 'key',
            outcome: 'warning',
            sentence: t('It is unknown whether the key in {place} fits', { place }),
          };
      }
  }
}

function typeCheck({ leaf, type }: UploadDraft, t: Translate): UploadCheck {
  const purpose = purposeOf(leaf.extendedKeyUsage);
  if (typeFits(purpose, type) === 'contradicts')
    return { id: 'type', outcome: 'stop', sentence: contradiction(purpose, type, t) };
  // Of an SM2 pair (GB/T 38636), one certificate is for encryption alone.
  if (forbidsHandshake(leaf) && leaf.key.curve !== 'SM2')
    return {
      id: 'type',
      outcome: 'warning',
      sentence: t('Its Key Usage lacks digitalSignature: TLS 1.3 and every handshake with forward secrecy need it'),
    };
  if (purpose === 'any' && !namesType(leaf.extendedKeyUsage ?? [], type))
    return {
      id: 'type',
      outcome: 'warning',
      sentence: t('Extended Key Usage names any purpose, and not {wanted}: OpenSSL and clients built on it refuse it', {
        wanted: wantedPurpose(type),
      }),
    };
  return { id: 'type', outcome: purpose === 'unstated' ? 'note' : 'pass', sentence: typeSentence(purpose, type, t) };
}

const wantedPurpose = (type: CertificateType): string => (type === 'server' ? 'serverAuth' : 'clientAuth');

/** Explains why a type cannot be chosen for a certificate of this purpose. */
export function contradiction(purpose: Purpose, type: CertificateType, t: Translate): string {
  const wanted = wantedPurpose(type);
  if (purpose === 'neither')
    return t(
      'Its Extended Key Usage names neither serverAuth nor clientAuth: a gateway can present it on no side of TLS',
    );
  return type === 'server'
    ? t('Its Extended Key Usage does not allow {wanted}: it is a client certificate, not a server one', { wanted })
    : t('Its Extended Key Usage does not allow {wanted}: it is a server certificate, not a client one', { wanted });
}

function typeSentence(purpose: Purpose, type: CertificateType, t: Translate): string {
  if (purpose === 'unstated') return t('No Extended Key Usage: it fits both types and is not checked');
  return type === 'server' ? t('Extended Key Usage allows serverAuth') : t('Extended Key Usage allows clientAuth');
}

/** Checks for keys that gateways take, and that protect nothing or that no usual client speaks with. */
function keyChoiceChecks({ leaf }: UploadDraft, t: Translate): readonly UploadCheck[] {
  const { key, fingerprints } = leaf;
  const numbers = rsaNumbers(leaf.spki);
  const warning = (sentence: string): UploadCheck => ({ id: 'keyChoice', outcome: 'warning', sentence });
  return [
    ...(isPubliclyKnownKey(fingerprints.spkiSha256)
      ? [warning(t('Its private key is public: it is in the test suite of a well-known program'))]
      : []),
    ...(numbers && rsaFault(numbers) ? [warning(t('Its private key can be computed from its public half'))] : []),
    ...(['none', 'tooLong'].includes(keySupport(key)) || (key.algorithm === 'rsa' && (key.bits ?? 2048) < 2048)
      ? [warning(t('Common clients do not support this kind of key ({key}): handshakes will fail', { key: key.name }))]
      : []),
  ];
}

/** Checks for a certificate that wants an answer of its CA stapled to each handshake (RFC 7633). */
function staplingCheck(
  { leaf }: UploadDraft,
  { isStapled, translate: t }: { readonly isStapled?: boolean | undefined; readonly translate: Translate },
): UploadCheck | undefined {
  if (!wantsStapling(leaf)) return undefined;
  if (isStapled)
    return {
      id: 'keyChoice',
      outcome: 'pass',
      sentence: t('It requires stapled OCSP responses (must-staple), and ocsp_stapling is on in the object'),
    };
  return {
    id: 'keyChoice',
    outcome: 'warning',
    sentence:
      isStapled === undefined
        ? t(
            'It requires stapled OCSP responses (must-staple): Apache APISIX sends them only with the plugin ocsp-stapling',
          )
        : t(
            'It requires stapled OCSP responses (must-staple), and ocsp_stapling is off in the object: some clients refuse it',
          ),
  };
}

/** Checks sizes: APISIX counts the characters of certificate and key, each by itself (schema_def.lua). */
function sizeCheck({ chain }: UploadDraft, t: Translate): UploadCheck | undefined {
  const size = toCertificatesPem(chain).length;
  return size <= limits.gatewayPemBytes
    ? undefined
    : {
        id: 'size',
        outcome: 'warning',
        sentence: t('The certificate has {size} bytes as PEM: Apache APISIX takes at most {limit}', {
          size,
          limit: limits.gatewayPemBytes,
        }),
      };
}

function leafCheck({ leaf }: UploadDraft, t: Translate): UploadCheck | undefined {
  return leaf.isCa
    ? { id: 'leaf', outcome: 'warning', sentence: t('It is the certificate of a CA, not of a host or client') }
    : undefined;
}

function validityCheck(
  { leaf }: UploadDraft,
  {
    now,
    warningDays,
    translate: t,
  }: { readonly now: number; readonly warningDays: number | null; readonly translate: Translate },
): UploadCheck {
  if (isNeverValid(leaf))
    return { id: 'validity', outcome: 'warning', sentence: t('It is never valid: it ends before it starts') };
  const days = Math.abs(daysLeft(leaf.validity, now));
  switch (expiryState(leaf.validity, now, warningDays)) {
    case 'expired':
      return { id: 'validity', outcome: 'warning', sentence: t('It has expired: clients will refuse it') };
    case 'notYetValid':
      return {
        id: 'validity',
        outcome: 'warning',
        sentence: t('It is not valid yet: clients will refuse it until then'),
      };
    case 'expiring':
      return {
        id: 'validity',
        outcome: 'warning',
        sentence: days === 1 ? t('It expires soon: 1 day left') : t('It expires soon: {days} days left', { days }),
      };
    case 'valid':
      return {
        id: 'validity',
        outcome: 'pass',
        sentence: isEndless(leaf.validity) ? t('It has no expiration date') : t('Valid for {days} more days', { days }),
      };
  }
}

function namesCheck(
  { leaf, type, names }: UploadDraft,
  { wantsNames, translate: t }: { readonly wantsNames: boolean; readonly translate: Translate },
): UploadCheck | undefined {
  if (type !== 'server') return undefined;
  if (wantsNames && names.length === 0)
    return {
      id: 'names',
      outcome: 'stop',
      sentence: t('It has no host name: the gateway needs at least one to serve it for'),
    };
  // Said by the check of the chain.
  if (hasUnreadableNames(leaf)) return undefined;
  const odd = (leaf.sans ?? []).flatMap(({ kind, value }) => (kind === 'dns' && !mayMatchHost(value) ? [value] : []));
  if (odd.length > 0)
    return {
      id: 'names',
      outcome: 'warning',
      sentence: t('Names that match no host: {names}', {
        names: toShortText(odd.map((name) => `“${dnsNameText(name)}”`).join(', '), 120),
      }),
    };
  if (leaf.sans === undefined)
    return {
      id: 'names',
      outcome: 'warning',
      sentence: t('No Subject Alternative Name: browsers do not accept names in the subject alone'),
    };
  if (!leaf.sans.some(isServerName))
    return {
      id: 'names',
      outcome: 'warning',
      sentence: t(
        'No DNS name or IP address among its Subject Alternative Names: browsers do not accept names in the subject alone',
      ),
    };
  return undefined;
}
