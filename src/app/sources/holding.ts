/** The contents of a file, as data. What a password protects is in it encrypted. */
import type { DerObject } from '../../core/document/derObject';
import type { PemDocument } from '../../core/document/document';
import type { OddEncoding } from '../../core/document/unwrap';
import type { Span } from '../../core/model';
import type { ForeignFormat } from './foreignFormat';
import type { HostBinding, SniList } from './hostBindings';
import type { ManifestObject, SecretSection } from './valueNames';

export type Holding =
  | PemHolding
  /** One DER object: a certificate, a key, a PKCS#12 file, or nothing known. */
  | { readonly kind: 'der'; readonly der: Uint8Array; readonly object: DerObject }
  /**
   * Base64 as a whole, once or more often; `isHex`: the outermost layer is hexadecimal; `encoding`: of the text inside,
   * where programs do not read it as PEM.
   */
  | {
      readonly kind: 'base64';
      readonly layers: number;
      readonly isHex?: boolean;
      readonly encoding?: OddEncoding;
      readonly inner: Holding;
    }
  | ValuesHolding
  /** A format that only another tool reads; `isBase64`: once it is decoded. */
  | { readonly kind: 'foreign'; readonly format: ForeignFormat; readonly isBase64?: boolean };

/** A PEM text; one without any block is a text that holds nothing. Secret: it may hold private keys. */
export interface PemHolding {
  readonly kind: 'pem';
  readonly text: string;
  readonly document: PemDocument;
  /** The text with its line breaks restored, where more of it can be read then. In a value, the text itself. */
  readonly repaired?: RepairedPem;
}

export interface RepairedPem {
  readonly by: 'escapes' | 'lineBreaks' | 'boundaries';
  readonly text: string;
  readonly document: PemDocument;
  /** The place of each block of `document` in the text as it is. */
  readonly spans: readonly Span[];
}

/** Certificates and keys as values of a manifest, a configuration, or source code. */
export interface ValuesHolding {
  readonly kind: 'values';
  /** A Kubernetes Secret is among what holds them. */
  readonly hasSecret: boolean;
  /** The values in the order of the text. A Secret may have none. */
  readonly values: readonly HeldValue[];
  readonly bindings: readonly HostBinding[];
  readonly sniLists: readonly SniList[];
  readonly text: string;
}

export interface HeldValue {
  /** `shop-tls/tls.crt`, `ssls[0].cert`, `certFile`; empty where nothing names it. */
  readonly name: string;
  /** The very value in the text, without what quotes it. */
  readonly span: Span;
  /** The scalar of YAML or JSON that it is in, with its quotes. */
  readonly scalar?: Span | undefined;
  readonly holding: Holding;
  /** Set where `stringData` has the key too, and wins. */
  readonly isOverridden: boolean;
  /** The Kubernetes object that it is in. */
  readonly object?: ManifestObject | undefined;
  readonly section?: SecretSection | undefined;
  /** False where only the text before it names it. */
  readonly isStructured: boolean;
  /** A patch takes it out. */
  readonly isRemoved?: boolean;
}
