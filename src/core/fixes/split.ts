/**
 * Plans the files that a text would be split into. Nothing is written here, and every block goes over byte for byte.
 */
import type { Cooperative } from '../../shared/cooperative';
import { orderChainSteps } from '../chain/chain';
import type { PemDocument } from '../document/document';
import { pairingOf, spkiHashOf } from '../document/pairing';
import type { Certificate, Span } from '../model';
import type { PemKind } from '../pem/labels';
import type { ReadText } from './lines';
import type { SplitFile, SplitGroup, SplitUnit } from './splitUnits';
import { cutOf, isSecret, toSafeName, toText, unitAt, unitSteps } from './splitUnits';

/** Most blocks that one action makes files of, and most leaves whose chains are sought for it. */
export const splitLimits = { blocks: 500, leaves: 20 } as const;

export interface SplitSource extends ReadText {
  /** See `stemOf`. */
  readonly stem: string;
}

/** Returns whether a text can be split at all: of several blocks, none of them broken. */
export const isSplittable = ({ parts, errors, isTruncated }: PemDocument): boolean =>
  parts.length > 1 && errors.length === 0 && !isTruncated;

/**
 * Plans files as a server is configured with them: each leaf and the chain that leads from it, its key, CAs to trust,
 * and the rest by kind. Empty where that is one file and no more, or too much.
 */
export function* splitByUseSteps(source: SplitSource): Cooperative<readonly SplitGroup[]> {
  const { text, document, stem } = source;
  if (!isSplittable(document) || document.parts.length > splitLimits.blocks) return [];
  const units = yield* unitSteps(source);
  const leaves = leavesOf(units);
  if (leaves.length > splitLimits.leaves) return [];
  const drafts: GroupDraft[] = [];
  const chained = new Set<SplitUnit>();
  for (const leaf of leaves) {
    const chain = yield* chainOf(leaf, units, source);
    for (const unit of chain) chained.add(unit);
    drafts.push({ base: leaves.length > 1 ? nameOf(leaf, stem) : stem, leaf, endings: new Map([['.crt', chain]]) });
  }
  const [first] = drafts;
  const rest: GroupDraft = leaves.length === 1 && first ? first : { base: stem, endings: new Map() };
  if (rest !== first) drafts.push(rest);
  for (const unit of units) {
    yield;
    if (chained.has(unit)) continue;
    if (unit.part.key) addKey(source, drafts, unit, rest);
    else addTo(rest, endingOf(unit), unit);
  }
  const groups = toGroups(text, drafts);
  return groups.flatMap(({ files }) => files).length > 1 ? groups : [];
}

/** Plans a file for each block, certificates by their names. Empty where there is nothing to split, or too much. */
export function* splitByBlockSteps(source: SplitSource): Cooperative<readonly SplitGroup[]> {
  const { text, document, stem } = source;
  if (!isSplittable(document) || document.parts.length > splitLimits.blocks) return [];
  const units = yield* unitSteps(source);
  if (units.length < 2) return [];
  const drafts = units.flatMap((unit): GroupDraft[] =>
    unit.part.key
      ? []
      : [
          {
            base: nameOf(unit, stem),
            leaf: unit,
            endings: new Map([[unit.part.certificate && !unit.part.member ? '.pem' : endingOf(unit), [unit]]]),
          },
        ],
  );
  for (const unit of units) {
    yield;
    if (unit.part.key) addKey(source, drafts, unit, undefined);
  }
  return toGroups(text, drafts);
}

export interface Move {
  readonly group: SplitGroup;
  /** The part of the text that goes into the group's one file. */
  readonly cut: Span;
}

/** Plans a file for one block. Undefined where it is alone, or where it, or what is around it, is broken. */
export function moveBlock(source: SplitSource, index: number): Move | undefined {
  const { text, document, stem } = source;
  if (!isSplittable(document)) return undefined;
  const unit = unitAt(source, index);
  if (!unit || (document.parts.length === 2 && document.parts.some((_, each) => !unitAt(source, each))))
    return undefined;
  const ending = unit.part.certificate && !unit.part.member ? '.pem' : endingOf(unit);
  return { group: { base: nameOf(unit, stem), files: [toFile(text, ending, [unit])] }, cut: cutOf(text, unit) };
}

