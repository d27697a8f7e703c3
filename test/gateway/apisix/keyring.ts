import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Features } from './version';

/** AES-CBC with the key as initialisation vector, base64. Empty: keys are stored as they come. */
export type Keyring = readonly string[];

/** The built-in ones of a default install, public knowledge. The first encrypts, all decrypt. */
export const defaultKeyring = ({ isV2, hasSecretReferences }: Features): Keyring =>
  // Recorded: 2.15.3 and 3.2.2 encrypt with the second, 3.16.0 and 3.18.0 with the first. Where it changed is assumed.
  isV2 || !hasSecretReferences ? ['edd1c9f0985e76a2'] : ['qeddd145sfvddff3', 'edd1c9f0985e76a2'];

const algorithmOf = (entry: string): string => (Buffer.byteLength(entry) === 32 ? 'aes-256-cbc' : 'aes-128-cbc');
const ivOf = (entry: string): Buffer => Buffer.from(entry).subarray(0, 16);

/** Encrypts a key in plain PEM; ciphertext and references pass. */
export function encryptKey(keyring: Keyring, key: string): string {
  const [entry] = keyring;
  if (entry === undefined || !key.startsWith('---')) return key;
  const cipher = createCipheriv(algorithmOf(entry), entry, ivOf(entry));
  return Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]).toString('base64');
}

function decryptWith(entry: string, bytes: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(algorithmOf(entry), entry, ivOf(entry));
    return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** The PEM text of a key as it was sent or stored; nothing where no entry of the keyring opens it. */
export function decryptKey(keyring: Keyring, key: string): string | undefined {
  if (keyring.length === 0 || key.startsWith('---')) return key;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return undefined;
  const bytes = Buffer.from(key, 'base64');
  for (const entry of keyring) {
    const plain = decryptWith(entry, bytes);
    if (plain !== undefined) return plain;
  }
  return undefined;
}
