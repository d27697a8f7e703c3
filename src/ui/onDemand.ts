import * as vscode from 'vscode';
import type { CommandId } from '../ids';
import type { Services } from './services';

export type Register = (services: Services) => vscode.Disposable;

/** What makes a feature load itself, beside its commands. Calls `demand` and may be disposed then. */
export type Trigger = (demand: () => void, services: Services) => vscode.Disposable;

/**
 * Registers a feature whose code is loaded when it is first needed, so that it costs nothing at start. Until then its
 * commands
 * are registered by their names alone: the first call loads the feature, which registers the same commands, and calls
 * again.
 */
export const onDemand =
  (commands: readonly CommandId[], load: () => Promise<Register>, trigger?: Trigger): Register =>
  (services) => {
    let feature: vscode.Disposable | undefined;
    let isDisposed = false;
    let loading: Promise<void> | undefined;
    const loadOnce = async (): Promise<void> => {
      const register = await load();
      waiting.dispose();
      if (!isDisposed) feature = register(services);
    };
    const demand = (): Promise<void> => {
      loading ??= loadOnce().catch((error: unknown) => {
        // The next try begins anew.
        loading = undefined;
        throw error;
      });
      return loading;
    };
    const stubs = commands.map((id) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        await demand();
        return vscode.commands.executeCommand(id, ...args);
      }),
    );
    const triggered = trigger?.(() => {
      demand().catch((error: unknown) => services.log.error('A part of the extension could not be loaded', error));
    }, services);
    const waiting = vscode.Disposable.from(...stubs, ...(triggered ? [triggered] : []));
    return {
      dispose: () => {
        isDisposed = true;
        waiting.dispose();
        feature?.dispose();
      },
    };
  };

/** {@link onDemand} for one command. */
export const command = (id: CommandId, load: () => Promise<Register>): Register => onDemand([id], load);
