import type { Connection } from '../../app/connections';
import { readSubject } from '../../shared/protocol';
import { pickCertificate } from '../pickCertificate';
import type { CertificateQuestion } from '../pickCertificate';
import type { Services } from '../services';
import { toCertificateRows } from '../tree/rowArgument';

/** Which certificate a change is about. */
export interface Target {
  readonly connection: Connection;
  readonly id: string;
  /** As far as it is known; the id where it is not. */
  readonly title: string;
}

/** The row or page a command was called on, or one picked of all that are loaded. */
export async function findTarget(argument: unknown, services: Services, question: CertificateQuestion): Promise<Target | undefined> {
  const { connections, inventory } = services;
  const [row] = toCertificateRows(argument, undefined);
  const subject = row ? undefined : readSubject(argument);
  if (subject?.from === 'gateway') {
    const connection = connections.find(subject.connection);
    return connection && { connection, id: subject.id, title: inventory.find(connection.id, subject.id)?.title ?? subject.id };
  }
  const entry = row?.entry ?? (await pickCertificate(services, question));
  return entry && { connection: connections.find(entry.connection.id) ?? entry.connection, id: entry.stored.id, title: entry.title };
}
