/** Private keys, and whether they fit certificates. */
import { decryptContainer } from '../../src/core/encrypted/decryptContainer';
import type { DecryptResult, EncryptedContainer } from '../../src/core/encrypted/decryptResult';
import { toEncryptedKey } from '../../src/core/encrypted/decryptResult';
import type { KeyReading } from '../../src/core/keys/keys';
import { keyFit, readPrivateKey, readPrivateKeyDer } from '../../src/core/keys/keys';
import { scanPem } from '../../src/core/pem/scan';
import { inEnglish } from '../fixtures/inEnglish';
import type { Outcome } from './caseOutcome';
import { about, differing } from './caseOutcome';
import type { Corpus, CorpusCase, CorpusPair, Expected } from './cases';
import type { Difference } from './difference';
import { difference } from './difference';
import { curveName, keyTypeIn } from './opensslWords';
import { readCertificates } from './readCertificates';

/** The first private key of a file, PEM or DER; an encrypted one opened where a password is given and opens it. */
export function readKey(bytes: Buffer, password?: string): KeyReading {
  const text = bytes.toString('utf8');
  const { blocks } = scanPem(text);
  const block = blocks.find(({ kind }) => kind === 'privateKey' || kind === 'encryptedPrivateKey');
  if (block === undefined && blocks.length > 0) return { status: 'broken', reason: 'No block of a private key.' };
  const closed = block ? readPrivateKey(text, block) : readPrivateKeyDer(bytes);
  if (closed.status !== 'encrypted' || password === undefined) return closed;
  const opening = open(block ? toEncryptedKey(text, block) : { form: 'pkcs8', der: bytes }, password);
  return opening.status === 'opened' ? readPrivateKeyDer(opening.keys[0] ?? Buffer.alloc(0)) : closed;
}

const open = (encrypted: EncryptedContainer | undefined, password: string): DecryptResult =>
  encrypted
    ? decryptContainer(encrypted, password, { trigger: 'asked' })
    : { status: 'broken', reason: 'Its PEM block is broken.' };

/** A wrong password has to be said to be wrong. */
function wrongPasswordDifferences(bytes: Buffer, password: string): readonly Difference[] {
  const text = bytes.toString('utf8');
  const block = scanPem(text).blocks.find(({ kind }) => kind === 'privateKey' || kind === 'encryptedPrivateKey');
  const { status } = open(block ? toEncryptedKey(text, block) : { form: 'pkcs8', der: bytes }, `${password}x`);
  return status === 'cannotOpenHere' ? [] : difference('with a wrong password', 'wrongPassword', status);
}

export function keyOutcome(each: CorpusCase, bytes: Buffer): Outcome {
  const key = readKey(bytes, each.expected.password ?? '');
  const isToBeClosed = each.kind === 'encrypted-key' && each.expected.password !== '';
  const closed = isToBeClosed ? difference('without its password', 'encrypted', readKey(bytes).status) : [];
  if (key.status !== 'plain' && closed.length === 0) {
    return { ...about(each), result: 'rejected', differences: [], reason: reasonOf(key) };
  }
  const wrong = isToBeClosed ? wrongPasswordDifferences(bytes, each.expected.password ?? '') : [];
  return differing(each, [...closed, ...wrong, ...(key.status === 'plain' ? keyDifferences(each.expected, key) : [])]);
}

const reasonOf = (key: Exclude<KeyReading, { status: 'plain' }>): string =>
  key.status === 'encrypted' ? `Its encryption is not known here: ${key.format} ${key.scheme}.` : inEnglish(key.reason);

export function keyDifferences(
  expected: Expected,
  { key, spkiSha256 }: KeyReading & { readonly status: 'plain' },
): readonly Difference[] {
  const { keyType, keyBits, curve } = expected;
  return [
    ...(keyType === undefined ? [] : difference('keyType', keyType, keyTypeIn(key, keyType))),
    ...(keyBits === undefined ? [] : difference('keyBits', keyBits, key.bits)),
    ...(curve === undefined ? [] : difference('curve', curveName(curve), key.curve)),
    ...difference('spkiSha256', expected.spkiSha256, spkiSha256),
  ];
}

/** `cannotTell` is no error; the opposite of the truth is. */
export function pairOutcome(pair: CorpusPair, corpus: Corpus): Outcome {
  const file = `${pair.cert} + ${pair.key}`;
  const own = { kind: 'pair', file, isReadByOpenSsl: true } as const;
  const bytes = corpus.read(pair.cert);
  const certificate = readCertificates(bytes).find((reading) => reading.ok);
  const key = readKey(corpus.read(pair.key), pair.password ?? '');
  const fit = certificate?.ok ? keyFit(certificate.value, key) : 'cannotTell';
  if (fit === 'cannotTell') {
    return {
      ...own,
      result: 'rejected',
      differences: [],
      reason: `Cannot tell. ${key.status === 'plain' ? '' : reasonOf(key)}`,
    };
  }
  const differences = difference('fit', pair.match ? 'fits' : 'doesNotFit', fit);
  return { ...own, result: differences.length === 0 ? 'right' : 'wrong', differences };
}
