import type { Certificate } from '../model';

export const isSameCertificate = (a: Certificate, b: Certificate): boolean =>
  a.fingerprints.sha256 === b.fingerprints.sha256;

/** Keeps the first of each certificate. */
export const distinctOf = (certificates: readonly Certificate[]): readonly Certificate[] => sortOut(certificates).first;

/** Returns the later copies of certificates that occur more than once. */
export const repeatedOf = (certificates: readonly Certificate[]): readonly Certificate[] => sortOut(certificates).later;

function sortOut(certificates: readonly Certificate[]): {
  readonly first: readonly Certificate[];
  readonly later: readonly Certificate[];
} {
  const seen = new Set<string>();
  const [first, later]: [Certificate[], Certificate[]] = [[], []];
  for (const certificate of certificates) {
    const { sha256 } = certificate.fingerprints;
    (seen.has(sha256) ? later : first).push(certificate);
    seen.add(sha256);
  }
  return { first, later };
}
