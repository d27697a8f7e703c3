import type { Translate } from '../../shared/translate';
import type { Settings } from '../base/settings';
import type { DetailPages } from '../details/detailPages';
import type { CertificateFiles } from '../files/certificateFiles';

/** Services that this room takes. */
export interface MatchingServices {
  readonly settings: Settings;
  readonly details: DetailPages;
  /** Files of the workspace that may hold certificates or keys, and what they hold. */
  readonly files: CertificateFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}
