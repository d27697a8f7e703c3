import * as vscode from 'vscode';
import type { Connections } from '../../app/connections/connections';
import type { Inventory } from '../../app/inventory/inventory';
import type { StartUnlocker } from '../../app/sources/unlock';
import type { CommandId } from '../../ids';
import type { Translate } from '../../shared/translate';
import type { Settings } from '../base/settings';
import type { Verdict } from '../window/boxes';
import { TextBox } from '../window/boxes';
import { showInformationMessage, showWarningDialog } from '../window/messages';
import type { Answer, Question } from './promptSession';
import { ask } from './promptSession';

export interface PromptsServices {
  readonly settings: Settings;
  readonly connections: Connections;
  readonly inventory: Inventory;
  /** Starts a process that opens protected files. */
  readonly startUnlocker: StartUnlocker;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}

export const refuse = (text: string): Verdict => ({ severity: 'error', text });

export interface TextQuestion extends Question {
  /** A sentence below the text. */
  readonly prompt: string;
  readonly placeholder?: string;
  /** The text at first. */
  readonly value?: string;
  /** Judges every change, at once. */
  readonly check?: (text: string) => Verdict | undefined;
  /**
   * Judges once, on Enter, where that takes time; the box is busy meanwhile and stays where the verdict is an error.
   */
  readonly submit?: (text: string, signal: AbortSignal) => Promise<Verdict | undefined>;
}

export const input = (question: TextQuestion): Promise<Answer<string>> => askText(question, false);

/** Asks for a secret: not shown while typed. */
export const password = (question: TextQuestion): Promise<Answer<string>> => askText(question, true);

function askText(question: TextQuestion, isSecret: boolean): Promise<Answer<string>> {
  const { prompt, placeholder, value = '', check, submit } = question;
  const box = new TextBox();
  box.prompt = prompt;
  if (placeholder !== undefined) box.placeholder = placeholder;
  box.value = value;
  box.password = isSecret;
  const show = (verdict: Verdict | undefined) => {
    box.verdict = verdict;
  };
  return ask<string>(box, question, ({ end, fail, signal }) => {
    // An empty box is not scolded before anything was typed.
    show(value === '' ? undefined : check?.(value));
    box.onDidChangeValue((text) => show(check?.(text)));
    const accept = async (text: string): Promise<void> => {
      const objection = check?.(text);
      if (objection?.severity === 'error') return show(objection);
      if (!submit) return end({ kind: 'value', value: text });
      box.busy = true;
      box.enabled = false;
      const verdict = await submit(text, signal);
      if (signal.aborted) return;
      box.busy = false;
      box.enabled = true;
      if (verdict?.severity === 'error') show(verdict);
      else end({ kind: 'value', value: text });
    };
    box.onDidAccept(() => {
      if (!box.busy) accept(box.value).catch(fail);
    });
  });
}

/** Says a dangerous thing plainly, in a dialog of its own; true where the person wants it all the same. */
export const confirm = showWarningDialog;

/** Says that there is no connection, with Add Connection beside it. */
export async function offerConnection(sentence: string): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await showInformationMessage(sentence, add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}
