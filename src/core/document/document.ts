import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { sha256 } from '../crypto';
import { readPrivateKey } from '../keys/keys';
import type { KeyReading } from '../keys/keys';
import { limits } from '../limits';
import type { WorkLimits } from '../limits';
import type { Certificate, Reading } from '../model';
import { scanPemSteps } from '../pem/scan';
import type { PemError, PemBlock } from '../pem/scan';
import type { PemKind } from '../pem/labels';
import { readLayout } from '../pem/layout';
import type { Ignore, LayoutIssue } from '../pem/layout';
import { runSync } from '../../shared/cooperative';
import type { Cooperative } from '../../shared/cooperative';
import { parseCertificate } from '../x509/certificate';

/** A block and what it holds: `certificate` for each certificate block, `key` for each private key, intact or not. */
export interface PemPart {
  readonly block: PemBlock;
  readonly certificate?: Reading<Certificate>;
  readonly key?: KeyReading;
}

/** A text with its PEM blocks read. Holds nothing of a private key but what is public. */
export interface PemDocument {
  /** In the order of the text. */
  readonly parts: readonly PemPart[];
  readonly errors: readonly PemError[];
  /** What is unusual about the text and keeps no block from being read, in the order of the text. */
  readonly issues: readonly LayoutIssue[];
  /** Codes that comments of the text switch off, each for one block. */
  readonly ignores: readonly Ignore[];
  /** See `PemScan.isTruncated`. */
  readonly isTruncated: boolean;
  /** What a text without any block looks like. */
  readonly looksLike: 'empty' | 'sshPublicKey' | 'sshKeyFile' | 'text';
}

/** What blocks were read as, by a hash of each. Give the same map again after an edit, and only changed blocks are read. */
export type PemCache = Map<string, Omit<PemPart, 'block'>>;

/** Scans a text and reads its certificates and keys. Never throws. Leaves in `cache` what this text needs, and no more. */
export const readPemDocument = (text: string, cache?: PemCache): PemDocument =>
  runSync(readPemDocumentSteps(text, cache));

/** The same, with a rest after each block. */
export function* readPemDocumentSteps(
  text: string,
  cache: PemCache = new Map(),
  most: Pick<WorkLimits, 'blocks'> = limits,
): Cooperative<PemDocument> {
  const { blocks, errors, isTruncated } = yield* scanPemSteps(text, most);
  const used = new Set<string>();
  const parts: PemPart[] = [];
  for (const block of blocks) {
    yield;
    const id = idOf(text, block);
    const content = cache.get(id) ?? read(text, block);
    cache.set(id, content);
    used.add(id);
    parts.push({ block, ...content });
  }
  for (const id of [...cache.keys()]) if (!used.has(id)) cache.delete(id);
  return {
    parts,
    errors,
    ...(yield* readLayout(text, { blocks, isTruncated })),
    isTruncated,
    looksLike: looksLike(text),
  };
}

function read(text: string, block: PemBlock): Omit<PemPart, 'block'> {
  switch (block.kind) {
    case 'certificate':
      return {
        certificate: block.der ? parseCertificate(block.der) : { ok: false, reason: 'Its PEM block is broken.' },
      };
    case 'privateKey':
    case 'encryptedPrivateKey':
      return { key: readPrivateKey(text, block) };
    default:
      return {};
  }
}

/** A hash, so that no cache holds a private key. */
function idOf(text: string, block: PemBlock): string {
  const body = text.slice(block.body.start, block.body.end);
  return `${block.isIntact ? 'intact' : 'broken'} ${block.label} ${sha256(new TextEncoder().encode(body))}`;
}

function looksLike(text: string): PemDocument['looksLike'] {
  if (/^(ssh|ecdsa-sha2|sk-ssh)-[\w@.-]{1,60} AAAA/.test(text)) return 'sshPublicKey';
  if (text.startsWith('---- BEGIN SSH2 ')) return 'sshKeyFile';
  return /\S/.test(text.slice(0, 4096)) || text.length > 4096 ? 'text' : 'empty';
}

/** The certificates that could be read, in the order of the text. */
export const certificatesOf = (document: PemDocument): readonly Certificate[] =>
  document.parts.flatMap(({ certificate }) => (certificate?.ok ? [certificate.value] : []));

/** A sentence on what a text does hold: `This file holds a private key (RSA 2048) and no certificate.` */
export function describeContents(document: PemDocument, translate: Translate): string {
  const contents = [...countedPhrases(document, translate)].map(([phrase, count]) =>
    count === 1 ? phrase : translate('{count} × {what}', { count, what: phrase }),
  );
  if (contents.length === 0) return describeOther(document, translate);
  const hasCertificate = document.parts.some(({ block }) => block.kind === 'certificate');
  const [last = '', ...before] = (hasCertificate ? contents : [...contents, translate('no certificate')]).reverse();
  if (before.length === 0) return translate('This file holds {contents}.', { contents: last });
  return translate('This file holds {contents} and {last}.', { contents: before.reverse().join(', '), last });
}

function countedPhrases({ parts }: PemDocument, translate: Translate): ReadonlyMap<string, number> {
  const phrases = new Map<string, number>();
  for (const part of parts) {
    const phrase = phraseOf(part, translate);
    phrases.set(phrase, (phrases.get(phrase) ?? 0) + 1);
  }
  return phrases;
}

function phraseOf({ block, certificate, key }: PemPart, translate: Translate): string {
  switch (key?.status) {
    case 'plain':
      return translate('a private key ({key})', { key: key.key.name });
    case 'encrypted':
      return translate('a private key protected with a password');
    case 'unsupported':
      return translate('a private key that cannot be read here ({label})', { label: labelOf(block.label) });
    case 'broken':
      return translate('a broken private key');
    case undefined:
      if (certificate && !certificate.ok) return translate('a broken certificate');
      return block.kind === 'other'
        ? translate('a block “{label}”', { label: labelOf(block.label) })
        : translate(phrases[block.kind]);
  }
}

const phrases: Readonly<Record<Exclude<PemKind, 'other'>, string>> = {
  certificate: 'a certificate',
  certificateRequest: 'a certificate request',
  crl: 'a certificate revocation list',
  publicKey: 'a public key',
  pkcs7: 'a PKCS#7 message',
  parameters: 'key parameters',
  privateKey: 'a private key',
  encryptedPrivateKey: 'a private key protected with a password',
};

const labelOf = (label: string): string => toShortText(label, 40);

function describeOther({ looksLike }: PemDocument, translate: Translate): string {
  switch (looksLike) {
    case 'empty':
      return translate('This file is empty.');
    case 'sshPublicKey':
    case 'sshKeyFile':
      return translate('This file holds an SSH public key and no certificate.');
    case 'text':
      return translate('This file holds no PEM block.');
  }
}
