import type * as vscode from 'vscode';
import { realScheduler } from '../app/base/scheduler';
import { registerCertificateViews } from './details/registerCertificateViews';
import { registerCancelLoading } from './commands/cancelLoading';
import { registerClearFilter } from './commands/clearFilter';
import { registerRefresh } from './commands/refresh';
import { registerShowLog } from './commands/showLog';
import { whenPemIsOpen } from './files/pemDocuments';
import { command, onDemand } from './onDemand';
import type { Trigger } from './onDemand';
import type { Services } from './services';
import { registerDecorations } from './files/decorations';
import { registerWorkspaceCheck } from './workspaceCheck/registerWorkspaceCheck';

/** For what is not needed for the first rows. */
const soon: Trigger = (demand) => realScheduler.after(5_000, demand);

/** Where the journal is empty, as it nearly always is, nothing is to be looked for. */
const whenWritesAreNoted: Trigger = (demand, { journal }) => {
  if (journal.unfinished.length > 0 || journal.hasOthers) demand();
  return journal.onDidChange(demand);
};

/**
 * Everything that registers itself with VS Code: one line a command or feature. Code that is written `import()` is
 * loaded when a
 * person first wants it; `test/unit/build.test.ts` holds what is loaded at start to its size.
 */
export const registrations: readonly ((services: Services) => vscode.Disposable)[] = [
  command(
    'api7Certificates.addConnection',
    async () => (await import('./commands/addConnection')).registerAddConnection,
  ),
  registerCancelLoading,
  registerClearFilter,
  command('api7Certificates.clearToken', async () => (await import('./commands/clearToken')).registerClearToken),
  command(
    'api7Certificates.compareCertificates',
    async () => (await import('./commands/compareCertificates')).registerCompareCertificates,
  ),
  command(
    'api7Certificates.compareWithFile',
    async () => (await import('./commands/compareWithFile')).registerCompareWithFile,
  ),
  command(
    'api7Certificates.compareWithGateway',
    async () => (await import('./commands/compareWithGateway')).registerCompareWithGateway,
  ),
  command(
    'api7Certificates.copyCertificateId',
    async () => (await import('./commands/copyCertificateId')).registerCopyCertificateId,
  ),
  command(
    'api7Certificates.copyCertificateNames',
    async () => (await import('./commands/copyCertificateNames')).registerCopyCertificateNames,
  ),
  command(
    'api7Certificates.deleteCertificate',
    async () => (await import('./commands/deleteCertificate')).registerDeleteCertificate,
  ),
  command(
    'api7Certificates.editConnection',
    async () => (await import('./commands/editConnection')).registerEditConnection,
  ),
  command('api7Certificates.editLabels', async () => (await import('./commands/editLabels')).registerEditLabels),
  command(
    'api7Certificates.filterCertificates',
    async () => (await import('./commands/filterCertificates')).registerFilterCertificates,
  ),
  command('api7Certificates.goToMatch', async () => (await import('./commands/goToMatch')).registerGoToMatch),
  command(
    'api7Certificates.groupCertificates',
    async () => (await import('./commands/groupCertificates')).registerGroupCertificates,
  ),
  command(
    'api7Certificates.importConnections',
    async () => (await import('./commands/importConnections')).registerImportConnections,
  ),
  registerRefresh,
  command(
    'api7Certificates.removeConnection',
    async () => (await import('./commands/removeConnection')).registerRemoveConnection,
  ),
  command('api7Certificates.setToken', async () => (await import('./commands/setToken')).registerSetToken),
  command(
    'api7Certificates.showCertificate',
    async () => (await import('./commands/showCertificate')).registerShowCertificate,
  ),
  command('api7Certificates.showFailure', async () => (await import('./commands/showFailure')).registerShowFailure),
  command(
    'api7Certificates.showFileCertificate',
    async () => (await import('./commands/showFileCertificate')).registerShowFileCertificate,
  ),
  registerShowLog,
  command(
    'api7Certificates.sortCertificates',
    async () => (await import('./commands/sortCertificates')).registerSortCertificates,
  ),
  command(
    'api7Certificates.testConnection',
    async () => (await import('./commands/testConnection')).registerTestConnection,
  ),
  command(
    'api7Certificates.updateCertificate',
    async () => (await import('./commands/updateCertificate')).registerUpdateCertificate,
  ),
  command(
    'api7Certificates.uploadCertificate',
    async () => (await import('./commands/uploadCertificate')).registerUploadCertificate,
  ),
  command(
    'api7Certificates.uploadFromClipboard',
    async () => (await import('./commands/uploadFromClipboard')).registerUploadFromClipboard,
  ),
  onDemand(
    ['api7Certificates.splitFile'],
    async () => (await import('./editor/registerEditor')).registerEditor,
    whenPemIsOpen,
  ),
  registerCertificateViews,
  registerWorkspaceCheck,
  registerDecorations,
  command('api7Certificates.lookAgain', async () => (await import('./commands/lookAgain')).registerLookAgain),
  command(
    'api7Certificates.dismissUnfinished',
    async () => (await import('./commands/dismissUnfinished')).registerDismissUnfinished,
  ),
  onDemand([], async () => (await import('./change/unfinished')).registerUnfinished, whenWritesAreNoted),
  onDemand([], async () => (await import('./connection/watchOrphanedTokens')).watchOrphanedTokens, soon),
];
