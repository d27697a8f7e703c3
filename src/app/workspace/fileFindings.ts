/**
 * Finds in a file what the rules find, and places it where a person looks for it: in a manifest or program, on the very
 * value.
 */
import type { Finding, FindingOptions } from '../../core/findings/findings';
import { findFindingsSteps, findingSentence } from '../../core/findings/findings';
import type { BoundHost } from '../../core/findings/ruleContext';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { FileReading } from '../sources/fileReadings';
import type { PlacedValue } from '../sources/heldDocument';
import type { ManifestObject } from '../sources/valueNames';

export interface FileFinding extends Finding {
  /** The value that it is in. */
  readonly value?: PlacedValue;
  /** Number of its block, where the value has several. */
  readonly block?: number | undefined;
}

export interface FileFindingOptions extends FindingOptions {
  /** Hosts that manifests bind to an object. */
  readonly hostsOf?: (object: ManifestObject | undefined) => readonly BoundHost[];
}

/** Yields the findings in the order of the text. Each group of values is checked by itself. */
export function* findInFileSteps(
  { document, parts }: Pick<FileReading, 'document' | 'parts'>,
  { hostsOf = () => [], hostConflicts = [], ...findingOptions }: FileFindingOptions,
): Cooperative<readonly FileFinding[]> {
  if (!parts) return yield* findFindingsSteps(document, findingOptions);
  // How the file is written is the matter of whatever it is.
  const options = { ...findingOptions, bytes: {} };
  const findings: FileFinding[] = [];
  for (const { document: group, object } of parts.groups)
    for (const finding of yield* findFindingsSteps(group, { ...options, boundHosts: hostsOf(object) })) {
      const value = valueAt(parts.values, finding.span.start);
      // The same again in another value is how tools write it: a chain, and its first certificate beside it.
      const first = finding.code === 'duplicateCertificate' ? finding.related?.[0] : undefined;
      if (first && valueAt(parts.values, first.span.start) !== value) continue;
      const span = value?.isEncoded ? value.span : finding.span;
      // It may well match one of another pair.
      const isOfPair = parts.groups.length > 1 && finding.code === 'keyDoesNotMatch' && !finding.sentence;
      const sentence = isOfPair ? { sentence: besideSentence } : {};
      findings.push(
        value ? { ...finding, ...sentence, value, block: blockIn(value, finding.span.start), span } : finding,
      );
    }
  const { foreign: foreignValues, faults: valueFaults } = parts;
  if (hostConflicts.length + foreignValues.length + valueFaults.length > 0) {
    const facts = { ...options, hostConflicts, foreignValues, valueFaults };
    for (const finding of yield* findFindingsSteps({ ...document, parts: [], errors: [], issues: [] }, facts)) {
      const value = finding.code === 'hostBoundTwice' ? undefined : valueAt(parts.values, finding.span.start);
      findings.push({ ...finding, ...(value && { value }) });
    }
  }
  return findings.sort((a, b) => a.span.start - b.span.start);
}

const besideSentence = 'This private key ({key}) does not belong to the certificate beside it.';

export const valueAt = (values: readonly PlacedValue[], at: number): PlacedValue | undefined =>
  values.find(({ span }) => span.start <= at && at < span.end);

/** Returns the number of the block, from 1, that a place of a value is in; undefined where the value has but one. */
export const blockIn = ({ blocks }: PlacedValue, at: number): number | undefined =>
  blocks.length > 1 ? blocks.findLastIndex(({ start }) => start <= at) + 1 : undefined;

/** Names a place: `shop-tls/tls.crt, block 2`; empty where nothing names the value. */
export function placeText({ name }: PlacedValue, block: number | undefined, translate: Translate): string {
  const short = toShortText(name, 80);
  if (block === undefined) return short;
  return short === ''
    ? translate('block {block}', { block })
    : translate('{name}, block {block}', { name: short, block });
}

/** Words a finding: in a value, it says in which, and in which block of it. */
export function fileFindingSentence(finding: FileFinding, translate: Translate): string {
  const sentence = findingSentence(finding, translate);
  const { value, block } = finding;
  const place = value ? placeText(value, block, translate) : '';
  return place === '' ? sentence : translate('{place}: {sentence}', { place, sentence });
}
