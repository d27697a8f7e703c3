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
  if (pems.filter((pem) => pem !== undefined).length > answerLimits.pems) return 'has more certificates than are read.';
  const sizes = pems.map(sizeOf);
  const isLarge =
    Math.max(0, ...sizes) > answerLimits.pemLength ||
    sizes.reduce((sum, size) => sum + size, 0) > answerLimits.pemsLength;
  return isLarge ? 'has larger certificates than are read.' : undefined;
}

const sizeOf = (pem: string | ListedPem | undefined): number =>
  typeof pem === 'object' ? Math.ceil((pem.der.length * 4) / 3) + pem.rest.length : (pem?.length ?? 0);
