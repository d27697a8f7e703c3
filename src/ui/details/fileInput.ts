import { orderChainSteps } from '../../core/chain/chain';
import type { LinkCache } from '../../core/chain/links';
import type { FileCertificateInput } from '../../core/details/input';
import type { KeyReading } from '../../core/keys/keys';
import { keyFit } from '../../core/keys/keys';
import type { Certificate } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import type { FileContents } from './fileContents';
import type { SourceReading } from './source';

export interface FileInputOptions {
  readonly file: string;
  readonly index: number;
  readonly translate: Translate;
  /** Signatures of the file that were checked already: give the same map again, and none is checked twice. */
  readonly links?: LinkCache;
  /** Milliseconds since 1970: of several issuers of one name, the one that is valid now counts. */
  readonly now?: number;
}

/**
 * Returns the `index`-th certificate of a file as the page wants it, or why there is none. Leaves in `links` what
 * signatures were found to be: see `orderChainSteps`.
 */
export function* toFileInputSteps(
  { certificates, keys, contents, notes }: FileContents,
  { file, index, translate, links = new Map(), now }: FileInputOptions,
): Cooperative<SourceReading> {
  const chosen = certificates[index]?.certificate;
  if (certificates.length === 0) return { ok: false, sentence: translate('“{file}”: {contents}', { file, contents }) };
  if (!chosen)
    return {
      ok: false,
      sentence: translate('“{file}” no longer holds a certificate number {number}: it has {count}.', {
        file,
        number: index + 1,
        count: certificates.length,
      }),
    };
  if (!chosen.ok)
    return {
      ok: false,
      sentence: translate('Certificate {number} of “{file}” cannot be read: {reason}', {
        number: index + 1,
        file,
        reason: translateSentence(chosen.reason, translate),
      }),
    };
  const all = certificates.flatMap(({ certificate }) => (certificate.ok ? [certificate.value] : []));
  const fit = bestFit(chosen.value, keys);
  const input: FileCertificateInput = {
    from: 'file',
    file,
    index,
    count: certificates.length,
    certificate: chosen.value,
    chain: yield* chainOf(chosen.value, all, { links, now }),
    ...(fit === undefined ? {} : { keyFit: fit }),
    notes,
  };
  return { ok: true, input };
}

/**
 * Returns the chain of the file that the certificate stands in. A file may hold several leaves over the same issuers.
 */
function* chainOf(
  certificate: Certificate,
  all: readonly Certificate[],
  { links, now }: { readonly links: LinkCache; readonly now: number | undefined },
): Cooperative<readonly Certificate[]> {
  const withIssuers = [certificate, ...all.filter((other) => other.isCa && other !== certificate)];
  // What the second list does not need stays known for the first one.
  for (const [candidates, cache] of [
    [all, links],
    [withIssuers, new Map(links)],
  ] as const) {
    const { ordered } = yield* orderChainSteps(candidates, { cache, now });
    if (ordered.includes(certificate)) return ordered;
  }
  return [certificate];
}

/**
 * Returns whether a key of the file fits: it may hold several, and one that fits is enough. Silent for CA certificates,
 * whose keys are elsewhere.
 */
function bestFit(certificate: Certificate, keys: readonly KeyReading[]): FileCertificateInput['keyFit'] {
  const fits = keys.map((key) => keyFit(certificate, key));
  const best = (['fits', 'cannotTell', 'doesNotFit'] as const).find((fit) => fits.includes(fit));
  return certificate.isCa && best !== 'fits' ? undefined : best;
}
