import type { Connection } from '../../app/connections/connections';
import type { GatewaySubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import type { CertificateQuestion } from '../prompts/pickCertificate';
import { pickCertificate } from '../prompts/pickCertificate';
import type { ChangeServices } from './changeServices';

/** The certificate that a change is about. */
export interface Target {
  readonly connection: Connection;
  readonly id: string;
  /** The certificate's title, or its id where that is unknown. */
  readonly title: string;
}

/** Returns what titles call the certificate and its gateway. */
export const shortNames = ({ title, connection }: Target): readonly [name: string, place: string] => [
  toShortText(title, 60),
  toShortText(connection.name, 60),
];

/** Looks up the certificate a command was called on, or has one picked of all that are loaded. */
export async function findTarget(
  subject: GatewaySubject | undefined,
  services: ChangeServices,
  question: CertificateQuestion,
): Promise<Target | undefined> {
  const { connections, inventory } = services;
  const toTarget = (connectionId: string, id: string): Target | undefined => {
    const connection = connections.find(connectionId);
    return connection && { connection, id, title: inventory.find(connectionId, id)?.title ?? id };
  };
  if (subject) return toTarget(subject.connection, subject.id);
  const entry = await pickCertificate(services, question);
  return entry && toTarget(entry.connection.id, entry.stored.id);
}
