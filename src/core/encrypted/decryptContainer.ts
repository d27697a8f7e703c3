import type { Trigger } from '../limits';
import type { DecryptResult, EncryptedContainer } from './decryptResult';
import { decryptLegacy, decryptPkcs8 } from './keys';
import { decryptPkcs12 } from './pkcs12';

/**
 * Decrypts a container. Takes as long as the file asks for, up to the limits of `trigger`: not for the thread that a
 * person waits on. Never throws.
 */
export function decryptContainer(
  encrypted: EncryptedContainer,
  password: string,
  { trigger }: { readonly trigger: Trigger },
): DecryptResult {
  switch (encrypted.form) {
    case 'pkcs12':
      return decryptPkcs12(encrypted.der, password, { trigger });
    case 'pkcs8':
      return decryptPkcs8(encrypted.der, password, { trigger });
    case 'legacy':
      return decryptLegacy(encrypted, password, { trigger });
  }
}
