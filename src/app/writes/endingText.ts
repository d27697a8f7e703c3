/**
 * Words how a write ended: what was done, and what the gateway was seen to hold. What is served is said only where the
 * object is switched on, of type server, and its certificate names the host. Pure; the screen only shows it.
 */
import { hostNamesOf, toCoveringName } from '../../core/hosts/hostMatching';
import { servedFor } from '../../core/hosts/sni';
import { toSniName } from '../../core/hosts/sniChoices';
import type { StoredCertificate } from '../../core/model';
import type { GatewayError } from '../../gateway/gateway';
import { dayText } from '../../shared/dayText';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { failureText, quoteText } from '../base/failureText';
import type { Connection } from '../connections/connection';
import type { CertificateEntry } from '../inventory/certificateEntry';
import { toEntry } from '../inventory/certificateEntry';
import { toNameTest } from '../inventory/ownNames';
import { toHolders, toServingTable, uncoveredOf } from '../inventory/serving';
import type { CreateOutcome, Failed, RemoveOutcome, ReplaceOutcome, Unknown, Written } from './ends';

/** The deed, as a person would say it. */
export type Deed = 'upload' | 'update' | 'labels' | 'addPair' | 'removePairs' | 'enable' | 'disable' | 'delete';

/** Deeds that change neither the certificate nor the hosts it is served for. */
const besides: ReadonlySet<Deed> = new Set(['labels', 'addPair', 'removePairs']);

/** Every end but a failure that is certain, which `failureText` words. */
export type Outcome = Exclude<CreateOutcome | ReplaceOutcome | RemoveOutcome, Failed>;

export interface EndingFacts {
  readonly deed: Deed;
  /** The name of the certificate before. */
  readonly title: string;
  readonly connection: Connection;
  /** The id of the object that was there before; none for an upload. */
  readonly id?: string | undefined;
  /** The object as it was before an update. */
  readonly before?: CertificateEntry | undefined;
  /**
   * Returns at least those that may be served in its place for these names. Undefined: what else the gateway holds is
   * not known to its end, so that what is served is not known either.
   */
  readonly rivalsFor: ((names: readonly string[]) => readonly CertificateEntry[] | undefined) | undefined;
  /** The window ended before the gateway answered. */
  readonly isForgotten?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly translate: Translate;
}

export interface Ending {
  /** `warning`: something of it is not as one would expect. */
  readonly severity: 'info' | 'warning' | 'error';
  /** Visible text. */
  readonly sentence: string;
}

export function endingText(end: Outcome, facts: EndingFacts): Ending {
  const { deed, translate: t } = facts;
  const [name, gateway, id] = [
    toShortText(facts.title, 60),
    toShortText(facts.connection.name, 60),
    toShortText(facts.id ?? '', 64),
  ];
  const doing = doingText(deed, { name, translate: t });
  switch (end.kind) {
    case 'written':
      return writtenText(end, facts);
    case 'removed':
      return info([
        end.wasInterrupted && cutText(facts, t('The gateway did not confirm it, but it took effect.')),
        t('Deleted {name} from {gateway} (ID {id}).', { name, gateway, id }),
      ]);
    case 'gone':
      return info([t('{name} (ID {id}) is no longer on {gateway}: somebody else deleted it.', { name, gateway, id })]);
    case 'changedBefore':
      return warning([
        deed === 'delete'
          ? t('{name} changed on {gateway} since it was shown: nothing was deleted.', { name, gateway })
          : t('{name} changed on {gateway} since it was shown: nothing was written.', { name, gateway }),
      ]);
    case 'changedOtherwise':
      return warning([
        t('{doing}: {gateway} now has something other than what was sent (ID {id}).', {
          doing,
          gateway,
          id: toShortText(end.current.id, 64),
        }),
        t('Somebody else may have changed it at the same time.'),
      ]);
    case 'notWritten':
      return warning([
        t('{doing}: it did not take effect.', { doing }),
        causeText(end.error, facts),
        effectText(deed, { gateway, translate: t }),
        nextText(facts),
      ]);
    case 'unknown':
      return error([
        t('{doing}: it is unknown whether it took effect on {gateway}.', { doing, gateway }),
        causeText(end.error, facts),
        lookText(end, { gateway, facts }),
        t('Check again before you repeat it.'),
      ]);
  }
}

