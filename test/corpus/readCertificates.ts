import type { Certificate, Reading } from '../../src/core/model';
import { scanPem } from '../../src/core/pem/scan';
import { parseCertificate } from '../../src/core/x509/certificate';

/** Every certificate of a file, readable or not: those of its PEM blocks, or all of it as DER where it has no block. */
export function readCertificates(bytes: Buffer): readonly Reading<Certificate>[] {
  const { blocks } = scanPem(bytes.toString('utf8'));
  if (blocks.length === 0) {
    return [parseCertificate(bytes)];
  }
  return blocks.flatMap((block) =>
    block.kind !== 'certificate'
      ? []
      : [block.der === undefined ? { ok: false, reason: 'Its PEM block is broken.' } : parseCertificate(block.der)],
  );
}
