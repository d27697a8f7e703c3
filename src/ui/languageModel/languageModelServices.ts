import type { WorkspaceCheckServices } from '../workspaceCheck/workspaceCheckServices';

/** Services that this room takes. */
export type LanguageModelServices = Pick<
  WorkspaceCheckServices,
  'connections' | 'inventory' | 'files' | 'manifests' | 'settings' | 'log' | 'now' | 'translate' | 'uses'
>;
