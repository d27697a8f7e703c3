/**
 * Decides what an update will send, before anything is sent: names, and what speaks against it. Pure, on top of what
 * `upload.ts` decides for any certificate. What happens to a write that was cut off is `operations.ts`'s business.
 */
import type { RenewalRow } from '../../core/comparison/renewal';
import { compareCertificates } from '../../core/comparison/renewal';
import { toCover } from '../../core/hosts/hostMatching';
import { toSniName } from '../../core/hosts/sni';
import type { Certificate } from '../../core/model';
import { proposedType, purposeOf, typeFits } from '../../core/x509/purpose';
import type { CaChange, Capabilities, CertificateChange } from '../../gateway/gateway';
import { isSameList, isSameSet } from '../../shared/isSame';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry, FullEntry } from '../inventory/certificateEntry';
import { isIdentical } from '../inventory/renewals';
import { isStaplingOff } from '../inventory/stapling';
import type { UploadKey } from '../sources/material';
import type { UploadDraft, UploadLeaf } from './upload';
import { proposedNames, toBundle } from './upload';
import type { UploadCa } from './uploadCa';
import type { CheckId, UploadCheck } from './uploadCheck';
import { worstFirst } from './uploadCheck';
import { checkUpload } from './uploadChecks';
import { labelKey } from './verifyWrite';

/** As an upload's draft; labels and names are all that the object is to have. Without a CA change the CA stays. */
export interface UpdateDraft extends Omit<UploadDraft, 'ca'> {
  readonly ca?: CaChange | undefined;
}

export type UpdateCheckId =
  | CheckId
  | 'lostClientAuth'
  | 'same'
  | 'typeChange'
  | 'lostNames'
  | 'droppedNames'
  | 'unnamed'
  | 'earlierEnd'
  | 'disabled';

export interface UpdateCheck extends Omit<UploadCheck, 'id'> {
  readonly id: UpdateCheckId;
}

/** What decides how an update can be written. */
export type UpdateCapabilities = Pick<Capabilities, 'wantsNames' | 'needsKeyOnReplace'>;

/** A draft that changes the certificate and nothing else; names follow it as {@link proposeNames} says. */
export function toUpdateDraft(
  leaf: UploadLeaf,
  { key, current }: { readonly key: UploadKey | undefined; readonly current: FullEntry },
): UpdateDraft {
  return {
    ...leaf,
    key,
    type: current.type ?? proposedType(leaf.leaf),
    names: proposeNames(current, leaf.leaf).names,
    labels: current.stored.labels,
  };
}

export interface NamesProposal {
  /** What the object is to be served for. */
  readonly names: readonly string[];
  /** Names of the object that are left out: the old certificate covered them, the new one does not. */
  readonly dropped: readonly string[];
  /** Names that stay although the new certificate does not cover them: the old one did not either, or is not known. */
  readonly uncovered: readonly string[];
  /**
   * Names of the new certificate that the object does not have and that are not proposed: somebody chose its names by
   * hand.
   */
  readonly additions: readonly string[];
}

/**
 * Names that were the old certificate's become the new one's; names that somebody chose stay as far as they are still
 * covered.
 */
export function proposeNames({ stored, leaf: old }: CertificateEntry, leaf: Certificate): NamesProposal {
  const own = proposedNames(leaf);
  const current = stored.names;
  const isCovered = toIsCovered(leaf);
  if (current.length === 0 || (old && isSameSet(current.map(toSniName), proposedNames(old).map(toSniName)))) {
    return { names: own, dropped: current.filter((name) => !isCovered(name)), uncovered: [], additions: [] };
  }
  const uncovered = current.filter((name) => !isCovered(name));
  const wasCovered = old && toIsCovered(old);
  const dropped = new Set(uncovered.filter((name) => wasCovered?.(name)));
  const names = current.filter((name) => !dropped.has(name));
  const has = new Set(names.map(toSniName));
  return {
    names,
    dropped: [...dropped],
    uncovered: uncovered.filter((name) => !dropped.has(name)),
    additions: own.filter((name) => !has.has(name)),
  };
}

/** Returns a test by the SAN; by the common name where there is none. */
function toIsCovered(certificate: Pick<Certificate, 'sans' | 'subject'>): (name: string) => boolean {
  const isCovered = toCover(certificate.sans ?? proposedNames(certificate).map((value) => ({ kind: 'dns', value })));
  return (name) => isCovered(toSniName(name));
}

