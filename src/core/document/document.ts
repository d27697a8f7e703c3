import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { sha256 } from '../crypto';
import type { KeyReading } from '../keys/keys';
import { readPrivateKey } from '../keys/keys';
import type { WorkLimits } from '../limits';
import { limits } from '../limits';
import type { Certificate, Reading, Span } from '../model';
import { decodeBase64 } from '../pem/base64';
import type { PemBody } from '../pem/body';
import type { Ignore, LayoutIssue } from '../pem/layout';
import { readLayout } from '../pem/layout';
import type { PemBlock, PemError } from '../pem/scan';
import { scanPemSteps, toPem } from '../pem/scan';
import { parseCertificate } from '../x509/certificate';
import { parsePkcs7 } from '../x509/pkcs7';
import type { CertificateRequest } from '../x509/request';
import { parseRequest } from '../x509/request';
import { readCertificatesSteps, readDerObjectSteps } from './derObject';
import { decodeText, decodeWholeSteps } from './unwrap';

/**
 * A block and what it holds: `certificate` for each certificate block, `key` for each private key, intact or not. A
 * PKCS#7 message is a part for each of its certificates.
 */
export interface PemPart {
  readonly block: PemBlock;
  readonly certificate?: Reading<Certificate>;
  readonly key?: KeyReading;
  /** The certificate request, where it can be read. */
  readonly request?: CertificateRequest;
  /** The place of this certificate, from 0, among all that its block holds. */
  readonly member?: { readonly index: number; readonly count: number };
  /** The block's real kind, where its label says another. */
  readonly mislabelled?: MislabelledKind;
}

/** `pem`: PEM that was encoded twice, as `certutil -encode` does. */
export type MislabelledKind =
  'certificate' | 'pkcs7' | 'pem' | 'request' | 'pkcs12' | 'privateKey' | 'publicKey' | 'revocationList';

/** The content of a block, whatever block it is. */
type PemContent = Omit<PemPart, 'block'>;

/** A text with its PEM blocks read. Holds nothing of a private key but what is public. */
export interface PemDocument {
  /** In the order of the text. */
  readonly parts: readonly PemPart[];
  readonly errors: readonly PemError[];
  /** Unusual things about the text that keep no block from being read, in the order of the text. */
  readonly issues: readonly LayoutIssue[];
  /** Codes that comments of the text switch off, each for one block. */
  readonly ignores: readonly Ignore[];
  /** See `PemScan.isTruncated`. */
  readonly isTruncated: boolean;
  /** The format that a text without any block looks like. */
  readonly looksLike: 'empty' | 'sshPublicKey' | 'sshKeyFile' | 'text';
}

/**
 * Keeps what blocks hold, by the text of each or a hash of it. Give the same map again after an edit, and only changed
 * blocks are decoded and read.
 */
export type PemCache = Map<string, KnownBlock>;

interface KnownBlock {
  readonly contents: readonly PemContent[];
  /** The body of one that holds a certificate and no more. */
  readonly body?: PemBody | undefined;
}

/**
 * Scans a text and reads its certificates and keys. Never throws. Leaves in `cache` what this text needs, and no more.
 */
export const readPemDocument = (text: string, cache?: PemCache): PemDocument =>
  runSync(readPemDocumentSteps(text, cache));

