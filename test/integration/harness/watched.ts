import type * as vscode from 'vscode';
import type { ShownTexts } from './shownTexts';

export type Call = (...given: unknown[]) => unknown;

/** The functions of a part of VS Code's API that are called so. */
export const functionsOf = (space: object, names: RegExp): readonly (readonly [string, Call])[] =>
  (Object.entries(space) as [string, unknown][]).filter(
    (each): each is [string, Call] => names.test(each[0]) && typeof each[1] === 'function',
  );

/** Whether it is what VS Code asks for something, unlike the languages and options beside it. */
export const isProvider = (value: unknown): value is Partial<vscode.CodeLensProvider> & object =>
  typeof value === 'object' &&
  value !== null &&
  [...Object.keys(value), ...Object.getOwnPropertyNames(Object.getPrototypeOf(value) ?? {})].some(
    (name) => /^provide/.test(name) && typeof Reflect.get(value, name) === 'function',
  );

/** The same provider, of whose answers all texts are noted. */
export const reading = <T extends object>(provider: T, place: string, texts: ShownTexts): T =>
  new Proxy(provider, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        const answer: unknown = value.apply(target, given);
        if (!/^(provide|resolve|getTreeItem)/.test(String(name))) return answer;
        const note = (found: unknown): unknown => {
          texts.note(`${place}.${String(name)}`, found);
          return found;
        };
        return answer instanceof Promise ? answer.then(note) : note(answer);
      };
    },
  });

interface Watch {
  readonly onSet: (name: string, value: unknown) => void;
  readonly onCall?: (name: string, given: readonly unknown[]) => void;
  readonly replaced?: Readonly<Record<string, unknown>>;
}

/** The same object, of which is noted what is set and called. */
export const watched = <T extends object>(inner: T, { onSet, onCall, replaced = {} }: Watch): T =>
  new Proxy(inner, {
    get: (target, name) => {
      if (typeof name === 'string' && Object.hasOwn(replaced, name)) return replaced[name];
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        onCall?.(String(name), given);
        return value.apply(target, given);
      };
    },
    set: (target, name, value: unknown) => {
      onSet(String(name), value);
      return Reflect.set(target, name, value, target);
    },
  });
