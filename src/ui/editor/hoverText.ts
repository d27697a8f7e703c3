import type { PathReason, PathVerdict } from '../../core/chain/verdict';
import { judgeChain } from '../../core/chain/verdict';
import { verdictText } from '../../core/chain/verdictText';
import { toValidity } from '../../core/details/dates';
import type { DetailOptions } from '../../core/details/input';
import { validityLine } from '../../core/details/validity';
import type { PemDocument, PemPart } from '../../core/document/document';
import { blockNumber, certificatesOf } from '../../core/document/document';
import { pairingOf } from '../../core/document/pairing';
import { sanText } from '../../core/hosts/dnsNameFault';
import type { Certificate, SanEntry } from '../../core/model';
import { certificateName, isSelfIssued } from '../../core/x509/certificateName';
import { purposeOf, purposeWords } from '../../core/x509/purpose';
import { parseRequest } from '../../core/x509/request';
import type { Sentence, Translate } from '../../shared/translate';
import { toCodeSpan, toSentenceMarkdown } from '../window/markdownText';

const maxNames = 10;

export interface HoverOptions extends DetailOptions {
  /** Names a block by its number. Without it the number is shown. */
  readonly placeOf?: ((block: number) => string) | undefined;
}

/**
 * Describes a block in about ten lines of Markdown. Everything that strangers chose is in code spans; there are no
 * links. Undefined where there is nothing to add to its text.
 */
export function hoverText(document: PemDocument, index: number, options: HoverOptions): string | undefined {
  const part = document.parts[index];
  const count = Math.min(part?.member?.count ?? 1, maxMembers);
  const texts = Array.from({ length: count }, (_, at) => partText(document, index + at, options));
  return texts[0] === undefined ? undefined : texts.filter((text) => text !== undefined).join('\n\n---\n\n');
}

/** Certificates of one block, which a hover shows below one another. */
const maxMembers = 5;

function partText(document: PemDocument, index: number, options: HoverOptions): string | undefined {
  const { translate } = options;
  const part = document.parts[index];
  if (part?.certificate) {
    const { certificate } = part;
    return certificate.ok
      ? certificateText({ document, index, certificate: certificate.value }, options)
      : unreadable(translate('Certificate'), certificate.reason, translate);
  }
  if (part?.key) return keyText({ document, index, key: part.key }, options);
  if (part?.block.kind === 'certificateRequest' && part.block.der) return requestText(part.block.der, translate);
  return undefined;
}

const toText = (title: string, lines: readonly (string | undefined)[]): string =>
  `**${title}**\n\n${lines.filter((line) => line !== undefined).join('  \n')}`;
const lineIn =
  (translate: Translate) =>
  (label: string, value: string): string =>
    translate('{label}: {value}', { label, value });
const unreadable = (title: string, reason: Sentence, translate: Translate): string =>
  toText(title, [translate('It cannot be read: {reason}', { reason: toSentenceMarkdown(reason, translate) })]);

interface CertificateSubject {
  readonly document: PemDocument;
  readonly index: number;
  readonly certificate: Certificate;
}

function certificateText(subject: CertificateSubject, options: HoverOptions): string {
  const { certificate } = subject;
  const { validity, key } = certificate;
  const { translate, now } = options;
  const line = lineIn(translate);
  const pool = certificatesOf(subject.document);
  const verdict = judgeChain({ leaf: certificate, pool, now });
  return toText(toCodeSpan(certificateName(certificate), 100), [
    `${validityLine(validity, options)}${certificate.isCa ? ` · ${translate('CA')}` : ''}`,
    line(translate('Validity'), toValidity(validity, translate)),
    namesLine(certificate.sans, translate),
    line(translate('Subject'), toCodeSpan(certificate.subject.text)),
    line(translate('Issuer'), `${toCodeSpan(certificate.issuer.text)}${issuerNote(subject, verdict, options)}`),
    verdictLine(certificate, verdict, translate),
    line(translate('Key'), `${toCodeSpan(key.name)}${fitNote(subject, options)}`),
    line(translate('Purpose'), translate(purposeWords[purposeOf(certificate.extendedKeyUsage)])),
    line(translate('Signed with'), toCodeSpan(certificate.signatureAlgorithm.name)),
    line(translate('Serial number'), toCodeSpan(certificate.serial)),
    line('SHA-256', toCodeSpan(certificate.fingerprints.sha256)),
  ]);
}

