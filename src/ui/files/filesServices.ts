import type { Translate } from '../../shared/translate';
import type { Settings } from '../base/settings';
import type { CertificateFiles } from './certificateFiles';

/** Services that this room takes. */
export interface FilesServices {
  readonly settings: Settings;
  /** Files of the workspace that may hold certificates or keys, and what they hold. */
  readonly files: CertificateFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}