/** Says what is being done, for the beginning of a sentence. Visible where the name is. */
export function doingText(
  deed: Deed,
  { name, translate: t }: { readonly name: string; readonly translate: Translate },
): string {
  switch (deed) {
    case 'upload':
      return t('Uploading {name}', { name });
    case 'update':
      return t('Updating {name}', { name });
    case 'labels':
      return t('Changing the labels of {name}', { name });
    case 'addPair':
      return t('Adding a pair to {name}', { name });
    case 'removePairs':
      return t('Removing the further pairs of {name}', { name });
    case 'enable':
      return t('Enabling {name}', { name });
    case 'disable':
      return t('Disabling {name}', { name });
    case 'delete':
      return t('Deleting {name}', { name });
  }
}

function writtenText({ stored, readBack, wasInterrupted }: Written, facts: EndingFacts): Ending {
  const { translate: t, connection, deed } = facts;
  const entry = toEntry(connection, stored);
  const isSeen = readBack !== 'failed';
  const lost = isSeen && deed === 'update' ? lostNames(facts.before, entry) : [];
  const uncovered = isSeen && !besides.has(deed) ? uncoveredOf(entry) : [];
  const doubts = [
    isSeen &&
      !besides.has(deed) &&
      deed !== 'disable' &&
      stored.isEnabled === false &&
      t('It is disabled: the gateway does not serve it.'),
    lost.length > 0 && t('Names that were removed: {names}.', { names: listed(lost) }),
    uncovered.length > 0 && t('Its certificate does not cover {names}.', { names: listed(uncovered) }),
    readBack === 'failed' && t('It could not be read back.'),
    readBack === 'cannotTell' && t('The gateway does not say enough to confirm it.'),
  ];
  const sentences = [
    wasInterrupted && cutText(facts, t('The gateway did not confirm it, but it took effect.')),
    doneText(stored, { entry, facts }),
    isSeen && !besides.has(deed) && deed !== 'disable' && validityText(entry, facts),
    isSeen && !besides.has(deed) && servedText(entry, facts),
    ...doubts,
  ];
  return doubts.some(Boolean) ? warning(sentences) : info(sentences);
}

function doneText(
  { id }: StoredCertificate,
  { entry, facts }: { readonly entry: CertificateEntry; readonly facts: EndingFacts },
): string {
  const { translate: t, connection, deed } = facts;
  const values = {
    name: toShortText(entry.title, 60),
    gateway: toShortText(connection.name, 60),
    id: toShortText(id, 64),
  };
  switch (deed) {
    case 'upload':
      return t('Uploaded {name} to {gateway} (ID {id}).', values);
    case 'labels':
      return t('Changed the labels of {name} on {gateway} (ID {id}).', values);
    case 'addPair':
      return t('Added a pair to {name} on {gateway} (ID {id}).', values);
    case 'removePairs':
      return t('Removed the further pairs of {name} on {gateway} (ID {id}).', values);
    case 'enable':
      return t('Enabled {name} on {gateway} (ID {id}).', values);
    case 'disable':
      return t('Disabled {name} on {gateway} (ID {id}).', values);
    case 'update':
    case 'delete':
      return t('Updated {name} on {gateway} (ID {id}).', values);
  }
}

function validityText({ validity }: CertificateEntry, { now, translate: t }: EndingFacts): string {
  if (!validity) return '';
  const [from, until] = [dayText(validity.notBefore), dayText(validity.notAfter)];
  if (validity.notAfter < now) return t('It expired on {until}.', { until });
  return validity.notBefore > now
    ? t('Valid from {from} until {until}.', { from, until })
    : t('Valid until {until}.', { until });
}

/**
 * Lists names for which the gateway, by its own rules and by all it is known to hold, presents this certificate, and
 * clients accept it.
 */
function servedText(entry: CertificateEntry, { rivalsFor, translate: t }: EndingFacts): string {
  const { stored, connection } = entry;
  if (!rivalsFor || toHolders([stored]).length === 0) return '';
  const rivals = rivalsFor(stored.names);
  // There are too many to say who is served.
  if (!rivals) return '';
  const others = rivals.filter((other) => other.stored.id !== stored.id);
  const table = toServingTable([...others, entry], connection.dialect);
  const isNamed = toNameTest(entry);
  const served = entry.stored.names.filter((name) => {
    const answer = servedFor(table, name);
    return answer.kind === 'served' && answer.id === stored.id && isNamed(name) === true;
  });
  return served.length === 0 ? '' : t('Served for {names}.', { names: listed(served) });
}

