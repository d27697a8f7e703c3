import type { Connection } from '../../app/connections/connections';
import { readSubject } from '../../shared/protocol';
import { pickCertificate } from '../prompts/pickCertificate';
import type { CertificateQuestion } from '../prompts/pickCertificate';
import type { ChangeServices } from './changeServices';
import { toCertificateRows } from '../tree/rowArgument';

/** Which certificate a change is about. */
export interface Target {
  readonly connection: Connection;
  readonly id: string;
  /** As far as it is known; the id where it is not. */
  readonly title: string;
}

/** The row or page a command was called on, or one picked of all that are loaded. */
export async function findTarget(
  argument: unknown,
  services: ChangeServices,
  question: CertificateQuestion,
): Promise<Target | undefined> {
  const { connections, inventory } = services;
  // An argument only says which: anybody can call a command, with a title of their own.
  const toTarget = (connectionId: string, id: string): Target | undefined => {
    const connection = connections.find(connectionId);
    return connection && { connection, id, title: inventory.find(connectionId, id)?.title ?? id };
  };
  const [row] = toCertificateRows(argument, undefined);
  const subject = row ? undefined : readSubject(argument);
  if (subject?.from === 'gateway') return toTarget(subject.connection, subject.id);
  const entry = row?.entry ?? (await pickCertificate(services, question));
  return entry && toTarget(entry.connection.id, entry.stored.id);
}
