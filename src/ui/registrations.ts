import type * as vscode from 'vscode';
import { registerCertificateViews } from './binary/registerCertificateViews';
import { registerAddConnection } from './commands/addConnection';
import { registerCancelLoading } from './commands/cancelLoading';
import { registerClearFilter } from './commands/clearFilter';
import { registerClearToken } from './commands/clearToken';
import { registerCompareCertificates } from './commands/compareCertificates';
import { registerCompareWithFile } from './commands/compareWithFile';
import { registerCompareWithGateway } from './commands/compareWithGateway';
import { registerCopyCertificateId } from './commands/copyCertificateId';
import { registerCopyCertificateNames } from './commands/copyCertificateNames';
import { registerDismissUnfinished } from './commands/dismissUnfinished';
import { registerDeleteCertificate } from './commands/deleteCertificate';
import { registerEditConnection } from './commands/editConnection';
import { registerEditLabels } from './commands/editLabels';
import { registerFilterCertificates } from './commands/filterCertificates';
import { registerGoToMatch } from './commands/goToMatch';
import { registerGroupCertificates } from './commands/groupCertificates';
import { registerImportConnections } from './commands/importConnections';
import { registerLookAgain } from './commands/lookAgain';
import { registerRefresh } from './commands/refresh';
import { registerRemoveConnection } from './commands/removeConnection';
import { registerSetToken } from './commands/setToken';
import { registerShowCertificate } from './commands/showCertificate';
import { registerShowFailure } from './commands/showFailure';
import { registerShowFileCertificate } from './commands/showFileCertificate';
import { registerShowLog } from './commands/showLog';
import { registerSortCertificates } from './commands/sortCertificates';
import { registerTestConnection } from './commands/testConnection';
import { registerUpdateCertificate } from './commands/updateCertificate';
import { registerUploadCertificate } from './commands/uploadCertificate';
import { registerUploadFromClipboard } from './commands/uploadFromClipboard';
import { registerUnfinished } from './change/unfinished';
import { registerEditor } from './editor/registerEditor';
import type { Services } from './services';
import { registerDecorations } from './workspace/decorations';
import { registerWorkspaceCheck } from './workspace/registerWorkspaceCheck';

/** Everything that registers itself with VS Code: one line a command or feature. */
export const registrations: readonly ((services: Services) => vscode.Disposable)[] = [
  registerAddConnection,
  registerCancelLoading,
  registerClearFilter,
  registerClearToken,
  registerCompareCertificates,
  registerCompareWithFile,
  registerCompareWithGateway,
  registerCopyCertificateId,
  registerCopyCertificateNames,
  registerDeleteCertificate,
  registerEditConnection,
  registerEditLabels,
  registerFilterCertificates,
  registerGoToMatch,
  registerGroupCertificates,
  registerImportConnections,
  registerRefresh,
  registerRemoveConnection,
  registerSetToken,
  registerShowCertificate,
  registerShowFailure,
  registerShowFileCertificate,
  registerShowLog,
  registerSortCertificates,
  registerTestConnection,
  registerUpdateCertificate,
  registerUploadCertificate,
  registerUploadFromClipboard,
  registerCertificateViews,
  registerEditor,
  registerWorkspaceCheck,
  registerDecorations,
  registerLookAgain,
  registerDismissUnfinished,
  registerUnfinished,
];