/** Returns only what becomes different; certificate and key always. */
export function toChange(draft: UpdateDraft, current: FullEntry, capabilities: UpdateCapabilities): CertificateChange {
  const { certificate, privateKey } = toBundle({
    ...draft,
    ca: undefined,
    key: keepsKey(draft, current, capabilities) ? noKey : draft.key,
  });
  return { certificate, ...(draft.key ? { privateKey } : {}), ...otherChanges(draft, current, capabilities) };
}

/** Stands in where the gateway keeps the key it has; never sent. */
const noKey: UploadKey = { place: '', reading: { status: 'unsupported', reason: '' }, toPem: () => '' };

function otherChanges(
  draft: UpdateDraft,
  { stored }: FullEntry,
  { wantsNames }: UpdateCapabilities,
): Omit<CertificateChange, 'certificate' | 'privateKey'> {
  const isNamed =
    wantsNames && draft.type === 'server' && !isSameList(draft.names.map(toSniName), stored.names.map(toSniName));
  return {
    ...(isNamed ? { names: draft.names } : {}),
    ...(isSameList(draft.labels.map(labelKey).sort(), stored.labels.map(labelKey).sort())
      ? {}
      : { labels: draft.labels }),
    ...(draft.type === stored.type ? {} : { type: draft.type }),
    ...(draft.ca === undefined || draft.ca.kind === 'keep' ? {} : { ca: draft.ca }),
  };
}

/** Returns whether no key is given, and none is needed: the new certificate is for the key that the gateway has. */
function keepsKey(
  { key, leaf }: UpdateDraft,
  { chain }: FullEntry,
  { needsKeyOnReplace }: UpdateCapabilities,
): boolean {
  return key === undefined && !needsKeyOnReplace && chain[0]?.fingerprints.spkiSha256 === leaf.fingerprints.spkiSha256;
}

/** Everything that speaks for or against sending the draft, worst first. */
export function checkUpdate(
  draft: UpdateDraft,
  facts: {
    readonly current: FullEntry;
    readonly capabilities: UpdateCapabilities;
    /** The CA that takes the place of what the object has; undefined where that one stays or goes. */
    readonly newCa?: UploadCa | undefined;
    /** The services that present it to upstreams as client certificate, in words; undefined where none is known. */
    readonly clientOf?: string | undefined;
    readonly now: number;
    readonly warningDays: number | null;
    readonly translate: Translate;
  },
): readonly UpdateCheck[] {
  const { current, capabilities, newCa, translate: t } = facts;
  const { wantsNames } = capabilities;
  const rows = compareCertificates({ chain: current.chain, metadata: current.stored.metadata }, draft.chain);
  const checks = [
    // Says more than that the type does not fit.
    clientAuthCheck(draft, facts),
    ...checkUpload({ ...draft, ca: newCa }, { ...facts, wantsNames, isStapled: stapledBy(current) }).map(
      (check): UpdateCheck =>
        check.id === 'key' && keepsKey(draft, current, capabilities)
          ? { id: 'key', outcome: 'pass', sentence: t('The same key as now: the gateway keeps the private key it has') }
          : check,
    ),
    sameCheck(draft, facts),
    typeChangeCheck(draft, current, t),
    lostNamesCheck(rows, t),
    ...(wantsNames && draft.type === 'server' ? servedNamesChecks(draft, current, t) : []),
    endCheck(rows, t),
    disabledCheck(current, t),
  ];
  return worstFirst(checks.filter((check) => check !== undefined));
}

/** Undefined where the gateway does not say. */
const stapledBy = (current: FullEntry): boolean | undefined =>
  isStaplingOff(current) ? false : current.stored.ocspStapling?.isEnabled;

/**
 * A renewal that is no longer for clients, of an object that is one: public CAs issue certificates for servers alone
 * now. Another type does not help where something presents it.
 */
function clientAuthCheck(
  { leaf, type }: UpdateDraft,
  {
    current,
    clientOf,
    translate: t,
  }: { readonly current: FullEntry; readonly clientOf?: string | undefined; readonly translate: Translate },
): UpdateCheck | undefined {
  const isPresented = clientOf !== undefined && clientOf !== '';
  if (typeFits(purposeOf(leaf.extendedKeyUsage), 'client') !== 'contradicts') return undefined;
  if (!isPresented && (current.type !== 'client' || type !== 'client')) return undefined;
  const [old] = current.chain;
  const had = old !== undefined && typeFits(purposeOf(old.extendedKeyUsage), 'client') !== 'contradicts';
  const sentence = had
    ? t(
        'The new certificate has lost clientAuth in its Extended Key Usage, so it is no longer a client certificate. Public CAs no longer issue those: use a private CA',
      )
    : t(
        'The new certificate has no clientAuth in its Extended Key Usage, so it is no client certificate. Public CAs no longer issue those: use a private CA',
      );
  return {
    id: 'lostClientAuth',
    outcome: 'stop',
    sentence: isPresented
      ? t('{sentence}. It is presented to upstreams by {owners}', { sentence, owners: clientOf })
      : sentence,
  };
}

