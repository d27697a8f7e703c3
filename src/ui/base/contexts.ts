import * as vscode from 'vscode';
import type { CheckState, ContextKey, ViewState } from '../../ids';

interface ContextValues {
  readonly 'api7Certificates.viewState': ViewState;
  readonly 'api7Certificates.isLoading': boolean;
  readonly 'api7Certificates.isFiltered': boolean;
  readonly 'api7Certificates.checkState': CheckState;
  readonly 'api7Certificates.isChecking': boolean;
  readonly 'api7Certificates.isDetailsPreview': boolean;
  readonly 'api7Certificates.holdsCertificates': boolean;
  readonly 'api7Certificates.isUpdateCompared': boolean;
}

/** Sets the context keys that `when` clauses read; only changes go to VS Code. */
export class Contexts {
  private readonly current = new Map<ContextKey, unknown>();

  set<K extends ContextKey>(key: K, value: ContextValues[K]): void {
    if (this.current.get(key) === value) return;
    this.current.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
