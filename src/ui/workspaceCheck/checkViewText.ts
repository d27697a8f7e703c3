import type { CheckProgress } from '../../app/workspace/workspaceCheck';
import type { CheckedFile } from '../../app/workspace/workspaceCheckFile';
import { isPressing, toFileState } from '../../app/workspace/workspaceCheckGroups';
import { limits } from '../../core/limits';
import type { CheckState } from '../../ids';
import type { Wording } from '../text/words';
import { countText } from '../text/words';

/** The facts that the view as a whole depends on. */
export interface CheckFacts {
  readonly progress: CheckProgress;
  readonly files: readonly CheckedFile[];
  /** Files that were not checked because the settings say so. */
  readonly switchedOff: number;
}

/** Returns the welcome text to show: there is one for whatever leaves the view without rows. */
export function toCheckState({ progress, files, switchedOff }: CheckFacts): CheckState {
  if (files.length > 0) return 'rows';
  switch (progress.kind) {
    case 'unchecked':
      return 'unchecked';
    case 'checking':
      return 'checking';
    case 'checked':
      if (!progress.isComplete) return 'stopped';
      return switchedOff > 0 ? 'switchedOff' : 'noFiles';
  }
}

type Words = Pick<Wording, 'translate' | 'language'>;

/**
 * Words the message above the rows: how far the check is, where it was stopped, what it came to. VS Code hides welcome
 * texts beneath a message.
 */
export function toCheckMessage({ progress, files, switchedOff }: CheckFacts, words: Words): string | undefined {
  if (files.length === 0 || progress.kind === 'unchecked') return undefined;
  const { translate } = words;
  const parts = progress.kind === 'checking' ? [progressText(progress, words)] : [outcomeText(progress, files, words)];
  if (switchedOff === 1) parts.push(translate('1 file was not checked: the check is disabled in the settings.'));
  if (switchedOff > 1)
    parts.push(
      translate('{count} files were not checked: the check is disabled in the settings.', {
        count: countText(switchedOff, words),
      }),
    );
  if (progress.kind === 'checked' && progress.total >= limits.workspaceFiles)
    parts.push(
      translate('Only the first {count} files were searched.', {
        count: countText(limits.workspaceFiles, words),
      }),
    );
  return parts.join(' ');
}

/** Writes `12 of 345 files`. */
export function progressText({ done, total }: Extract<CheckProgress, { kind: 'checking' }>, words: Words): string {
  const { translate } = words;
  if (total === undefined) return translate('Looking for certificate files…');
  return translate('{done} of {total} files', { done: countText(done, words), total: countText(total, words) });
}

function outcomeText(
  { done, total, isComplete }: Extract<CheckProgress, { kind: 'checked' }>,
  files: readonly CheckedFile[],
  words: Words,
): string {
  const { translate } = words;
  if (!isComplete)
    return translate('Stopped after {done} of {total} files. Check again for the rest.', {
      done: countText(done, words),
      total: countText(total, words),
    });
  const pressing = files.filter((file) => isPressing(toFileState(file))).length;
  const values = { count: countText(pressing, words), total: countText(files.length, words) };
  if (pressing === 0)
    return files.length === 1
      ? translate('No problems in 1 file.')
      : translate('No problems in {total} files.', values);
  return translate('Problems in {count} of {total} files.', values);
}
