import { sha256 } from '../../core/crypto';
import type { PemPart } from '../../core/document/document';
import { readPemDocumentSteps } from '../../core/document/document';
import type { DecryptResult, EncryptedContainer } from '../../core/encrypted/decryptResult';
import { toEncryptedKey } from '../../core/encrypted/decryptResult';
import type { KeyReading } from '../../core/keys/keys';
import { keyFit, readPrivateKeyDer, trueLabel } from '../../core/keys/keys';
import { limits } from '../../core/limits';
import type { Certificate } from '../../core/model';
import { blockPem, toPem } from '../../core/pem/scan';
import { runSync } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { CaFileReader } from './caFile';
import { readTlsFile } from './caFile';
import type { LocalFileFault } from './localFile';

/** The certificate that a connection comes with to its gateway, and its key without a password. PEM texts. */
interface ClientIdentity {
  readonly certificate: string;
  readonly key: string;
}

type FileFault = LocalFileFault | 'relative';

export type ClientIdentityFault =
  | { readonly file: 'certificate'; readonly fault: FileFault | 'noCertificate' | 'brokenCertificate' }
  | {
      readonly file: 'key';
      readonly fault:
        | FileFault
        | 'noKey'
        | 'brokenKey'
        | 'unsupportedKey'
        | 'passwordMissing'
        | 'wrongPassword'
        | 'tooSlow'
        | 'doesNotFit';
    };

export type ClientIdentityReading =
  | { readonly ok: true; readonly identity: ClientIdentity }
  | { readonly ok: false; readonly fault: ClientIdentityFault };

export type OpenedClientKeys = Map<string, { readonly by: string; readonly pem: string; readonly key: KeyReading }>;

export interface ClientIdentityParts extends CaFileReader {
  /**
   * Keeps what was opened: a connection is looked at with each command, and its key is opened once as long as it is the
   * same.
   */
  readonly openedKeys?: OpenedClientKeys;
  /** Opens what a password protects; `app/sources/unlock.ts` in the product. */
  readonly decryptContainer: (
    encrypted: EncryptedContainer,
    password: string,
  ) => Promise<DecryptResult | { readonly status: 'cancelled' }>;
}

export interface ClientFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Undefined where the key has no password. */
  readonly password: string | undefined;
}

/** Most blocks that are read of a file, a chain and its key with room to spare: it is read at once. */
const maxBlocks = 2 * limits.chainLength;

const readParts = (text: string): readonly PemPart[] =>
  runSync(readPemDocumentSteps(text, undefined, { blocks: maxBlocks })).parts;

/** Reads a client certificate and the private key that belongs to it. */
export async function readClientIdentity(
  files: ClientFiles,
  parts: ClientIdentityParts,
): Promise<ClientIdentityReading> {
  const certificateText = await readTlsFile(files.certificateFile, parts);
  if (!certificateText.ok) return no({ file: 'certificate', fault: certificateText.fault });
  const certificates = readParts(certificateText.text).filter(({ block }) => block.kind === 'certificate');
  const pems = certificates.map(({ block }) => blockPem(certificateText.text, block));
  const leaf = certificates[0]?.certificate;
  if (!leaf) return no({ file: 'certificate', fault: 'noCertificate' });
  if (!leaf.ok || pems.includes(undefined)) return no({ file: 'certificate', fault: 'brokenCertificate' });
  const keyText = await readTlsFile(files.keyFile, parts);
  if (!keyText.ok) return no({ file: 'key', fault: keyText.fault });
  const key = await readKey(keyText.text, { ...parts, ...files, leaf: leaf.value });
  return 'fault' in key
    ? no({ file: 'key', fault: key.fault })
    : { ok: true, identity: { certificate: pems.join(''), key: key.pem } };
}

/** Returns whether the file holds a key that a password protects. */
export async function isKeyProtected(keyFile: string, reader: CaFileReader): Promise<boolean> {
  const reading = await readTlsFile(keyFile, reader);
  return reading.ok && keyPartOf(reading.text)?.key?.status === 'encrypted';
}

const no = (fault: ClientIdentityFault): ClientIdentityReading => ({ ok: false, fault });

const keyPartOf = (text: string): PemPart | undefined => readParts(text).find(({ key }) => key !== undefined);

