import type * as vscode from 'vscode';
import type { Disposable } from '../shared/emitter';
import { DisposableStore } from './base/disposables';
import type { Services } from './services';

export type Register = (services: Services) => vscode.Disposable;

/** Calls `demand` when a feature is wanted, once or several times, until it is disposed. */
export type Trigger = (demand: () => void, services: Services) => Disposable;

/** Registers a feature whose code is loaded when its trigger first fires. What could not be loaded is tried again. */
export const onDemand =
  (load: () => Promise<Register>, trigger: Trigger): Register =>
  (services) => {
    const own = new DisposableStore();
    let loading: Promise<void> | undefined;
    const loadOnce = async (): Promise<void> => {
      const register = await load();
      if (!own.isDisposed) own.add(register(services));
    };
    const demand = (): void => {
      loading ??= loadOnce().catch((error: unknown) => {
        loading = undefined;
        services.log.error('A part of the extension could not be loaded', error);
      });
    };
    own.add(trigger(demand, services));
    return own;
  };
