import type { ListedPem } from '../core/model';
import { answerLimits } from './answerLimits';

interface ObjectParts {
  readonly names: readonly string[];
  /** Their number. */
  readonly labels: number;
  /** Texts of certificates. */
  readonly pems: readonly (string | ListedPem | undefined)[];
}

/** The reasons why an object of a list cannot be read, with places for where it is. */
export const unreadable = {
  noObject: 'Object {number} of page {page} is not an object.',
  noId: 'Object {number} of page {page} has no id.',
  impossibleId: 'Object {number} of page {page} has an id that no object can have.',
  sameId: 'Object {number} of page {page} has the id of another object of the page.',
  noValue: 'Object {number} of page {page} has no value.',
  manyNames: 'Object {number} of page {page} has more names than a certificate can hold.',
  manyLabels: 'Object {number} of page {page} has more labels than are read.',
  manyCertificates: 'Object {number} of page {page} has more certificates than are read.',
  largeCertificates: 'Object {number} of page {page} has larger certificates than are read.',
} as const;

/**
 * Says what an object has more of than a gateway could use; undefined where nothing. What is done with one object is
 * done at once: more would hold everything else up.
 */
export function excessOf({ names, labels, pems }: ObjectParts): string | undefined {
  if (names.length > answerLimits.names) return unreadable.manyNames;
  if (labels > answerLimits.labels) return unreadable.manyLabels;
  let [count, most, all] = [0, 0, 0];
  for (const pem of pems) {
    if (pem === undefined) continue;
    const size = sizeOf(pem);
    count += 1;
    most = Math.max(most, size);
    all += size;
  }
  if (count > answerLimits.pems) return unreadable.manyCertificates;
  return most > answerLimits.pemLength || all > answerLimits.pemsLength ? unreadable.largeCertificates : undefined;
}

const sizeOf = (pem: string | ListedPem): number =>
  typeof pem === 'object' ? Math.ceil((pem.der.length * 4) / 3) + pem.rest.length : pem.length;
