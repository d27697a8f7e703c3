import * as vscode from 'vscode';
import type { Translate } from '../../shared/translate';
import type { Wording } from '../text/words';
import type { ClockServices } from './clock';
import { clockOf } from './clock';

/** Returns what words states and dates as this person reads them, at this time. */
export const wordingOf = (services: ClockServices & { readonly translate: Translate }): Wording => ({
  clock: clockOf(services),
  translate: services.translate,
  language: vscode.env.language,
});
