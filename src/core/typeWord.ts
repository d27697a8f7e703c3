import type { Translate } from '../shared/translate';
import type { CertificateType } from './model';

/** Returns what a stored certificate's type is called. */
export function typeWord(type: CertificateType | undefined, translate: Translate): string {
  switch (type) {
    case 'server':
      return translate('Server');
    case 'client':
      return translate('Client');
    case undefined:
      return translate('Type unknown');
  }
}
