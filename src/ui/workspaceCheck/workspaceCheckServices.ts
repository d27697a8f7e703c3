import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { EditorServices } from '../editor/editorServices';
import type { FilesServices } from '../files/filesServices';
import type { Notify } from '../prompts/notify';

/** Services that this room takes. */
export interface WorkspaceCheckServices extends EditorServices, FilesServices {
  readonly notify: Notify;
  readonly check: WorkspaceCheck;
}