/** A group that is still being put together. */
interface GroupDraft {
  readonly base: string;
  /** The certificate that keys are compared with. */
  readonly leaf?: SplitUnit;
  readonly endings: Map<string, readonly SplitUnit[]>;
}

const toGroups = (text: string, drafts: readonly GroupDraft[]): readonly SplitGroup[] =>
  drafts.flatMap(({ base, endings }) =>
    endings.size > 0 ? [{ base, files: [...endings].map(([ending, units]) => toFile(text, ending, units)) }] : [],
  );

const toFile = (text: string, ending: string, units: readonly SplitUnit[]): SplitFile => ({
  ending,
  text: toText(text, units),
  isSecret: units.some(isSecret),
});

function addTo({ endings }: GroupDraft, ending: string, unit: SplitUnit): void {
  endings.set(ending, [...(endings.get(ending) ?? []), unit]);
}

/**
 * Adds a key to the certificate that it fits; to `rest` where nothing is known of it (behind a password); else to a
 * group of its own.
 */
function addKey(
  { document, stem }: SplitSource,
  drafts: GroupDraft[],
  unit: SplitUnit,
  rest: GroupDraft | undefined,
): void {
  const pairing = pairingOf(document, unit.index);
  const fitting = drafts.find(({ leaf }) => leaf && pairing.kind === 'fits' && pairing.blocks.includes(leaf.index + 1));
  const owner = fitting ?? (pairing.kind === 'unknown' ? rest : undefined);
  if (owner && !owner.endings.has('.key')) addTo(owner, '.key', unit);
  else drafts.push({ base: owner?.base ?? stem, endings: new Map([['.key', [unit]]]) });
}

/** Returns what is presented: certificates of no CA; where there are none, CAs whose key is there. */
function leavesOf(units: readonly SplitUnit[]): readonly SplitUnit[] {
  const ends = units.filter((unit) => certificateOf(unit)?.isCa === false);
  if (ends.length > 0) return ends;
  const hashes = new Set(units.flatMap(({ part }) => (part.key ? [spkiHashOf(part)] : [])));
  return units.filter((unit) => certificateOf(unit) && hashes.has(spkiHashOf(unit.part)));
}

/** Returns the certificate of a block that holds this one alone. */
const certificateOf = ({ part: { certificate, member } }: SplitUnit): Certificate | undefined =>
  certificate?.ok && !member ? certificate.value : undefined;

/** Returns the leaf and its issuers without the root, which clients have or do not trust. */
function* chainOf(
  leaf: SplitUnit,
  units: readonly SplitUnit[],
  { now }: Pick<SplitSource, 'now'>,
): Cooperative<readonly SplitUnit[]> {
  const candidates = units.filter((unit) => unit === leaf || certificateOf(unit)?.isCa);
  const { ordered, root } = yield* orderChainSteps(
    candidates.flatMap((unit) => certificateOf(unit) ?? []),
    { now },
  );
  if (ordered[0] !== certificateOf(leaf)) return [leaf];
  const bySha = new Map(candidates.map((unit) => [certificateOf(unit)?.fingerprints.sha256, unit]));
  return ordered.flatMap((certificate) =>
    certificate === root ? [] : (bySha.get(certificate.fingerprints.sha256) ?? []),
  );
}

/**
 * Returns a certificate's first host, else the name of its subject; anything else is named after the text it was in.
 */
function nameOf(unit: SplitUnit, stem: string): string {
  const certificate = certificateOf(unit);
  const host = certificate?.sans?.find(({ kind }) => kind === 'dns' || kind === 'ip')?.value;
  const attributes = certificate?.subject.rdns.flat() ?? [];
  const names = [
    host,
    ...['CN', 'O', 'OU'].map((type) => attributes.findLast((attribute) => attribute.type === type)?.value),
  ];
  return names.map((name) => toSafeName(name ?? '')).find((name) => name !== '') ?? stem;
}

function endingOf({ part }: SplitUnit): string {
  if (part.key) return '.key';
  return part.certificate?.ok && !part.member ? '-ca.crt' : endings[part.block.kind];
}

const endings: Readonly<Record<PemKind, string>> = {
  certificate: '-other.pem',
  privateKey: '.key',
  encryptedPrivateKey: '.key',
  certificateRequest: '.csr',
  crl: '.crl',
  publicKey: '-public.pem',
  pkcs7: '.p7b',
  parameters: '-params.pem',
  other: '-other.pem',
};
