import type { ListedPem } from '../core/model';
import { answerLimits } from './answerLimits';

interface ObjectParts {
  readonly names: readonly string[];
  /** Their number. */
  readonly labels: number;
  /** Texts of certificates. */
  readonly pems: readonly (string | ListedPem | undefined)[];
}

/**
 * Says what an object has more of than a gateway could use, as a clause that follows "the object"; undefined where nothing. What is done with
 * one object is done at once: more would hold everything else up.
 */
export function excessOf({ names, labels, pems }: ObjectParts): string | undefined {
  if (names.length > answerLimits.names) return 'has more names than a certificate can hold.';
  if (labels > answerLimits.labels) return 'has more labels than are read.';
  let [count, most, all] = [0, 0, 0];
  for (const pem of pems) {
    if (pem === undefined) continue;
    const size = sizeOf(pem);
    count += 1;
    most = Math.max(most, size);
    all += size;
  }
  if (count > answerLimits.pems) return 'has more certificates than are read.';
  return most > answerLimits.pemLength || all > answerLimits.pemsLength
    ? 'has larger certificates than are read.'
    : undefined;
}

const sizeOf = (pem: string | ListedPem): number =>
  typeof pem === 'object' ? Math.ceil((pem.der.length * 4) / 3) + pem.rest.length : pem.length;
