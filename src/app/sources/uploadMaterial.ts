import type { EncryptedContainer } from '../../core/encrypted/encryptedContainer';
import type { KeyReading } from '../../core/keys/keys';
import type { Certificate } from '../../core/model';

/** A private key that was found. The reading says what is public of it. */
export interface UploadKey {
  /** The file's name, as shown to the person. */
  readonly place: string;
  readonly reading: KeyReading;
  /** The key as PEM. A function, so that no printing of this object can show it. */
  readonly toPem: () => string;
  /** The encrypted key, where a password protects it and none was given yet. */
  readonly encrypted?: EncryptedContainer;
  /** A password opened it for this upload. */
  readonly wasEncrypted?: true;
}

/** The certificates and keys at hand: one file, or several that were chosen together. */
export interface UploadMaterial {
  readonly certificates: readonly { readonly place: string; readonly certificate: Certificate }[];
  readonly keys: readonly UploadKey[];
  /** Sentences that say how it was read, if that is not obvious. */
  readonly notes?: readonly string[];
}

/** Several files as one. */
export const joinMaterial = (parts: readonly UploadMaterial[]): UploadMaterial => ({
  certificates: parts.flatMap((each) => each.certificates),
  keys: parts.flatMap((each) => each.keys),
  notes: [...new Set(parts.flatMap((each) => each.notes ?? []))],
});