/** Does the same in steps, with pauses between blocks and inside large ones. */
export function* readPemDocumentSteps(
  text: string,
  cache: PemCache = new Map(),
  most: Pick<WorkLimits, 'blocks'> = limits,
): Cooperative<PemDocument> {
  const used = new Set<string>();
  const keep = (id: string, known: KnownBlock): void => {
    cache.set(id, known);
    used.add(id);
  };
  const unchanged = new Map<Uint8Array, readonly PemContent[]>();
  const scan = yield* scanPemSteps(text, most, (span) => {
    const id = textId(text, span);
    const known = cache.get(id);
    if (!known?.body?.bytes) return undefined;
    unchanged.set(known.body.bytes, known.contents);
    used.add(id);
    return known.body;
  });
  const { blocks, errors } = scan;
  let { isTruncated } = scan;
  const parts: PemPart[] = [];
  for (const block of blocks) {
    yield;
    const der = 'der' in block ? block.der : undefined;
    let contents = der && unchanged.get(der);
    if (!contents) {
      const id = block.label === 'CERTIFICATE' && der ? textId(text, block.body) : undefined;
      const hashed = hashId(text, block);
      // A text may have a block more than once.
      const known = (id === undefined ? undefined : cache.get(id)) ?? cache.get(hashed);
      contents = known?.contents ?? (yield* read(text, block));
      if (id !== undefined && isCertificateAlone(block, contents))
        keep(id, { contents, body: { headers: [], bytes: der, error: undefined, isRegular: block.isRegular } });
      else keep(hashed, { contents });
    }
    // Messages may hold more certificates than a text may have blocks.
    isTruncated ||= parts.length + contents.length > most.blocks;
    for (const content of contents.slice(0, most.blocks - parts.length)) parts.push({ block, ...content });
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

function* read(text: string, block: PemBlock): Cooperative<readonly PemContent[]> {
  switch (block.kind) {
    case 'certificate':
      return block.der
        ? yield* readCertificate(block.der)
        : [{ certificate: { ok: false, reason: 'Its PEM block is broken.' } }];
    case 'privateKey':
    case 'encryptedPrivateKey': {
      const key = readPrivateKey(text, block);
      // PKCS#12 begins as a key of an unknown kind does.
      const mayBeElse = key.status === 'broken' || key.status === 'unsupported';
      return (mayBeElse ? yield* readUnderOtherLabel(text, block) : undefined) ?? [{ key }];
    }
    case 'pkcs7': {
      const message = block.der && parsePkcs7(block.der);
      yield;
      if (message?.ok && message.value.length > 0) return toMembers(yield* readCertificatesSteps(message.value));
      return (yield* readUnderOtherLabel(text, block)) ?? [{}];
    }
    case 'certificateRequest': {
      const request = block.der && parseRequest(block.der);
      if (request?.ok) return [{ request: request.value }];
      return (yield* readUnderOtherLabel(text, block)) ?? [{}];
    }
    case 'crl':
    case 'publicKey':
    case 'parameters':
    case 'other':
      return (yield* readUnderOtherLabel(text, block)) ?? [{}];
  }
}

const toMembers = (certificates: readonly Reading<Certificate>[], more: PemContent = {}): readonly PemContent[] =>
  certificates.map((certificate, index) => ({ certificate, member: { index, count: certificates.length }, ...more }));

/** Reads a block labelled CERTIFICATE. */
function* readCertificate(der: Uint8Array): Cooperative<readonly PemContent[]> {
  const certificate = parseCertificate(der);
  if (certificate.ok) return [{ certificate }];
  yield;
  const object = yield* readDerObjectSteps(der);
  switch (object.kind) {
    case 'pkcs7':
      return object.certificates.length > 0
        ? toMembers(object.certificates, { mislabelled: 'pkcs7' })
        : [{ certificate: mislabelledReasons.pkcs7, mislabelled: 'pkcs7' }];
    case 'privateKey':
      return [{ key: object.key, mislabelled: 'privateKey' }];
    case 'request':
      return [{ certificate: mislabelledReasons.request, mislabelled: 'request', request: object.request }];
    case 'pkcs12':
    case 'publicKey':
    case 'revocationList':
      return [{ certificate: mislabelledReasons[object.kind], mislabelled: object.kind }];
    case 'certificate':
    case 'tooLarge':
    case 'unknown':
      return (yield* encodedTwice(der)) ?? [{ certificate }];
  }
}

/** Reads a block under another label, where it holds something else than the label says; else undefined. */
function* readUnderOtherLabel(text: string, block: PemBlock): Cooperative<readonly PemContent[] | undefined> {
  if (block.kind === 'parameters' || block.headers.length > 0 || block.label.startsWith('PGP ')) return undefined;
  const body = decodeBase64(text, block.body);
  if (body.ok && body.bytes[0] === 0x2d && block.kind !== 'other') {
    yield;
    if (decodeText(body.bytes).includes('-----BEGIN ')) return [{ mislabelled: 'pem' }];
  }
  if (!body.ok || body.bytes[0] !== 0x30) return undefined;
  yield;
  const object = yield* readDerObjectSteps(body.bytes);
  switch (object.kind) {
    case 'certificate':
      return [{ certificate: { ok: true, value: object.certificate }, mislabelled: 'certificate' }];
    case 'privateKey':
      return block.kind === 'privateKey' || block.kind === 'encryptedPrivateKey'
        ? undefined
        : [{ key: object.key, mislabelled: 'privateKey' }];
    case 'pkcs7':
      if (block.kind === 'pkcs7') return undefined;
      return object.certificates.length > 0
        ? toMembers(object.certificates, { mislabelled: 'pkcs7' })
        : [{ mislabelled: 'pkcs7' }];
    case 'pkcs12':
      return [{ mislabelled: 'pkcs12' }];
    case 'request':
      return block.kind === 'certificateRequest' ? undefined : [{ mislabelled: 'request', request: object.request }];
    case 'publicKey':
      return block.kind === 'publicKey' ? undefined : [{ mislabelled: 'publicKey' }];
    case 'revocationList':
      return block.kind === 'crl' ? undefined : [{ mislabelled: 'revocationList' }];
    case 'tooLarge':
    case 'unknown':
      return undefined;
  }
}

/** Reads the certificates of PEM or base64 that was encoded as PEM once more. Undefined for bytes that are neither. */
function* encodedTwice(bytes: Uint8Array): Cooperative<readonly PemContent[] | undefined> {
  const text = yield* encodedText(bytes);
  if (text === undefined) return undefined;
  const { blocks } = yield* scanPemSteps(text);
  const found = yield* readCertificatesSteps(
    blocks.flatMap((block) => (block.kind === 'certificate' && block.der ? [block.der] : [])),
  );
  return found.length > 0
    ? toMembers(found, { mislabelled: 'pem' })
    : [{ certificate: mislabelledReasons.pem, mislabelled: 'pem' }];
}

/** Returns the PEM text that was encoded as PEM once more; base64 of one certificate gets its armour. */
export function* encodedText(bytes: Uint8Array): Cooperative<string | undefined> {
  const text = decodeText(bytes);
  if (text.includes('-----BEGIN ')) return text;
  const whole = yield* decodeWholeSteps(text);
  if (!whole) return undefined;
  return whole.bytes[0] === 0x30 ? toPem('CERTIFICATE', whole.bytes) : decodeText(whole.bytes);
}

/** Sentences that say what a block really is. */
export const mislabelledReasons = {
  certificate: { ok: false, reason: 'It is a certificate; its label should be CERTIFICATE.' },
  pkcs7: { ok: false, reason: 'It is a PKCS#7 message; its label should be PKCS7.' },
  pem: { ok: false, reason: 'It contains PEM that was encoded twice.' },
  request: { ok: false, reason: 'It is a certificate request; its label should be CERTIFICATE REQUEST.' },
  pkcs12: { ok: false, reason: 'It is a PKCS#12 file, which has no PEM form.' },
  privateKey: { ok: false, reason: 'It is a private key.' },
  publicKey: { ok: false, reason: 'It is a public key; its label should be PUBLIC KEY.' },
  revocationList: { ok: false, reason: 'It is a certificate revocation list; its label should be X509 CRL.' },
} as const satisfies Readonly<Record<MislabelledKind, Reading<Certificate>>>;

/** Returns the starts of blocks with misspelt labels: only the label of those is reported. */
export const misspeltStarts = (issues: PemDocument['issues']): ReadonlySet<number> =>
  new Set(issues.flatMap(({ code, span }) => (code === 'misspeltLabel' ? [span.start] : [])));

/** Returns the cache key of a block that holds a certificate: its text, which takes less time than a hash. */
const textId = (text: string, body: Span): string => `CERTIFICATE\n${text.slice(body.start, body.end)}`;

/** Returns the cache key of any other block: a hash, so that no cache holds a private key. */
function hashId(text: string, block: PemBlock): string {
  const body = text.slice(block.body.start, block.body.end);
  return `${block.isIntact ? 'intact' : 'broken'} ${block.label} ${sha256(new TextEncoder().encode(body))}`;
}

/** Returns whether a block holds a certificate and not a byte more. */
function isCertificateAlone(block: PemBlock, [content, ...others]: readonly PemContent[]): boolean {
  if (block.kind !== 'certificate' || others.length > 0 || !content?.certificate?.ok) return false;
  return block.headers.length === 0 && block.der?.length === content.certificate.value.der.length;
}

function looksLike(text: string): PemDocument['looksLike'] {
  if (/^(ssh|ecdsa-sha2|sk-ssh)-[\w@.-]{1,60} AAAA/.test(text)) return 'sshPublicKey';
  if (text.startsWith('---- BEGIN SSH2 ')) return 'sshKeyFile';
  return /\S/.test(text.slice(0, 4096)) || text.length > 4096 ? 'text' : 'empty';
}

/** Returns the certificates that could be read, in the order of the text. */
export const certificatesOf = (document: PemDocument): readonly Certificate[] =>
  document.parts.flatMap(({ certificate }) => (certificate?.ok ? [certificate.value] : []));

/** Returns which block of the text, from 1, the part at `index` is in. */
export function blockNumber({ parts }: PemDocument, index: number): number {
  let number = 0;
  for (const [at, { block }] of parts.entries()) {
    if (at > index) break;
    if (block !== parts[at - 1]?.block) number++;
  }
  return number;
}
