import { makeCertificate } from '../fixtures/certificates';

/** A server's identity for this machine's own names, and the CA to trust for it. PEM texts. */
export interface LocalIdentity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * A CA made for the occasion and a server certificate of it for 127.0.0.1, ::1 and localhost. Keys live in memory only.
 */
export async function makeLocalIdentity(now: number): Promise<LocalIdentity> {
  const ca = await makeCertificate({ now, commonName: 'Local Gateway Test CA', isCa: true, toDays: 30 });
  const server = await makeCertificate({
    now,
    commonName: 'localhost',
    dns: ['localhost'],
    ips: ['127.0.0.1', '::1'],
    issuer: ca,
    fromDays: -1,
    toDays: 30,
  });
  return { key: server.keyPem, cert: server.chainPem, ca: ca.pem };
}
