import type { FileCertificate } from './fileContents';

/** The certificate that is asked for where it can be read, else the first that can; the first of all where none can. */
export function shownIndex(certificates: readonly FileCertificate[], asked: number): number {
  const isReadable = (index: number): boolean => certificates[index]?.certificate.ok === true;
  const first = certificates.findIndex((_, index) => isReadable(index));
  return isReadable(asked) ? asked : Math.max(0, first);
}
