import type { CorpusCase } from './cases';
import type { Difference } from './difference';

/** The outcome of one case. */
export interface Outcome {
  readonly kind: string;
  readonly file: string;
  /**
   * `right`: read, every field equal. `wrong`: read, some field differs. `rejected`: not read, `reason` says why.
   * `lenient`: read although OpenSSL refuses it, `reason` says what was read.
   * `skipped`: nothing here reads this kind, `reason` says so.
   */
  readonly result: 'right' | 'wrong' | 'rejected' | 'lenient' | 'skipped';
  readonly differences: readonly Difference[];
  readonly reason?: string;
  /** OpenSSL reads it. */
  readonly isReadByOpenSsl: boolean;
}

export const about = ({ kind, file, expected }: CorpusCase): Pick<Outcome, 'kind' | 'file' | 'isReadByOpenSsl'> => ({
  kind,
  file,
  isReadByOpenSsl: expected.parses !== false,
});

export function differing(each: CorpusCase, differences: readonly Difference[]): Outcome {
  return { ...about(each), result: differences.length === 0 ? 'right' : 'wrong', differences };
}
