export type CheckId =
  | 'key'
  | 'type'
  | 'validity'
  | 'chain'
  | 'names'
  | 'unnamed'
  | 'unlisted'
  | 'leaf'
  | 'duplicate'
  | 'ca'
  | 'reading'
  | 'owner'
  | 'size'
  | 'keyChoice'
  | 'keyUsage';

export interface UploadCheck {
  readonly id: CheckId;
  /** `stop`: nothing is sent while this stands. */
  readonly outcome: 'pass' | 'note' | 'warning' | 'stop';
  readonly sentence: string;
}

/** Returns the checks as they are shown. */
export function worstFirst<Check extends Pick<UploadCheck, 'outcome'>>(checks: readonly Check[]): readonly Check[] {
  const rank = { stop: 0, warning: 1, note: 2, pass: 3 } as const;
  return [...checks].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
}
