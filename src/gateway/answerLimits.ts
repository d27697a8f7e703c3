import type { ListedPem } from '../core/model';

/**
 * All that bounds what a gateway can make this side do. What exceeds a limit fails as a {@link GatewayError} that says
 * which.
 */
export const answerLimits = {
  /** Largest answer that is a list, in bytes: 10,000 certificates of a real APISIX in one answer are 14 MB. */
  listBytes: 64 * 1024 * 1024,
  /** Largest answer that is one object, and largest object of a list, in bytes. Etcd keeps none above 1.5 MB. */
  objectBytes: 2 * 1024 * 1024,
  /** Deepest nesting of lists and objects. */
  depth: 64,
  /** Most values in one answer: numbers, texts, lists and objects. */
  values: 2_000_000,
  /**
   * Most values in an answer that is one object, and in an object of a list: what is done with one object is done at
   * once.
   */
  objectValues: 20_000,
  /** Most members of one object that lie side by side: the parser of JSON is slow with many names. */
  members: 5_000,
  /**
   * Most names, labels and texts of certificates that an object may have, and the lengths of one such text and of all:
   * APISIX takes 65,536 characters for each, which hold some 3,000 names.
   */
  names: 4_000,
  labels: 1_000,
  pems: 20,
  pemLength: 128 * 1024,
  pemsLength: 256 * 1024,
  /** Most objects of one page, of all pages together, and most pages. */
  pageObjects: 50_000,
  objects: 100_000,
  pages: 4_000,
  /** Most bytes of all pages of a list together. */
  pagesBytes: 256 * 1024 * 1024,
  /** Most sentences about objects of one page that cannot be read. */
  unreadableSentences: 20,
  /**
   * Most organisations or clusters that are offered, most of them whose names are asked for, and most pages of them.
   */
  scopes: 1_000,
  scopeNames: 100,
  scopePages: 100,
  /** Most requests at once. */
  requestsAtOnce: 4,
} as const;

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