type KeyFault = Extract<ClientIdentityFault, { readonly file: 'key' }>['fault'];

async function readKey(
  text: string,
  {
    keyFile,
    password,
    leaf,
    openedKeys,
    decryptContainer,
  }: Pick<ClientIdentityParts, 'decryptContainer' | 'openedKeys'> &
    Pick<ClientFiles, 'keyFile' | 'password'> & { readonly leaf: Certificate },
): Promise<{ readonly pem: string } | { readonly fault: KeyFault }> {
  const part = keyPartOf(text);
  if (!part?.key) return { fault: 'noKey' };
  const { block, key } = part;
  switch (key.status) {
    case 'broken':
      return { fault: 'brokenKey' };
    case 'unsupported':
      return { fault: 'unsupportedKey' };
    case 'plain': {
      const pem = blockPem(text, { ...block, label: trueLabel(key) ?? block.label });
      return pem === undefined ? { fault: 'brokenKey' } : fitting(pem, key, leaf);
    }
    case 'encrypted': {
      const encrypted = toEncryptedKey(text, block);
      if (!encrypted) return { fault: 'brokenKey' };
      if (password === undefined) return { fault: 'passwordMissing' };
      const by = sha256(new TextEncoder().encode(JSON.stringify([text, password])));
      const known = openedKeys?.get(keyFile);
      if (known?.by === by) return fitting(known.pem, known.key, leaf);
      const decrypted = await decryptContainer(encrypted, password);
      if (decrypted.status !== 'opened') return { fault: decryptFaults[decrypted.status] };
      const [der] = decrypted.keys;
      if (!der) return { fault: 'noKey' };
      const opened = readPrivateKeyDer(der);
      const pem = toPem(trueLabel(opened) ?? 'PRIVATE KEY', der);
      for (const each of decrypted.keys) each.fill(0);
      openedKeys?.set(keyFile, { by, pem, key: opened });
      return fitting(pem, opened, leaf);
    }
  }
}

const decryptFaults = {
  wrongPassword: 'wrongPassword',
  tooSlow: 'tooSlow',
  cannotOpenHere: 'unsupportedKey',
  broken: 'brokenKey',
  cancelled: 'tooSlow',
} as const;

const fitting = (
  pem: string,
  key: KeyReading,
  leaf: Certificate,
): { readonly pem: string } | { readonly fault: KeyFault } =>
  keyFit(leaf, key) === 'doesNotFit' ? { fault: 'doesNotFit' } : { pem };

/** Says why it cannot be used, and nothing of what the files hold. */
export function clientIdentitySentence(
  { file, fault }: ClientIdentityFault,
  {
    certificateFile,
    keyFile,
    translate,
  }: Pick<ClientFiles, 'certificateFile' | 'keyFile'> & { readonly translate: Translate },
): string {
  const path = file === 'certificate' ? certificateFile : keyFile;
  switch (fault) {
    case 'relative':
      return translate('Enter {path} as a full path, or start it with ~/.', { path });
    case 'missing':
      return translate('The file {path} does not exist.', { path });
    case 'notAFile':
      return translate('{path} is not a file.', { path });
    case 'tooLarge':
      return translate('The file {path} is larger than 1 MB.', { path });
    case 'unreadable':
      return translate('The file {path} could not be read: its permissions do not allow it.', { path });
    case 'noCertificate':
      return translate('The file {path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).', { path });
    case 'brokenCertificate':
      return translate('The file {path} holds a certificate that cannot be read.', { path });
    case 'noKey':
      return translate('The file {path} holds no private key in PEM form.', { path });
    case 'brokenKey':
      return translate('The private key in {path} is broken.', { path });
    case 'unsupportedKey':
      return translate('The private key in {path} cannot be read here.', { path });
    case 'passwordMissing':
      return translate('The private key in {path} is protected with a password. Edit the connection to enter it.', {
        path,
      });
    case 'wrongPassword':
      return translate('The password does not open the private key in {path}.', { path });
    case 'tooSlow':
      return translate('Decrypting the private key in {path} takes too long. Protect it with fewer rounds.', { path });
    case 'doesNotFit':
      return translate('The private key in {path} does not belong to the client certificate.', { path });
  }
}