function sameCheck(
  draft: UpdateDraft,
  {
    current,
    capabilities,
    translate: t,
  }: { readonly current: FullEntry; readonly capabilities: UpdateCapabilities; readonly translate: Translate },
): UpdateCheck | undefined {
  if (!isIdentical(current, draft.leaf)) return undefined;
  const change = otherChanges(draft, current, capabilities);
  if (Object.keys(change).length > 0)
    return {
      id: 'same',
      outcome: 'note',
      sentence: t('The gateway already holds this very certificate; only what is stored with it changes'),
    };
  // Where the chain is unknown it may be what is missing.
  if (current.chain.length === 0)
    return {
      id: 'same',
      outcome: 'warning',
      sentence: t('The gateway already holds this very certificate; whether its chain is the same is not known'),
    };
  const isSameChain = isSameList(
    current.chain.map(({ fingerprints }) => fingerprints.sha256),
    draft.chain.map(({ fingerprints }) => fingerprints.sha256),
  );
  return isSameChain
    ? { id: 'same', outcome: 'stop', sentence: t('Nothing to update: the gateway already holds this very certificate') }
    : {
        id: 'same',
        outcome: 'note',
        sentence: t('The gateway already holds this very certificate; only the chain changes'),
      };
}

function typeChangeCheck({ type }: UpdateDraft, current: FullEntry, t: Translate): UpdateCheck | undefined {
  if (current.type === undefined)
    return { id: 'typeChange', outcome: 'warning', sentence: t('Its current type is unknown') };
  if (current.type === type) return undefined;
  return {
    id: 'typeChange',
    outcome: 'warning',
    sentence:
      type === 'client'
        ? t('The type changes from server to client: no host is served with it any more')
        : t('The type changes from client to server: upstreams that refer to it fail'),
  };
}

function lostNamesCheck(rows: readonly RenewalRow[], t: Translate): UpdateCheck | undefined {
  const lost = rows.flatMap(({ fact, kind, old }) => (fact === 'name' && kind === 'lost' ? [String(old)] : []));
  return lost.length === 0
    ? undefined
    : {
        id: 'lostNames',
        outcome: 'warning',
        sentence: t('The new certificate no longer names: {names}', { names: listed(lost) }),
      };
}

/** Names of the object, as the draft has them, against what the new certificate covers. */
function servedNamesChecks(draft: UpdateDraft, { stored }: FullEntry, t: Translate): readonly UpdateCheck[] {
  const kept = new Set(draft.names.map(toSniName));
  const dropped = stored.names.filter((name) => !kept.has(toSniName(name)));
  const isCovered = toIsCovered(draft.leaf);
  const uncovered = draft.names.filter((name) => !isCovered(name));
  return [
    ...(dropped.length === 0
      ? []
      : [
          {
            id: 'droppedNames',
            outcome: 'warning',
            sentence: t('No longer served: {names}', { names: listed(dropped) }),
          } as const,
        ]),
    ...(uncovered.length === 0
      ? []
      : [
          {
            id: 'unnamed',
            outcome: 'warning',
            sentence: t('Served, although the certificate does not name it: {names}', { names: listed(uncovered) }),
          } as const,
        ]),
  ];
}

function endCheck(rows: readonly RenewalRow[], t: Translate): UpdateCheck | undefined {
  return rows.some(({ fact, kind }) => fact === 'notAfter' && kind === 'worse')
    ? { id: 'earlierEnd', outcome: 'warning', sentence: t('It expires earlier than the one it replaces') }
    : undefined;
}

/** An update does not switch anything on. */
const disabledCheck = ({ stored }: FullEntry, t: Translate): UpdateCheck | undefined =>
  stored.isEnabled === false
    ? {
        id: 'disabled',
        outcome: 'warning',
        sentence: t('It is disabled on the gateway and stays disabled: it is not served'),
      }
    : undefined;

/** All of them: a loss is listed, not counted. Cut only where nobody reads on. */
const listed = (names: readonly string[]): string => toShortText(names.join(', '), 1_000);
