import type * as vscode from 'vscode';
import { realScheduler } from '../app/base/scheduler';
import type { CommandId } from '../ids';
import type { Disposable } from '../shared/emitter';
import { DisposableStore } from './base/disposables';
import type { ChangeServices } from './change/changeServices';
import type { ConnectionServices } from './connection/connectionServices';
import type { ChainServices } from './editor/chain/chainServices';
import { showBinaryFiles } from './files/binaryFiles';
import { registerDecorations } from './files/decorations';
import { whenForeignIsOpen } from './files/foreignDocument';
import { whenPemIsOpen } from './files/pemDocuments';
import type { HostsServices } from './hosts/hostsServices';
import type { TimelineServices } from './timeline/timelineServices';
import { registerWorkspaceCheck } from './workspaceCheck/registerWorkspaceCheck';
import type { WorkspaceCheckServices } from './workspaceCheck/workspaceCheckServices';

/** Everything that `extension.ts` builds: what the rooms take, together. */
export interface Services
  extends ChangeServices, ConnectionServices, HostsServices, WorkspaceCheckServices, TimelineServices, ChainServices {}

/** Runs a command with what VS Code, or anybody, handed to it. */
export type Command = (services: Services, target: unknown, selection: unknown) => unknown;

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

const compare = () => import('./commands/compare');
const changes = () => import('./commands/changes');
const connections = () => import('./commands/connections');
const hosts = () => import('./commands/hosts');
const inventory = () => import('./commands/inventory');
const search = () => import('./commands/search');
const show = () => import('./commands/show');
const takeOut = () => import('./commands/takeOut');
const upload = () => import('./commands/upload');
const workspace = () => import('./commands/workspace');

/** Every command; its code is loaded when a person first wants it. */
export const commands: Readonly<Record<CommandId, () => Promise<Command>>> = {
  'api7Certificates.addConnection': async () => (await connections()).addConnection,
  'api7Certificates.addPair': async () => (await changes()).addPair,
  'api7Certificates.removePair': async () => (await changes()).removePair,
  'api7Certificates.cancelUpdate': async () => (await changes()).cancelUpdate,
  'api7Certificates.continueUpdate': async () => (await changes()).continueUpdate,
  'api7Certificates.cancelLoading': async () => (await inventory()).cancelLoading,
  'api7Certificates.cancelWorkspaceCheck': async () => (await workspace()).cancelWorkspaceCheck,
  'api7Certificates.checkHost': async () => (await hosts()).checkHost,
  'api7Certificates.checkLive': async () => (await hosts()).checkLive,
  'api7Certificates.checkWorkspace': async () => (await workspace()).checkWorkspace,
  'api7Certificates.clearFilter': async () => (await inventory()).clearFilter,
  'api7Certificates.clearToken': async () => (await connections()).clearToken,
  'api7Certificates.completeChain': async () => (await search()).completeChain,
  'api7Certificates.compareCertificates': async () => (await compare()).compareCertificates,
  'api7Certificates.compareWithFile': async () => (await compare()).compareWithFile,
  'api7Certificates.compareWithGateway': async () => (await compare()).compareWithGateway,
  'api7Certificates.copyCertificateAs': async () => (await takeOut()).copyCertificateAs,
  'api7Certificates.copyCertificateId': async () => (await inventory()).copyCertificateId,
  'api7Certificates.copyCertificateNames': async () => (await inventory()).copyCertificateNames,
  'api7Certificates.copyCertificatePem': async () => (await takeOut()).copyCertificatePem,
  'api7Certificates.exportChain': async () => (await takeOut()).exportChain,
  'api7Certificates.showCertificateText': async () => (await takeOut()).showCertificateText,
  'api7Certificates.showGatewayObject': async () => (await takeOut()).showGatewayObject,
  'api7Certificates.deleteCertificate': async () => (await changes()).deleteCertificate,
  'api7Certificates.disableCertificate': async () => (await changes()).disableCertificate,
  'api7Certificates.dismissUnfinished': async () => (await changes()).dismissUnfinished,
  'api7Certificates.editConnection': async () => (await connections()).editConnection,
  'api7Certificates.editLabels': async () => (await changes()).editLabels,
  'api7Certificates.enableCertificate': async () => (await changes()).enableCertificate,
  'api7Certificates.filterCertificates': async () => (await inventory()).filterCertificates,
  'api7Certificates.goToMatch': async () => (await search()).goToMatch,
  'api7Certificates.groupCertificates': async () => (await inventory()).groupCertificates,
  'api7Certificates.importConnections': async () => (await import('./commands/importConnections')).importConnections,
  'api7Certificates.openManifest': async () => (await changes()).openManifest,
  'api7Certificates.lookAgain': async () => (await changes()).lookAgain,
  'api7Certificates.refresh': async () => (await inventory()).refresh,
  'api7Certificates.removeConnection': async () => (await connections()).removeConnection,
  'api7Certificates.setToken': async () => (await connections()).setToken,
  'api7Certificates.showCertificate': async () => (await show()).showCertificate,
  'api7Certificates.keepDetailsOpen': async () => (await show()).keepDetailsOpen,
  'api7Certificates.focusDetails': async () => (await show()).focusDetails,
  'api7Certificates.showFailure': async () => (await inventory()).showFailure,
  'api7Certificates.showFileCertificate': async () => (await show()).showFileCertificate,
  'api7Certificates.showTimeline': async () => (await show()).showTimeline,
  'api7Certificates.showLog': async () => (await inventory()).showLog,
  'api7Certificates.sortCertificates': async () => (await inventory()).sortCertificates,
  'api7Certificates.splitFile': async () => (await import('./commands/splitFile')).splitFile,
  'api7Certificates.convertToPem': async () => (await import('./commands/splitFile')).convertFile,
  'api7Certificates.turnOffFinding': async () => (await import('./commands/splitFile')).turnOffFinding,
  'api7Certificates.testConnection': async () => (await connections()).testConnection,
  'api7Certificates.renewEverywhere': async () => (await import('./commands/renew')).renewEverywhere,
  'api7Certificates.updateCertificate': async () => (await changes()).updateCertificate,
  'api7Certificates.uploadCertificate': async () => (await upload()).uploadCertificate,
  'api7Certificates.uploadFromClipboard': async () => (await upload()).uploadFromClipboard,
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
