import { toPem } from '../../core/pem/scan';

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
