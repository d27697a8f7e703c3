import type { RenewalRow } from '../../core/comparison/renewal';
import { compareCertificates } from '../../core/comparison/renewal';
import { isMisplaced, misplacedText } from '../../core/gmPair';
import { toSniName } from '../../core/hosts/sniChoices';
import { purposeOf, typeFits } from '../../core/x509/purpose';
import { isSameList } from '../../shared/isSame';
import type { Translate } from '../../shared/translate';
import type { FullEntry } from '../inventory/certificateEntry';
import { isIdentical } from '../inventory/renewals';
import { isStaplingOff } from '../inventory/stapling';
import { nameCheck, nameGapChecks } from './conflictChecks';
import type { UpdateCapabilities, UpdateDraft } from './update';
import { keepsKey, otherChanges } from './update';
import type { UploadCa } from './upload';
import type { CheckId, UploadCheck } from './uploadCheck';
import { worstFirst } from './uploadCheck';
import { checkUpload } from './uploadChecks';

export type UpdateCheckId =
  CheckId | 'lostClientAuth' | 'same' | 'typeChange' | 'lostNames' | 'droppedNames' | 'earlierEnd' | 'disabled';

export interface UpdateCheck extends Omit<UploadCheck, 'id'> {
  readonly id: UpdateCheckId;
}

/** Finds everything that speaks for or against sending the draft, worst first. */
export function checkUpdate(
  draft: UpdateDraft,
  facts: {
    readonly current: FullEntry;
    readonly capabilities: UpdateCapabilities;
    /** Returns the CA that takes the place of what the object has; undefined where that one stays or goes. */
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
    ...lostNamesCheck(rows, t),
    ...(wantsNames && draft.type === 'server' ? servedNamesChecks(draft, current, t) : []),
    endCheck(rows, t),
    disabledCheck(current, t),
    gmCheck(draft, current, t),
  ];
  return worstFirst(checks.filter((check) => check !== undefined));
}

/** Undefined where the gateway does not say. */
const stapledBy = (current: FullEntry): boolean | undefined =>
  isStaplingOff(current) ? false : current.stored.ocspStapling?.isEnabled;

/**
 * Warns of a renewal that is no longer for clients, of an object that is one: public CAs issue certificates for servers
 * alone now. Another type does not help where something presents it.
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
      sentence: t('The gateway already holds exactly this certificate; only what is stored with it changes'),
    };
  // Where the chain is unknown it may be what is missing.
  if (current.chain.length === 0)
    return {
      id: 'same',
      outcome: 'warning',
      sentence: t('The gateway already holds exactly this certificate; whether its chain is the same is not known'),
    };
  const isSameChain = isSameList(
    current.chain.map(({ fingerprints }) => fingerprints.sha256),
    draft.chain.map(({ fingerprints }) => fingerprints.sha256),
  );
  return isSameChain
    ? {
        id: 'same',
        outcome: 'stop',
        sentence: t('Nothing to update: the gateway already holds exactly this certificate'),
      }
    : {
        id: 'same',
        outcome: 'note',
        sentence: t('The gateway already holds exactly this certificate; only the chain changes'),
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

function lostNamesCheck(rows: readonly RenewalRow[], t: Translate): readonly UpdateCheck[] {
  const lost = rows.flatMap(({ fact, kind, old }) => (fact === 'name' && kind === 'lost' ? [String(old)] : []));
  return nameCheck('lostNames', { outcome: 'warning', names: lost }, (names) =>
    t('The new certificate no longer names: {names}', { names }),
  );
}

/** Checks names of the object, as the draft has them, against what the new certificate covers. */
function servedNamesChecks(draft: UpdateDraft, { stored }: FullEntry, t: Translate): readonly UpdateCheck[] {
  const kept = new Set(draft.names.map(toSniName));
  const dropped = stored.names.filter((name) => !kept.has(toSniName(name)));
  return [
    ...nameCheck('droppedNames', { outcome: 'warning', names: dropped }, (names) =>
      t('No longer served: {names}', { names }),
    ),
    ...nameGapChecks(draft, t),
  ];
}

function endCheck(rows: readonly RenewalRow[], t: Translate): UpdateCheck | undefined {
  return rows.some(({ fact, kind }) => fact === 'notAfter' && kind === 'worse')
    ? { id: 'earlierEnd', outcome: 'warning', sentence: t('It expires earlier than the one it replaces') }
    : undefined;
}

/** Says that the object is switched off: an update does not switch anything on. */
const disabledCheck = ({ stored }: FullEntry, t: Translate): UpdateCheck | undefined =>
  stored.isEnabled === false
    ? {
        id: 'disabled',
        outcome: 'warning',
        sentence: t('It is disabled on the gateway and stays disabled: it is not served'),
      }
    : undefined;

/** Stops an update of an object with `gm`, whose first pair encrypts, by a certificate that only signs. */
const gmCheck = ({ leaf }: UpdateDraft, { stored }: FullEntry, t: Translate): UpdateCheck | undefined =>
  stored.isGm && isMisplaced('first', leaf)
    ? { id: 'keyUsage', outcome: 'stop', sentence: misplacedText('first', t) }
    : undefined;
