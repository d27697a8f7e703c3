import { briefList } from '../../shared/briefList';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { UploadMatch } from './match';
import type { UploadCheck } from './uploadCheck';

export interface MatchFacts {
  /** The gateway's list is known to its end. */
  readonly isWhole: boolean;
  /** The reason why it could not be listed, in a sentence; what it is compared with is from before. */
  readonly failure?: string | undefined;
  readonly translate: Translate;
}

/** Returns the checks that speak against uploading it as one more object. */
export function matchChecks(match: UploadMatch, facts: MatchFacts): readonly UploadCheck[] {
  const { failure, translate: t } = facts;
  const down: readonly UploadCheck[] =
    failure === undefined
      ? []
      : [
          {
            id: 'duplicate',
            outcome: 'warning',
            sentence: t('The gateway cannot be read now, and may already hold the certificate: {failure}', { failure }),
          },
        ];
  return [...down, ...ownChecks(match, facts)];
}

function ownChecks(match: UploadMatch, { isWhole, failure, translate: t }: MatchFacts): readonly UploadCheck[] {
  switch (match.kind) {
    case 'identical':
      return [
        {
          id: 'duplicate',
          outcome: 'stop',
          sentence: t('Already on the gateway as {name} (ID {id})', {
            name: match.entry.title,
            id: match.entry.stored.id,
          }),
        },
      ];
    case 'renews':
      return [
        {
          id: 'duplicate',
          outcome: 'warning',
          sentence: t(
            'It renews {what}. Uploaded as a new certificate, it would leave the old one in place: update that instead',
            { what: entryWords(match.entry) },
          ),
        },
        ...(match.others ? [namesTaken(match.others, t)] : []),
      ];
    case 'conflict':
      return [namesTaken(match.entries, t)];
    case 'new':
      return isWhole || failure !== undefined
        ? []
        : [
            {
              id: 'duplicate',
              outcome: 'note',
              sentence: t('The gateway’s list was not read completely: the certificate may already be there'),
            },
          ];
  }
}

const maxNamed = 3;

const namesTaken = (entries: readonly CertificateEntry[], t: Translate): UploadCheck => ({
  id: 'duplicate',
  outcome: 'warning',
  sentence: t('Other certificates already serve some of its names: {others}', {
    others: briefList(entries.slice(0, maxNamed).map(entryWords), { most: maxNamed, count: entries.length }),
  }),
});

/** Writes `www.example.com (44)`: the name first, and the ID to distinguish it from others of that name. */
export const entryWords = ({ stored, title }: Pick<CertificateEntry, 'stored' | 'title'>): string =>
  title === stored.id ? toShortText(stored.id, 64) : `${toShortText(title, 60)} (${toShortText(stored.id, 64)})`;
