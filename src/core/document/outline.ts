/** Describes every block of a text in one line: for an outline, a breadcrumb and a list of blocks. */
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Certificate, ExpiryState, Span, Validity } from '../model';
import type { PemKind } from '../pem/labels';
import { certificateName, isSelfIssued, shortName } from '../x509/certificateName';
import { day, daysLeft, daysUntilValid, expiryState, isEndless } from '../x509/expiry';
import { parseRequest } from '../x509/request';
import type { PemDocument, PemPart } from './document';
import { pairingOf } from './pairing';

export interface OutlineEntry {
  readonly kind: PemKind;
  /** `example.com`, `private key`. Nothing hidden in it, and never empty. */
  readonly name: string;
  /** `issued by Example CA · 12 d`, `EC P-256 · fits block 1`. May be empty. */
  readonly detail: string;
  /** The whole block, and its BEGIN line. */
  readonly span: Span;
  readonly begin: Span;
  readonly state: ExpiryState | undefined;
}

export interface OutlineOptions {
  readonly now: number;
  /** See `expiryState`. */
  readonly warningDays: number | null;
  readonly translate: Translate;
  /** Names a block by its number. Without it the number is shown. */
  readonly placeOf?: ((block: number) => string) | undefined;
}

/** Describes every block, in the order of the text. Pauses after each: finding out which keys fit takes time. */
export function* toOutlineSteps(document: PemDocument, options: OutlineOptions): Cooperative<readonly OutlineEntry[]> {
  const entries: OutlineEntry[] = [];
  for (const [index, part] of document.parts.entries()) {
    yield;
    entries.push(toOutlineEntry({ document, part, index }, options));
  }
  return entries;
}

export function toOutlineEntry(subject: OutlineSubject, options: OutlineOptions): OutlineEntry {
  const { block, certificate } = subject.part;
  const { kind, span, begin } = block;
  const state = certificate?.ok ? expiryState(certificate.value.validity, options.now, options.warningDays) : undefined;
  return { kind, ...wordsOf(subject, options), span, begin, state };
}

export interface OutlineSubject {
  readonly document: PemDocument;
  readonly part: PemPart;
  readonly index: number;
}

type Words = Pick<OutlineEntry, 'name' | 'detail'>;

function wordsOf(subject: OutlineSubject, options: OutlineOptions): Words {
  const { block, certificate, key } = subject.part;
  const { translate } = options;
  if (certificate)
    return certificate.ok
      ? certificateWords(certificate.value, options)
      : { name: translate('certificate'), detail: translate('cannot be read') };
  if (key) return { name: translate('private key'), detail: keyDetail(subject, options) };
  if (block.kind === 'certificateRequest') return requestWords(block.der, options);
  const name = kindWords[block.kind];
  return {
    name: name === undefined ? toShortText(block.label, 60) || '?' : translate(name),
    detail: block.isIntact ? '' : translate('cannot be read'),
  };
}

const kindWords: Readonly<Partial<Record<PemKind, string>>> = {
  crl: 'certificate revocation list',
  publicKey: 'public key',
  pkcs7: 'PKCS#7 message',
  parameters: 'key parameters',
};

function certificateWords(certificate: Certificate, options: OutlineOptions): Words {
  const { translate } = options;
  const issuer = isSelfIssued(certificate)
    ? translate('self-issued')
    : translate('issued by {issuer}', { issuer: shortName(certificate.issuer) });
  return {
    name: certificateName(certificate),
    detail: `${issuer} · ${remainingDetail(certificate.validity, options)}`,
  };
}

/** Says how long a certificate has left: `12 d`, `less than a day`, `expired 3 d ago`, `valid in 2 d`. */
export function remainingDetail(validity: Validity, { now, warningDays, translate }: OutlineOptions): string {
  switch (expiryState(validity, now, warningDays)) {
    case 'expired': {
      const days = Math.floor((now - validity.notAfter) / day);
      return days < 1 ? translate('expired less than a day ago') : translate('expired {days} d ago', { days });
    }
    case 'notYetValid':
      return translate('valid in {days} d', { days: daysUntilValid(validity, now) });
    case 'valid':
    case 'expiring': {
      if (isEndless(validity)) return translate('no expiration date');
      const days = daysLeft(validity, now);
      return days < 1 ? translate('less than a day') : translate('{days} d', { days });
    }
  }
}

function keyDetail({ document, part: { key }, index }: OutlineSubject, options: OutlineOptions): string {
  const { translate } = options;
  switch (key?.status) {
    case 'plain':
      return [key.key.name, pairingText(document, index, options)].filter(Boolean).join(' · ');
    case 'encrypted':
      return translate('protected with a password');
    case 'unsupported':
      return translate('cannot be read here');
    case 'broken':
    case undefined:
      return translate('cannot be read');
  }
}

function pairingText(document: PemDocument, index: number, { translate, placeOf }: OutlineOptions): string {
  const pairing = pairingOf(document, index);
  switch (pairing.kind) {
    case 'fits':
      if (placeOf) return translate('fits {places}', { places: pairing.blocks.map(placeOf).join(', ') });
      return translate('fits block {blocks}', { blocks: pairing.blocks.join(', ') });
    case 'fitsNone':
      return translate('fits no certificate here');
    case 'unknown':
      return '';
  }
}

function requestWords(der: Uint8Array | undefined, { translate }: OutlineOptions): Words {
  const request = der && parseRequest(der);
  const name = translate('certificate request');
  return request?.ok
    ? { name, detail: `${certificateName(request.value)} · ${request.value.key.name}` }
    : { name, detail: translate('cannot be read') };
}
