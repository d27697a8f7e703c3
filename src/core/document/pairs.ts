/** Pairs the private keys and certificates of a text. */
import { keyFit } from '../keys/keys';
import type { PemDocument, PemPart } from './document';
import { blockNumber } from './document';

/** The relation of a key or certificate to the others of its text. Block numbers count all blocks from 1. */
export type Pairing =
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
  const same = others.filter(({ other }) => hashOf(other) !== undefined && hashOf(other) === hashOf(part));
  if (same.length > 0) return { kind: 'fits', blocks: numbers(document, same) };
  const fits = others.slice(0, maxCompared).map(({ other, at }) => ({ at, fit: fitOf(part, other) }));
  const fitting = fits.filter(({ fit }) => fit === 'fits');
  if (fitting.length > 0) return { kind: 'fits', blocks: numbers(document, fitting) };
  const isSure = fits.length > 0 && others.length <= maxCompared && fits.every(({ fit }) => fit === 'doesNotFit');
  return isSure ? { kind: 'fitsNone' } : unknown;
}

const numbers = (document: PemDocument, found: readonly { readonly at: number }[]): readonly number[] => [
  ...new Set(found.map(({ at }) => blockNumber(document, at))),
];

const unknown: Pairing = { kind: 'unknown' };

const isKey = ({ key }: PemPart): boolean => key !== undefined;
const isPairPart = ({ certificate, key }: PemPart): boolean => certificate !== undefined || key !== undefined;

/** Returns the SHA-256 of the SubjectPublicKeyInfo, where the part has one. */
export function hashOf({ certificate, key }: PemPart): string | undefined {
  if (key) return key.status === 'plain' ? key.spkiSha256 : undefined;
  return certificate?.ok ? certificate.value.fingerprints.spkiSha256 : undefined;
}

function fitOf(one: PemPart, other: PemPart): ReturnType<typeof keyFit> {
  const [{ key }, { certificate }] = one.key ? [one, other] : [other, one];
  return key && certificate?.ok ? keyFit(certificate.value, key) : 'cannotTell';
}