function namesLine(sans: readonly SanEntry[] | undefined, translate: Translate): string {
  const line = lineIn(translate);
  if (sans === undefined || sans.length === 0)
    return line(translate('Names'), translate('none (no Subject Alternative Name)'));
  const names = sans.slice(0, maxNames).map((entry) => toCodeSpan(sanText(entry), 100));
  const rest = sans.length - names.length;
  return line(
    translate('Names'),
    [...names, ...(rest > 0 ? [translate('and {count} more', { count: rest })] : [])].join(', '),
  );
}

/** Says where in the text its issuer is: of several, the one by which clients accept the certificate. */
function issuerNote(
  { document, certificate }: CertificateSubject,
  { path }: PathVerdict,
  { translate, placeOf }: HoverOptions,
): string {
  if (isSelfIssued(certificate)) return ` · ${translate('itself')}`;
  const at = document.parts.findIndex((part) => part.certificate?.ok && part.certificate.value === path[1]);
  if (at < 0) return '';
  const block = blockNumber(document, at);
  return ` · ${placeOf ? toCodeSpan(placeOf(block)) : translate('block {block}', { block })}`;
}

/** Says by which path clients accept it with what stands in the text, or why not. Its own dates stand above. */
function verdictLine(certificate: Certificate, verdict: PathVerdict, translate: Translate): string | undefined {
  const isSaid = ({ code, certificate: of }: PathReason): boolean =>
    of === certificate && (code === 'expired' || code === 'notYetValid');
  const text = verdictText(verdict, translate, { isSaid, quote: (name) => toCodeSpan(name, 300) });
  return text && lineIn(translate)(text.label, text.values.join('; '));
}

function fitNote(
  { document, index }: Pick<CertificateSubject, 'document' | 'index'>,
  { translate, placeOf }: HoverOptions,
): string {
  const pairing = pairingOf(document, index);
  if (pairing.kind === 'fits' && placeOf)
    return ` · ${translate('its private key is {places}', { places: toPlaces(pairing.blocks, placeOf) })}`;
  return pairing.kind === 'fits'
    ? ` · ${translate('its private key is block {blocks}', { blocks: pairing.blocks.join(', ') })}`
    : '';
}

function keyText(
  {
    document,
    index,
    key,
  }: { readonly document: PemDocument; readonly index: number; readonly key: NonNullable<PemPart['key']> },
  options: HoverOptions,
): string {
  const { translate } = options;
  const line = lineIn(translate);
  const title = translate('Private key');
  switch (key.status) {
    case 'plain':
      return toText(title, [
        line(translate('Key'), toCodeSpan(key.key.name)),
        line(translate('Format'), formats[key.format]),
        fitLine(document, index, options),
        line('SPKI SHA-256', toCodeSpan(key.spkiSha256)),
      ]);
    case 'encrypted':
      return toText(title, [
        translate('It is protected with a password.'),
        line(translate('Cipher'), toCodeSpan(key.scheme)),
      ]);
    case 'unsupported':
      return toText(title, [toSentenceMarkdown(key.reason, translate)]);
    case 'broken':
      return unreadable(title, key.reason, translate);
  }
}

const formats = { pkcs1: 'PKCS#1', pkcs8: 'PKCS#8', sec1: 'SEC1', dsa: 'OpenSSL DSA' } as const;

function fitLine(document: PemDocument, index: number, { translate, placeOf }: HoverOptions): string | undefined {
  const pairing = pairingOf(document, index);
  switch (pairing.kind) {
    case 'fits':
      if (placeOf) return translate('It is the key of {places}', { places: toPlaces(pairing.blocks, placeOf) });
      return translate('It is the key of block {blocks}: {names}', {
        blocks: pairing.blocks.join(', '),
        names: pairing.blocks
          .slice(0, 3)
          .map((block) => nameAt(document, block))
          .join(', '),
      });
    case 'fitsNone':
      return placeOf
        ? translate('It matches no certificate beside it.')
        : translate('It matches no certificate in this file.');
    case 'unknown':
      return undefined;
  }
}

const toPlaces = (blocks: readonly number[], placeOf: (block: number) => string): string =>
  blocks.map((block) => toCodeSpan(placeOf(block), 100)).join(', ');

function nameAt(document: PemDocument, block: number): string {
  const certificate = document.parts.find((_, index) => blockNumber(document, index) === block)?.certificate;
  return certificate?.ok ? toCodeSpan(certificateName(certificate.value), 100) : '–';
}

function requestText(der: Uint8Array, translate: Translate): string {
  const title = translate('Certificate request');
  const line = lineIn(translate);
  const request = parseRequest(der);
  if (!request.ok) return unreadable(title, request.reason, translate);
  const { subject, sans, key } = request.value;
  return toText(title, [
    namesLine(sans, translate),
    line(translate('Subject'), toCodeSpan(subject.text)),
    line(translate('Key'), toCodeSpan(key.name)),
  ]);
}
