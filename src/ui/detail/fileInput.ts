import { orderChain } from '../../core/chain';
import type { FileCertificateInput } from '../../core/detail/input';
import { keyFit } from '../../core/keys';
import type { KeyReading } from '../../core/keys';
import type { Certificate } from '../../core/model';
import type { Translate } from '../../shared/translate';
import type { FileContents } from './fileContents';
import type { SourceReading } from './source';

/** The `index`-th certificate of a file as the page wants it, or why there is none. */
export function toFileInput(
  { certificates, keys, contents, notes }: FileContents,
  { file, index, translate }: { readonly file: string; readonly index: number; readonly translate: Translate },
): SourceReading {
  const chosen = certificates[index]?.certificate;
  if (certificates.length === 0) return { ok: false, sentence: translate('“{file}”: {contents}', { file, contents }) };
  if (!chosen)
    return { ok: false, sentence: translate('“{file}” no longer holds a certificate number {number}: it has {count}.', { file, number: index + 1, count: certificates.length }) };
  if (!chosen.ok)
    return { ok: false, sentence: translate('Certificate {number} of “{file}” cannot be read: {reason}', { number: index + 1, file, reason: translate(chosen.reason) }) };
  const all = certificates.flatMap(({ certificate }) => (certificate.ok ? [certificate.value] : []));
  const fit = bestFit(chosen.value, keys);
  const input: FileCertificateInput = {
    from: 'file',
    file,
    index,
    count: certificates.length,
    certificate: chosen.value,
    chain: chainOf(chosen.value, all),
    ...(fit === undefined ? {} : { keyFit: fit }),
    notes,
  };
  return { ok: true, input };
}

/** The chain of the file that the certificate stands in. A file may hold several leaves over the same issuers. */
function chainOf(certificate: Certificate, all: readonly Certificate[]): readonly Certificate[] {
  const withIssuers = [certificate, ...all.filter((other) => other.isCa && other !== certificate)];
  for (const candidates of [all, withIssuers]) {
    const { ordered } = orderChain(candidates);
    if (ordered.includes(certificate)) return ordered;
  }
  return [certificate];
}

/** A file may hold several keys: one that fits is enough. Silent for CA certificates, whose keys are elsewhere. */
function bestFit(certificate: Certificate, keys: readonly KeyReading[]): FileCertificateInput['keyFit'] {
  const fits = keys.map((key) => keyFit(certificate, key));
  const best = (['fits', 'cannotTell', 'doesNotFit'] as const).find((fit) => fits.includes(fit));
  return certificate.isCa && best !== 'fits' ? undefined : best;
}
