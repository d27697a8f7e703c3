import type { CertificateEntry } from './certificateEntry';

export const groupings = ['none', 'state', 'type', 'issuer', 'label', 'host'] as const;
export type Grouping = (typeof groupings)[number];

export const sortings = ['expiry', 'name'] as const;
export type Sorting = (typeof sortings)[number];

type Compare = (one: CertificateEntry, other: CertificateEntry) => number;

const byName: Compare = (one, other) =>
  compareTexts(one.sortKey, other.sortKey) ||
  // `*.example.com` belongs beside `example.com`, behind it.
  Number(one.title.startsWith('*.')) - Number(other.title.startsWith('*.')) ||
  compareTexts(one.stored.id, other.stored.id);

/** The first thing that an order looks at, as a number. Where it is equal, `orders` decides. */
export const ranks: Readonly<Partial<Record<Sorting, (entry: CertificateEntry) => number>>> = {
  expiry: ({ validity }) => validity?.notAfter ?? Number.MAX_VALUE,
};

/** Compares by end. Certificates without dates come last. */
const byExpiry: Compare = (one, other) =>
  (one.validity?.notAfter ?? Number.MAX_VALUE) - (other.validity?.notAfter ?? Number.MAX_VALUE) || byName(one, other);

/** Orders in which no two certificates of a gateway are equal. */
export const orders: Readonly<Record<Sorting, Compare>> = { expiry: byExpiry, name: byName };

/** Compares by UTF-16 units. */
export const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
