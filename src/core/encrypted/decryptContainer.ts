import type { Trigger } from '../limits';
import { openLegacy, openPkcs8 } from './keys';
import type { Opening } from './decryptResult';
import { openPkcs12 } from './pkcs12';
import type { Sealed } from './encryptedContainer';

/** Takes as long as the file asks for, up to the limits of `trigger`: not for the thread that a person waits on. Never throws. */
export function openSealed(sealed: Sealed, password: string, { trigger }: { readonly trigger: Trigger }): Opening {
  switch (sealed.form) {
    case 'pkcs12':
      return openPkcs12(sealed.der, password, { trigger });
    case 'pkcs8':
      return openPkcs8(sealed.der, password, { trigger });
    case 'legacy':
      return openLegacy(sealed, password, { trigger });
  }
}
