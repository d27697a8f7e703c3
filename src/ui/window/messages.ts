import * as vscode from 'vscode';
import type { ViewId } from '../../ids';
import { toInertLines, toInertText } from './inertText';

/** A button of a message: its words, or an object that carries more than them. */
type Button = string | { readonly title: string };

/** Says something that went well, or is worth knowing. Resolves to the button pressed. */
export const showInformationMessage = <B extends Button>(
  sentence: string,
  ...buttons: readonly B[]
): Promise<B | undefined> => show('showInformationMessage', sentence, buttons);

export const showWarningMessage = <B extends Button>(
  sentence: string,
  ...buttons: readonly B[]
): Promise<B | undefined> => show('showWarningMessage', sentence, buttons);

export const showErrorMessage = <B extends Button>(
  sentence: string,
  ...buttons: readonly B[]
): Promise<B | undefined> => show('showErrorMessage', sentence, buttons);

type Kind = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

async function show<B extends Button>(kind: Kind, sentence: string, buttons: readonly B[]): Promise<B | undefined> {
  const items = buttons.map((button) => ({
    title: toInertText(typeof button === 'string' ? button : button.title),
    button,
  }));
  const pressed = await vscode.window[kind](toInertText(sentence), ...items);
  return pressed?.button;
}

/** Says a dangerous thing plainly, in a dialog of its own; true where the person wants it all the same. */
export async function showWarningDialog(question: {
  readonly message: string;
  /** One line, or several. */
  readonly detail: string | readonly string[];
  /** The button that goes on, named after what it does. */
  readonly action: string;
}): Promise<boolean> {
  const { message, detail, action } = question;
  const options = { modal: true, detail: toInertLines(typeof detail === 'string' ? [detail] : detail) };
  const goOn = { title: toInertText(action) };
  return (await vscode.window.showWarningMessage(toInertText(message), options, goOn)) === goOn;
}

/**
 * Says something small at the bottom of the window, for so many milliseconds or until something ends. An icon there
 * would be spoken by its name.
 */
export function setStatusBarMessage(sentence: string, until: number | Promise<unknown>): void {
  const text = toInertText(sentence);
  if (typeof until === 'number') vscode.window.setStatusBarMessage(text, until);
  else vscode.window.setStatusBarMessage(text, until);
}

/** Copies a text, where there is one, and says so at the bottom of the window. */
export async function copyText(text: string, label: string): Promise<void> {
  if (text === '') return;
  await vscode.env.clipboard.writeText(text);
  setStatusBarMessage(vscode.l10n.t('Copied: {0}', label), 3_000);
}

/** Says how far the work is. `increment` is in percent of the whole. */
export interface Progress {
  report(step: { readonly message?: string; readonly increment?: number }): void;
}

/** Does work under a message that moves and has Cancel. */
export function withProgress<T>(
  title: string,
  work: (progress: Progress, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: toInertText(title), cancellable: true };
  const run = vscode.window.withProgress(options, (progress, token) => {
    const report: Progress['report'] = ({ message, increment }) =>
      progress.report({
        ...(message !== undefined && { message: toInertText(message) }),
        ...(increment !== undefined && { increment }),
      });
    return work({ report }, token);
  });
  return Promise.resolve(run);
}

/** Shows a bar that moves at the top of a view until the promise is settled. */
export function showViewProgress(viewId: ViewId, until: Promise<unknown>): void {
  void vscode.window.withProgress({ location: { viewId } }, () => until);
}
