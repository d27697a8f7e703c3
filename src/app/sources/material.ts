import type { EncryptedContainer } from '../../core/encrypted/decryptResult';
import type { KeyReading } from '../../core/keys/keys';
import type { Certificate } from '../../core/model';
import { toPem } from '../../core/pem/scan';
import { certificateExtensions } from './certificateNames';

/** Extensions of files that hold certificates and keys, and not requests or revocation lists alone. */
export const materialExtensions: readonly string[] = certificateExtensions.filter(
  (extension) => extension !== 'csr' && extension !== 'crl',
);

/** Extensions of manifests, in which certificates and keys may be values. */
export const manifestExtensions: readonly string[] = ['yaml', 'yml', 'json'];

const materialEnding = new RegExp(`\\.(${[...materialExtensions, ...manifestExtensions].join('|')})$`, 'i');

/** Returns whether a file may hold certificates or keys to upload: by its name only. */
export const isMaterialName = (name: string): boolean => materialEnding.test(name);

/** Returns whether a text holds PEM, or base64 of it, as a Kubernetes Secret has it. */
export const holdsPem = (text: string): boolean => /-----BEGIN |LS0tLS1CRUdJTi/.test(text);

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

/** A file that is encrypted as a whole: nothing of it is known before its password is. */
interface EncryptedStore {
  readonly place: string;
  readonly encrypted: EncryptedContainer;
}

/** Certificates and keys of a file, or of several that were chosen together. */
export interface Material {
  readonly kind: 'material';
  readonly certificates: readonly { readonly place: string; readonly certificate: Certificate }[];
  readonly keys: readonly UploadKey[];
  readonly stores: readonly EncryptedStore[];
  /** Sentences that say how it was read, if that is not obvious, and what was left out. */
  readonly notes: readonly string[];
  /** Describes in a sentence a file that holds nothing of use. */
  readonly contents: string;
}

export const noMaterial: Material = {
  kind: 'material',
  certificates: [],
  keys: [],
  stores: [],
  notes: [],
  contents: '',
};

/** Joins several files, or parts of a file, as one. It is described as `more` says, else as its first part is. */
export const joinMaterial = (
  parts: readonly Material[],
  more: Partial<Pick<Material, 'notes' | 'contents'>> = {},
): Material => ({
  kind: 'material',
  certificates: parts.flatMap((each) => each.certificates),
  keys: parts.flatMap((each) => each.keys),
  stores: parts.flatMap((each) => each.stores),
  notes: [...new Set([...parts.flatMap((each) => each.notes), ...(more.notes ?? [])])],
  contents: more.contents ?? parts[0]?.contents ?? '',
});

/** Holds the private keys that passwords opened for as long as one upload takes; disposing overwrites them. */
export class OpenedKeys {
  // A private field: no printing of this object shows it.
  readonly #held = new Set<Uint8Array>();

  /** Takes `der` over. @returns its PEM, asked for only when it is sent; throws once this is disposed */
  hold(label: string, der: Uint8Array): () => string {
    this.#held.add(der);
    return () => {
      if (!this.#held.has(der)) throw new Error('This key is no longer held.');
      return toPem(label, der);
    };
  }

  dispose(): void {
    for (const der of this.#held) der.fill(0);
    this.#held.clear();
  }
}

/** The certificates and keys of an upload or update. Dispose `opened` when it ends, however it ends. */
export interface GatheredMaterial extends Material {
  readonly opened: OpenedKeys;
}

/** Gathers material. Where nothing comes of it, the keys that passwords opened on the way are overwritten at once. */
export async function gatherMaterial(
  work: (opened: OpenedKeys) => Promise<Material | undefined>,
): Promise<GatheredMaterial | undefined> {
  const opened = new OpenedKeys();
  let material: Material | undefined;
  try {
    material = await work(opened);
  } finally {
    if (!material) opened.dispose();
  }
  return material && { ...material, opened };
}
