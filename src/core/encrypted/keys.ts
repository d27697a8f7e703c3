/** Encrypted private keys: PKCS#8 (RFC 5958 §3) and RFC 1421, as OpenSSL writes its older forms. */
import { parseDer, reading } from '../asn1/der';
import { toKeyForm, toPkcs8 } from '../keys/keyForms';
import type { Trigger } from '../limits';
import { decrypt, shapeOf } from './cipher';
import type { DecryptedContents, DecryptResult } from './decryptResult';
import { DecryptError, toDecryptResult, wrongPassword } from './decryptResult';
import { derive, toAttempts } from './derive';
import { decryptKey } from './pkcs12';
import { payForDeciphering, WorkBudget } from './workBudget';

const opened = (key: Uint8Array): DecryptedContents => ({ status: 'opened', certificates: [], keys: [key], notes: [] });

/** Decrypts a PKCS#8 key. Never throws. */
export function decryptPkcs8(
  der: Uint8Array,
  password: string,
  { trigger }: { readonly trigger: Trigger },
): DecryptResult {
  return toDecryptResult(() => {
    for (const form of toAttempts(password, new WorkBudget(trigger))) {
      const key = unlessWrong(() => decryptKey(parseDer(der), form));
      if (key) return opened(key);
    }
    throw wrongPassword();
  });
}

/** A key behind RFC 1421 headers. */
export interface LegacyKey {
  /** The name in the DEK-Info header, e.g. `AES-256-CBC`. */
  readonly cipher: string;
  /** Initialisation vector; its first eight bytes are the salt. */
  readonly iv: Uint8Array;
  readonly data: Uint8Array;
}

/** Decrypts a key behind RFC 1421 headers. Never throws. */
export function decryptLegacy(
  { cipher: name, iv, data }: LegacyKey,
  password: string,
  { trigger }: { readonly trigger: Trigger },
): DecryptResult {
  return toDecryptResult(() => {
    const cipher = legacyCipher(name);
    const shape = shapeOf(cipher);
    for (const form of toAttempts(password, new WorkBudget(trigger))) {
      const { key } = derive({ kind: 'legacy', salt: Buffer.from(iv.subarray(0, 8)) }, form, shape);
      payForDeciphering(form.budget, cipher, data.length);
      const plain = unlessWrong(() => decrypt(cipher, { key, iv: Buffer.from(iv), data: Buffer.from(data) }));
      key.fill(0);
      const pkcs8 = plain && asPkcs8(plain);
      plain?.fill(0);
      if (pkcs8) return opened(pkcs8);
    }
    throw wrongPassword();
  });
}

function legacyCipher(name: string): Parameters<typeof decrypt>[0] {
  const bits = { 'RC2-CBC': 128, 'RC2-64-CBC': 64, 'RC2-40-CBC': 40 }[name.toUpperCase()];
  return bits ? { kind: 'rc2', bits, keyLength: bits / 8 } : { kind: 'named', name: name.toLowerCase() };
}

/**
 * Returns the key as PKCS#8. Gateways read every form, but one form is one thing less to go wrong. Undefined for what
 * is no key.
 */
function asPkcs8(plain: Buffer): Uint8Array | undefined {
  const form = reading(() => toKeyForm(plain));
  if (!form.ok || form.value.form !== 'plain') return undefined;
  const { format } = form.value;
  const rewritten = reading(() => toPkcs8(plain, format));
  return (rewritten.ok ? rewritten.value : undefined) ?? new Uint8Array(plain);
}

function unlessWrong<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof DecryptError && error.result.status === 'wrongPassword') return undefined;
    throw error;
  }
}