/** Returns the names that were lost: the object no longer has them, or its new certificate does not cover them. */
function lostNames(before: CertificateEntry | undefined, after: CertificateEntry): readonly string[] {
  if (!before) return [];
  const own = (entry: CertificateEntry) =>
    entry.leaf ? hostNamesOf(entry.leaf.sans) : (entry.stored.metadata?.names ?? []);
  const [kept, covering] = [new Set(after.stored.names.map(toSniName)), own(after)];
  const nameFor = toCoveringName(covering);
  const dropped = before.stored.names.filter((name) => !kept.has(toSniName(name)));
  // Where the gateway says nothing of the new certificate's names, nothing is lost for certain.
  const uncovered = covering.length === 0 ? [] : own(before).filter((name) => nameFor(name) === undefined);
  return [...new Set([...dropped, ...uncovered].map(toSniName))];
}

/** Says why the answer does not tell. */
function causeText(error: GatewayError, facts: EndingFacts): string {
  const { translate: t, connection } = facts;
  if (error.status === undefined) return cutText(facts, t('No response arrived.'));
  const what = failureText(error, { dialect: connection.dialect, translate: t })?.what ?? '';
  return [what, closed(quoteText(error, t))].filter(Boolean).join(' ');
}

/** Ends a gateway's words as a sentence, since another one follows. */
const closed = (text: string): string => (text === '' || /[.!?。]$/.test(text) ? text : `${text}.`);

const cutText = ({ isForgotten, translate: t }: EndingFacts, otherwise: string): string =>
  isForgotten ? t('The window was closed or reloaded before the gateway responded.') : otherwise;

function effectText(
  deed: Deed,
  { gateway, translate: t }: { readonly gateway: string; readonly translate: Translate },
): string {
  switch (deed) {
    case 'upload':
      return t('{gateway} does not list it.', { gateway });
    case 'update':
    case 'labels':
    case 'addPair':
    case 'removePairs':
    case 'enable':
    case 'disable':
      return t('{gateway} still has what was there before.', { gateway });
    case 'delete':
      return t('{gateway} still has it.', { gateway });
  }
}

function nextText({ deed, isForgotten, translate: t }: EndingFacts): string {
  if (!isForgotten) return t('Nothing is retried automatically.');
  switch (deed) {
    case 'upload':
      return t('Open the file and upload it again.');
    case 'update':
      return t('Open the file and update it again.');
    case 'labels':
      return t('Edit the labels again.');
    case 'addPair':
      return t('Add the pair again.');
    case 'removePairs':
      return t('Remove the pairs again.');
    case 'enable':
      return t('Enable it again.');
    case 'disable':
      return t('Disable it again.');
    case 'delete':
      return t('Delete it again if it should still be deleted.');
  }
}

function lookText(
  { error, lookError }: Unknown,
  { gateway, facts }: { readonly gateway: string; readonly facts: EndingFacts },
): string {
  const { translate: t, connection } = facts;
  if (!lookError) return t('{gateway} was read, but does not say enough to find out.', { gateway });
  const why = failureText(lookError, { dialect: connection.dialect, translate: t })?.what;
  if (why === undefined) return t('Looking for it on {gateway} was stopped.', { gateway });
  // Of the same words twice, the second ones tell nothing.
  const said = lookError.gatewayText === error.gatewayText ? '' : closed(quoteText(lookError, t));
  return [t('{gateway} could not be read afterwards: {why}', { gateway, why }), said].filter(Boolean).join(' ');
}

/** Lists all of them: a loss is listed, not counted. Cut only where nobody reads on. */
const listed = (names: readonly string[]): string => toShortText(names.join(', '), 500);

type Sentences = readonly (string | false | undefined)[];
const join = (sentences: Sentences): string => toShortText(sentences.filter(Boolean).join(' '), 2_000);
const info = (sentences: Sentences): Ending => ({ severity: 'info', sentence: join(sentences) });
const warning = (sentences: Sentences): Ending => ({ severity: 'warning', sentence: join(sentences) });
const error = (sentences: Sentences): Ending => ({ severity: 'error', sentence: join(sentences) });
