import * as vscode from 'vscode';
import { isRecord } from '../../../src/shared/isRecord';

/**
 * `label`: VS Code makes links or icons of what is in it; `markdown`: of what is outside its code spans; `trusted`: of
 * all, and runs it; `html`: of tags; `plain`: of nothing.
 */
export type TextKind = 'label' | 'markdown' | 'trusted' | 'html' | 'plain';

export interface ShownText {
  /** The function or property that took it, such as `createQuickPick.title`. */
  readonly place: string;
  readonly kind: TextKind;
  readonly text: string;
}

/** What is handed over along with texts, and shown nowhere: data of ours, edits, ids. */
const unseen = new Set(['row', 'button', 'arguments', 'edit', 'diagnostics', 'contextValue', 'id', 'command']);

/** Milliseconds until something that a test waits for is taken for missing. */
const maxWait = 20_000;

/** Every text that VS Code was given while somebody looked, and what waits for one. */
export class ShownTexts {
  readonly all: ShownText[] = [];
  isRead = false;
  private readonly waiting = new Set<() => void>();
  private version = 0;

  /** Notes every text of a value that VS Code was given, and that something is otherwise now. */
  read(place: string, value: unknown, kind: TextKind = 'label'): void {
    this.note(place, value, kind);
    this.tell();
  }

  /** Notes every text of an answer, which changes nothing. */
  note(place: string, value: unknown, kind: TextKind = 'label'): void {
    if (this.isRead) this.readDeep(place, value, { kind, seen: new Set() });
  }

  /** Says that something is otherwise than before. */
  tell(): void {
    this.version += 1;
    for (const wake of [...this.waiting]) wake();
  }

  /** Looks again whenever something changes, until there is something to see. */
  async until<T>(look: () => T | undefined | Promise<T | undefined>, what: () => string): Promise<T> {
    let end = false;
    const deadline = setTimeout(() => {
      end = true;
      this.tell();
    }, maxWait);
    try {
      for (;;) {
        const { version } = this;
        const found = await look();
        if (found !== undefined) return found;
        if (end) throw new Error(what());
        if (version === this.version) await this.next();
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Waits until something is otherwise. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        resolve();
      };
      this.waiting.add(wake);
    });
  }

  private readDeep(
    place: string,
    value: unknown,
    { kind, seen }: { readonly kind: TextKind; readonly seen: Set<unknown> },
  ): void {
    if (typeof value === 'string') {
      if (value !== '') this.all.push({ place, kind, text: value });
    } else if (value instanceof vscode.MarkdownString) {
      const { isTrusted = false, supportHtml = false, supportThemeIcons = false } = value;
      const runs = isTrusted !== false || supportHtml || supportThemeIcons;
      this.all.push({ place, kind: runs ? 'trusted' : 'markdown', text: value.value });
    } else if (value instanceof vscode.CodeLens) {
      // What else a provider keeps in it is its own.
      this.readDeep(place, value.command, { kind, seen });
    } else if (isRecord(value) || Array.isArray(value)) {
      if (value instanceof vscode.Uri || seen.has(value)) return;
      seen.add(value);
      for (const [name, each] of Object.entries(value) as [string, unknown][])
        if (!unseen.has(name) || (name === 'command' && isRecord(each)))
          this.readDeep(Array.isArray(value) ? place : `${place}.${name}`, each, { kind, seen });
    }
  }
}
