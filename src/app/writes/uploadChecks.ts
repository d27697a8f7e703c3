/** Checks a draft before it is sent. Pure: the draft, the time and what the gateway wants come in. */
import { checkCa } from '../../core/chain/caCheck';
import { orderChain } from '../../core/chain/chain';
import { isSelfIssued } from '../../core/x509/certificateName';
import { daysLeft, expiryState } from '../../core/x509/expiry';
import { keyFit } from '../../core/keys/keys';
import type { CertificateType, Purpose } from '../../core/model';
import { purposeOf, typeFits } from '../../core/x509/purpose';
import type { Translate } from '../../shared/translate';
import type { UploadDraft } from './upload';

export type CheckId = 'key' | 'type' | 'validity' | 'chain' | 'names' | 'leaf' | 'duplicate' | 'ca' | 'reading';

export interface UploadCheck {
  readonly id: CheckId;
  /** `stop`: nothing is sent while this stands. */
  readonly outcome: 'pass' | 'note' | 'warning' | 'stop';
  readonly sentence: string;
}

/** Everything that speaks for or against sending the draft, worst first. */
export function checkUpload(
  draft: UploadDraft,
  facts: {
    readonly now: number;
    readonly warningDays: number | null;
    readonly wantsNames: boolean;
    readonly translate: Translate;
  },
): readonly UploadCheck[] {
  const { translate: t } = facts;
  const checks = [
    keyCheck(draft, t),
    typeCheck(draft, t),
    leafCheck(draft, t),
    validityCheck(draft, facts),
    chainCheck(draft, t),
    namesCheck(draft, facts),
    ...(draft.ca ? checkCa(draft.ca.certificates, facts) : []).map(({ outcome, sentence }): UploadCheck => ({
      id: 'ca',
      outcome,
      sentence: t('CA certificate: {sentence}', { sentence }),
    })),
  ];
  return worstFirst(checks.filter((check) => check !== undefined));
}

/** Returns the checks as they are shown. */
export function worstFirst<Check extends Pick<UploadCheck, 'outcome'>>(checks: readonly Check[]): readonly Check[] {
  const rank = { stop: 0, warning: 1, note: 2, pass: 3 } as const;
  return [...checks].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
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
        sentence: t('The key in {place} cannot be read: {reason}', { place, reason: t(reading.reason) }),
      };
    case 'unsupported':
      return {
        id: 'key',
        outcome: 'warning',
        sentence: t('Whether the key in {place} fits cannot be told here: {reason}', {
          place,
          reason: t(reading.reason),
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
            sentence: t('Whether the key in {place} fits cannot be told here', { place }),
          };
      }
  }
}

function typeCheck({ leaf, type }: UploadDraft, t: Translate): UploadCheck {
  const purpose = purposeOf(leaf.extendedKeyUsage);
  if (typeFits(purpose, type) === 'contradicts')
    return { id: 'type', outcome: 'stop', sentence: contradiction(purpose, type, t) };
  return {
    id: 'type',
    outcome: purpose === 'unstated' || purpose === 'any' ? 'note' : 'pass',
    sentence: typeSentence(purpose, type, t),
  };
}

/** Explains why a type cannot be chosen for a certificate of this purpose. */
export function contradiction(purpose: Purpose, type: CertificateType, t: Translate): string {
  const wanted = type === 'server' ? 'serverAuth' : 'clientAuth';
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
  if (purpose === 'any') return t('Extended Key Usage allows any purpose: it fits both types');
  return type === 'server' ? t('Extended Key Usage allows serverAuth') : t('Extended Key Usage allows clientAuth');
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
      return { id: 'validity', outcome: 'warning', sentence: t('It expires soon: {days} days left', { days }) };
    case 'valid':
      return { id: 'validity', outcome: 'pass', sentence: t('Valid for {days} more days', { days }) };
  }
}

function chainCheck({ chain, leftOut, wasReordered, leaf }: UploadDraft, t: Translate): UploadCheck {
  const count = chain.length;
  if (orderChain(chain).faults.length > 0)
    return {
      id: 'chain',
      outcome: 'warning',
      sentence: t(
        'A certificate of the chain is not allowed to issue the one before it: clients will refuse the chain',
      ),
    };
  if (leftOut > 0)
    return {
      id: 'chain',
      outcome: 'warning',
      sentence: t('Certificates that do not belong to its chain are not sent: {leftOut}', { leftOut }),
    };
  if (wasReordered)
    return { id: 'chain', outcome: 'note', sentence: t('The chain is out of order in the file; it is sent in order') };
  if (count > 1)
    return { id: 'chain', outcome: 'pass', sentence: t('Chain of {count} certificates, in order', { count }) };
  return isSelfIssued(leaf)
    ? { id: 'chain', outcome: 'pass', sentence: t('Self-signed: no chain') }
    : {
        id: 'chain',
        outcome: 'note',
        sentence: t('No intermediate certificate: right only where clients trust its issuer directly'),
      };
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
      sentence: t('It names no host: the gateway needs at least one name to serve it for'),
    };
  if (leaf.sans === undefined)
    return {
      id: 'names',
      outcome: 'warning',
      sentence: t('No Subject Alternative Name: browsers do not accept names in the subject alone'),
    };
  return undefined;
}
