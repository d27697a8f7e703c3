import type { Certificate, Reading } from '../../src/core/model';
import { scanPem } from '../../src/core/pem/scan';
import { parseCertificate } from '../../src/core/x509/certificate';

/** Every certificate of a file, readable or not: those of its PEM blocks, or all of it as DER where it has no block. */
export const readCertificates = (bytes: Buffer): readonly Reading<Certificate>[] =>
  certificateDers(bytes).map((der) =>
    der === undefined ? { ok: false, reason: 'Its PEM block is broken.' } : parseCertificate(der),
  );

/** Their DER; undefined where the PEM block is broken. */
export function certificateDers(bytes: Buffer): readonly (Uint8Array | undefined)[] {
  const { blocks } = scanPem(bytes.toString('utf8'));
  return blocks.length === 0 ? [bytes] : blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
}
