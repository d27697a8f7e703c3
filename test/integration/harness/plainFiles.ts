import { realScheduler } from '../../../src/app/base/scheduler';
import { CertificateFiles } from '../../../src/ui/files/certificateFiles';
import type { PemDocuments } from '../../../src/ui/files/pemDocuments';

/** Reads files of which none needs a password. */
export const plainFiles = (documents: PemDocuments): CertificateFiles =>
  new CertificateFiles({
    documents,
    scheduler: realScheduler,
    log: { error: () => undefined },
    startUnlocker: () => {
      throw new Error('Nothing here is encrypted.');
    },
  });
