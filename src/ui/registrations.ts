import type * as vscode from 'vscode';
import { realScheduler } from '../app/base/scheduler';
import type { Disposable } from '../shared/emitter';
import { DisposableStore } from './base/disposables';
import type { ChangeServices } from './change/changeServices';
import type { ConnectionServices } from './connection/connectionServices';
import type { ChainServices } from './editor/chain/completeChain';
import { showBinaryFiles } from './files/binaryFiles';
import { registerDecorations } from './files/decorations';
import { whenForeignIsOpen } from './files/foreignDocument';
import { whenPemIsOpen } from './files/pemDocuments';
import type { HostsServices } from './hosts/hostPages';
import type { TimelineServices } from './timeline/timelinePages';
import type { WorkspaceCheckServices } from './workspaceCheck/checkFile';
import { registerWorkspaceCheck } from './workspaceCheck/registerWorkspaceCheck';

/** Everything that `extension.ts` builds: what the rooms take, together. */
export interface Services
  extends ChangeServices, ConnectionServices, HostsServices, WorkspaceCheckServices, TimelineServices, ChainServices {}

type Register = (services: Services) => vscode.Disposable;

/** Calls `demand` when a feature is wanted, once or several times, until it is disposed. */
type Trigger = (demand: () => void, services: Services) => Disposable;

/** Registers a feature whose code is loaded when its trigger first fires. What could not be loaded is tried again. */
const onDemand =
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

/** Fires once the first rows had their turn. */
const soon: Trigger = (demand) => realScheduler.after(5_000, demand);

/** Fires where the journal has a note, which it nearly never has. */
const whenWritesAreNoted: Trigger = (demand, { journal }) => {
  if (journal.unfinished.length > 0 || journal.hasOthers) demand();
  return journal.onDidChange(demand);
};

/** Fires once a check of the workspace has started. */
const whenChecked: Trigger = (demand, { check }) => check.onDidChange(demand);

/** Everything that registers itself with VS Code, beside the commands. */
export const features: readonly ((services: Services) => vscode.Disposable)[] = [
  onDemand(async () => (await import('./editor/registerEditor')).registerEditor, whenPemIsOpen),
  onDemand(async () => (await import('./editor/foreign/registerForeign')).registerForeign, whenForeignIsOpen),
  registerWorkspaceCheck,
  onDemand(async () => {
    const { ClosedProblems } = await import('./workspaceCheck/closedProblems');
    return (services) => new ClosedProblems(services.check, services);
  }, whenChecked),
  registerDecorations,
  showBinaryFiles,
  onDemand(async () => (await import('./change/unfinished')).registerUnfinished, whenWritesAreNoted),
  onDemand(async () => (await import('./connection/watchOrphanedTokens')).watchOrphanedTokens, soon),
  onDemand(async () => (await import('./timeline/reminders')).watchExpiry, soon),
];
