/**
 * Every name this extension shares with package.json, which a test holds to each other, both ways; and keys of VS
 * Code's storages.
 */

/** Every window loads these: the prefix is written once. */
const commandNames = [
  'addConnection',
  'importConnections',
  'editConnection',
  'testConnection',
  'removeConnection',
  'setToken',
  'clearToken',
  'refresh',
  'cancelLoading',
  'filterCertificates',
  'clearFilter',
  'groupCertificates',
  'sortCertificates',
  'showCertificate',
  'showFileCertificate',
  'keepDetailsOpen',
  'focusDetails',
  'compareCertificates',
  'compareWithGateway',
  'compareWithFile',
  'goToMatch',
  'completeChain',
  'splitFile',
  'convertToPem',
  'turnOffFinding',
  'checkWorkspace',
  'cancelWorkspaceCheck',
  'checkHost',
  'checkLive',
  'showTimeline',
  'copyCertificateId',
  'copyCertificateNames',
  'copyCertificatePem',
  'copyCertificateAs',
  'exportChain',
  'showCertificateText',
  'showGatewayObject',
  'uploadCertificate',
  'uploadFromClipboard',
  'updateCertificate',
  'renewEverywhere',
  'continueUpdate',
  'cancelUpdate',
  'editLabels',
  'enableCertificate',
  'addPair',
  'removePair',
  'openManifest',
  'disableCertificate',
  'deleteCertificate',
  'lookAgain',
  'dismissUnfinished',
  'showFailure',
  'showLog',
] as const;
export type CommandId = `api7Certificates.${(typeof commandNames)[number]}`;
export const commandIds: readonly CommandId[] = commandNames.map((name) => `api7Certificates.${name}` as const);

export const viewIds = ['api7Certificates.inventory', 'api7Certificates.workspace'] as const;
export type ViewId = (typeof viewIds)[number];

export const viewContainerIds = ['api7Certificates'] as const;

/** Context keys that `when` clauses read. */
export const contextKeys = [
  /** The reason why the tree is empty: one of {@link ViewState}. */
  'api7Certificates.viewState',
  'api7Certificates.isLoading',
  'api7Certificates.isFiltered',
  /** The reason why the view of certificate files is empty: one of {@link CheckState}. */
  'api7Certificates.checkState',
  'api7Certificates.isChecking',
  /** The details page in front is the preview. */
  'api7Certificates.isDetailsPreview',
  /** The active editor is of another language, and holds certificates or keys. */
  'api7Certificates.holdsCertificates',
  /** An update waits for an answer to its comparison. */
  'api7Certificates.isUpdateCompared',
] as const;
export type ContextKey = (typeof contextKeys)[number];

/** Values of `api7Certificates.viewState`; the one that leaves the tree empty has a welcome view. */
export const viewStates = ['noConnection', 'rows'] as const;
export type ViewState = (typeof viewStates)[number];

/**
 * Values of `api7Certificates.checkState`; each that leaves the view of certificate files empty has a welcome view, but
 * `checking`.
 */
export const checkStates = ['unchecked', 'checking', 'stopped', 'noFiles', 'switchedOff', 'rows'] as const;
export type CheckState = (typeof checkStates)[number];

export const settingNames = [
  'api7Certificates.connections',
  'api7Certificates.expiryWarningDays',
  'api7Certificates.showBadge',
  'api7Certificates.showExpiryInStatusBar',
  'api7Certificates.expiryReminders',
  'api7Certificates.refreshAfter',
  'api7Certificates.requestTimeout',
  'api7Certificates.diagnostics.enabled',
  'api7Certificates.diagnostics.severity',
  'api7Certificates.embedded.enabled',
  'api7Certificates.hosts',
  'api7Certificates.showFileDecorations',
] as const;
export type SettingName = (typeof settingNames)[number];

export const languageIds = ['pem'] as const;

/** Type of the details page's webview panel; VS Code brings pages of this type back after a reload. */
export const detailPanelType = 'api7Certificates.details';

export const hostPanelType = 'api7Certificates.host';

/** Type of the page of a renewal, which no reload brings back. */
export const renewalPanelType = 'api7Certificates.renewal';

export const timelinePanelType = 'api7Certificates.timeline';

/** Custom editors: the first for text kinds where a person asks for it, the second the default of binary ones. */
export const customEditorIds = ['api7Certificates.certificateView', 'api7Certificates.binaryView'] as const;

/** Words of a tree row's contextValue, space-separated, for `viewItem =~` clauses. */
export const contextWords = [
  'connection',
  'certificate',
  'group',
  'message',
  'server',
  'client',
  'expired',
  'expiring',
  'failed',
  'wantsToken',
  'noToken',
  'enabled',
  'disabled',
  'readOnly',
  'production',
  'file',
  'finding',
  'key',
  'unfinished',
  'host',
  'pairs',
  'managed',
  'problem',
] as const;
export type ContextWord = (typeof contextWords)[number];

/** Tools for language models. */
export const toolIds = [
  'api7-certificates_list_certificates',
  'api7-certificates_find_expiring_certificates',
  'api7-certificates_find_certificate_for_host',
  'api7-certificates_check_certificate_file',
] as const;
export type ToolId = (typeof toolIds)[number];

/** Pages that explain findings open under this scheme. */
export const findingPagesScheme = 'api7-certificates-findings';

/** The folder in the extension's own storage that has a file for each unfinished write. */
export const journalFolder = 'writes';

/**
 * The key in the secret storage for the ids that tokens are kept under, as JSON. VS Code 1.100 cannot list its keys.
 */
export const tokenIndexKey = 'api7Certificates.tokens';
