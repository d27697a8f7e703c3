/** Finds the parts of key pairs in a text: private keys, and whatever carries a public key. */
import type { Cooperative } from '../../shared/cooperative';
import { reading } from '../asn1/der';
import { tags, writeDer } from '../asn1/values';
import { rsaAlgorithm } from '../keys/keyForms';
import { isSameKey, toKeyMaterial } from '../keys/keyMaterial';
import { keyFit } from '../keys/keys';
import type { PemBlock } from '../pem/scan';
import { parseRequest } from '../x509/request';
import { parseSpki } from '../x509/spki';
import type { PemDocument, PemPart } from './document';
import { blockNumber } from './document';

export type KeyPairPartKind = 'privateKey' | 'certificate' | 'request' | 'publicKey';

/** A block that has, or is, one part of a key pair. A PKCS#7 block counts once for each of its certificates. */
export interface KeyPairPart {
  readonly kind: KeyPairPartKind;
  /** The index of its part in the document. */
  readonly index: number;
  readonly block: PemBlock;
  /**
   * The SubjectPublicKeyInfo, DER. Undefined where it is not known: behind a password, broken, of a kind unknown here.
   */
  readonly spki: Uint8Array | undefined;
}

/** Returns the parts of key pairs, in the order of the text. */
export const keyPairPartsOf = ({ parts }: PemDocument): readonly KeyPairPart[] =>
  parts.flatMap((part, index) => publicKeysOf(part).map((keyPart) => ({ ...keyPart, index, block: part.block })));

/**
 * Selects those for which `isWanted` is true. Undefined counts as false. Pauses after each, for comparing keys takes
 * time.
 */
export function* selectKeyPairParts(
  document: PemDocument,
  isWanted: (keyPart: KeyPairPart) => boolean | undefined,
): Cooperative<readonly KeyPairPart[]> {
  const selected: KeyPairPart[] = [];
  for (const keyPart of keyPairPartsOf(document)) {
    yield;
    if (isWanted(keyPart)) selected.push(keyPart);
  }
  return selected;
}

type PublicKeyPart = Pick<KeyPairPart, 'kind' | 'spki'>;

function publicKeysOf({ block, certificate, key }: PemPart): readonly PublicKeyPart[] {
  if (key) return [{ kind: 'privateKey', spki: key.status === 'plain' ? key.spki : undefined }];
  if (certificate) return [{ kind: 'certificate', spki: certificate.ok ? certificate.value.spki : undefined }];
  switch (block.kind) {
    case 'certificateRequest': {
      const request = block.der && parseRequest(block.der);
      return [{ kind: 'request', spki: request?.ok ? request.value.spki : undefined }];
    }
    case 'publicKey':
      return [{ kind: 'publicKey', spki: block.der && toSpki(block.label, block.der) }];
    default:
      return [];
  }
}

/**
 * Returns the SubjectPublicKeyInfo of a public key block (RFC 7468 §13), or of PKCS#1, which is always RSA (RFC 8017
 * §A.1.1).
 */
function toSpki(label: string, der: Uint8Array): Uint8Array | undefined {
  const spki =
    label === 'RSA PUBLIC KEY'
      ? writeDer(tags.sequence, rsaAlgorithm, writeDer(tags.bitString, Buffer.from([0]), der))
      : der;
  return parseSpki(spki).ok ? spki : undefined;
}

/**
 * Returns whether a public key (SubjectPublicKeyInfo, DER) is this one, however it is spelled; undefined where that is
 * unknown.
 */
export function toKeyTest(spki: Uint8Array): (other: Uint8Array) => boolean | undefined {
  const own = reading(() => toKeyMaterial(spki));
  return (other) => {
    if (Buffer.compare(spki, other) === 0) return true;
    const material = reading(() => toKeyMaterial(other));
    return own.ok && material.ok ? isSameKey(own.value, material.value) : undefined;
  };
}

/** The relation of a key or certificate to the others of its text. Block numbers count all blocks from 1. */
type Pairing =
  /** Numbers of the blocks that hold its counterpart, in the order of the text. */
  | { readonly kind: 'fits'; readonly blocks: readonly number[] }
  /** Its counterpart is certainly not in the text, though parts of other pairs are. */
  | { readonly kind: 'fitsNone' }
  /** Nothing to compare it with, or nothing that can be read here. */
  | { readonly kind: 'unknown' };

/** Certificates or keys that one is compared with where their key hashes differ: more are made to cost time. */
const maxCompared = 20;

/** Finds the relation of the part at `index`. */
export function pairingOf(document: PemDocument, index: number): Pairing {
  const { parts } = document;
  const part = parts[index];
  if (!part || !isPairPart(part)) return unknown;
  const others = parts.flatMap((other, at) =>
    isPairPart(other) && isKey(other) !== isKey(part) ? [{ other, at }] : [],
  );
  const same = others.filter(({ other }) => spkiHashOf(other) !== undefined && spkiHashOf(other) === spkiHashOf(part));
  if (same.length > 0) return { kind: 'fits', blocks: numbers(document, same) };
  const fits = others.slice(0, maxCompared).map(({ other, at }) => ({ at, fit: fitOf(part, other) }));
  const fitting = fits.filter(({ fit }) => fit === 'fits');
  if (fitting.length > 0) return { kind: 'fits', blocks: numbers(document, fitting) };
  const isSure = fits.length > 0 && others.length <= maxCompared && fits.every(({ fit }) => fit === 'doesNotFit');
  return isSure ? { kind: 'fitsNone' } : unknown;
}

const numbers = (document: PemDocument, parts: readonly { readonly at: number }[]): readonly number[] => [
  ...new Set(parts.map(({ at }) => blockNumber(document, at))),
];

const unknown: Pairing = { kind: 'unknown' };

const isKey = ({ key }: PemPart): boolean => key !== undefined;
const isPairPart = ({ certificate, key }: PemPart): boolean => certificate !== undefined || key !== undefined;

/** Returns the SHA-256 of the SubjectPublicKeyInfo, where the part has one. */
export function spkiHashOf({ certificate, key }: PemPart): string | undefined {
  if (key) return key.status === 'plain' ? key.spkiSha256 : undefined;
  return certificate?.ok ? certificate.value.fingerprints.spkiSha256 : undefined;
}

function fitOf(one: PemPart, other: PemPart): ReturnType<typeof keyFit> {
  const [{ key }, { certificate }] = one.key ? [one, other] : [other, one];
  return key && certificate?.ok ? keyFit(certificate.value, key) : 'cannotTell';
}
