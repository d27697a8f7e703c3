import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { UnfinishedWrite } from '../../../../src/app/writes/unfinishedWrite';
import type { StoredCertificate } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import type { Wording } from '../../../../src/ui/text/words';
import { connection, stored } from '../../app/fakes/fakeConnections';

const day = 24 * 60 * 60 * 1000;
export const now = Date.UTC(2026, 10, 23, 12);
export const wording: Wording = { clock: { now, warningDays: 30 }, translate: english, language: 'en' };

/** Valid from `from` to `to`, in days from now. */
export const dates = (from: number, to: number): Pick<StoredCertificate, 'metadata'> => ({
  metadata: { names: [], extensions: {}, validity: { notBefore: now + from * day, notAfter: now + to * day } },
});

export const entryOf = (id: string, change: Partial<StoredCertificate> = {}): CertificateEntry =>
  toEntry(connection('a'), stored(id, change));

/** A write of a minute ago whose outcome is unknown. */
export const unfinished = (
  title: string,
  connectionId: string,
  change: Partial<UnfinishedWrite> = {},
): UnfinishedWrite => ({
  id: title,
  owner: { window: 'w', pid: 1, machine: 'here' },
  place: connection(connectionId),
  title,
  at: now - 60_000,
  beat: now,
  state: 'unknown',
  facts: { kind: 'remove', objectId: '1' },
  ...change,
});
