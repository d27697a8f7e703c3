import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateReference } from '../inventory/ownNames';
import type { CertificateState } from '../inventory/stateCounts';
import type { HostOutcome } from './hostOutcome';
import type { Impact } from './impact';
import { listedAs } from './useText';

/** `danger`: something stops working. `warning`: something may. `note`: worth knowing. */
export type ImpactSeverity = 'danger' | 'warning' | 'note';

export interface OutcomeWords {
  readonly severity: ImpactSeverity;
  readonly sentence: string;
  /** The change for each of the hosts, shown beside its name. */
  readonly fate: string;
  /** The reason in one line; translated. */
  readonly why?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export function outcomeWords(
  outcome: HostOutcome,
  { action, keepsCertificate }: Impact,
  translate: Translate,
): OutcomeWords {
  switch (outcome.kind) {
    case 'lost': {
      if (outcome.blockedBy.length === 0)
        return { severity: 'danger', sentence: 'Left without TLS: {hosts}', fate: 'Left without TLS' };
      const { short, whole } = namesOf(outcome.blockedBy, translate, outcome.more);
      return {
        severity: 'danger',
        sentence:
          'Left without TLS: {hosts}. The gateway chooses {other} by its wildcard, then refuses it and tries no other',
        fate: 'Left without TLS',
        why: translate('The gateway refuses {other}', short),
        values: whole,
      };
    }
    case 'unnamed':
      return {
        severity: 'danger',
        sentence: 'Served with the new certificate, which does not name them, so that clients refuse it: {hosts}',
        fate: 'Clients will refuse it',
        why: translate('The new certificate does not name this host'),
      };
    case 'unclear': {
      const { short, whole } = namesOf(outcome.candidates, translate, outcome.more);
      return outcome.mayFail
        ? {
            severity: 'warning',
            sentence:
              'May be left without TLS: {hosts}. Depending on its node or version, the gateway serves {other} instead',
            fate: 'May be left without TLS',
            why: translate('Possibly served instead: {other}', short),
            values: whole,
          }
        : {
            severity: 'warning',
            sentence:
              'Served with one of several certificates, depending on the gateway’s node: {other}. Hosts: {hosts}',
            fate: 'Served with one of several certificates',
            why: translate('Depends on the node: {other}', short),
            values: whole,
          };
    }
    case 'moves':
      return {
        severity: isGood(outcome.to) ? (action === 'delete' ? 'note' : 'warning') : 'danger',
        sentence: 'Falls to another certificate, {other}: {hosts}',
        fate: 'Falls to another certificate',
        why: referenceText(outcome.to, translate, shortTitle),
        values: { other: referenceText(outcome.to, translate) },
      };
    case 'gained':
      return outcome.from
        ? {
            severity: 'note',
            sentence: 'Served with the new certificate instead of {other}: {hosts}',
            fate: 'Served with the new certificate',
            why: translate('Instead of {other}', { other: shortText([outcome.from], translate) }),
            values: { other: referenceText(outcome.from, translate) },
          }
        : {
            severity: 'note',
            sentence: 'Served with a certificate from now on: {hosts}',
            fate: 'Served with a certificate from now on',
          };
    case 'kept':
      if (keepsCertificate)
        return { severity: 'note', sentence: 'Served as before: {hosts}', fate: 'Served as before' };
      return {
        severity: 'note',
        sentence: 'Still served, now with the new certificate: {hosts}',
        fate: 'Still served, now with the new certificate',
      };
    case 'untouched':
      return { severity: 'note', sentence: 'Not affected: {hosts}', fate: 'Not affected' };
  }
}

const isGood = ({ state, isNamed }: CertificateReference): boolean =>
  (state === 'valid' || state === 'expiring') && isNamed !== false;

const stateWords: Readonly<Record<CertificateState, string | undefined>> = {
  expired: 'expired',
  expiring: 'expires soon',
  notYetValid: 'not valid yet',
  valid: undefined,
  unknown: 'validity unknown',
  disabled: 'disabled',
};

/** Names a certificate with what decides whether it is a good one to fall to: `shop.example.com (ID 44, expired)`. */
function referenceText(
  { id, title, state, isNamed }: CertificateReference,
  translate: Translate,
  titleLength = 60,
): string {
  const name = { title: toShortText(title, titleLength), id: toShortText(id, 64) };
  const words = [stateWords[state], isNamed === false ? 'does not name the host' : undefined];
  const facts = words.flatMap((word) => (word === undefined ? [] : translate(word))).join(', ');
  return facts === ''
    ? translate('{title} (ID {id})', name)
    : translate('{title} (ID {id}, {facts})', { ...name, facts });
}

/** Names certificates, for a line and for a sentence that may be long. */
const namesOf = (references: readonly CertificateReference[], translate: Translate, more = 0) => ({
  short: { other: shortText(references, translate, more) },
  whole: { other: listedAs(references, (each) => referenceText(each, translate), { translate, more }) },
});

/** Letters of a title that leave room for its ID in a line. */
const shortTitle = 24;

/** Names the first of them in a line, and how many more. That it does not name the host is said by what happens. */
function shortText([first, ...others]: readonly CertificateReference[], translate: Translate, more = 0): string {
  if (first === undefined) return '';
  const names = referenceText({ ...first, isNamed: undefined }, translate, shortTitle);
  const count = others.length + more;
  return count > 0 ? translate('{names} and {count} more', { names, count }) : names;
}
