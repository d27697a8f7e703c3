import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { Notify } from '../prompts/notify';
import type { EditorServices } from '../editor/editorServices';
import type { FilesServices } from '../files/filesServices';

/** Services that this room takes. */
export interface WorkspaceCheckServices extends EditorServices, FilesServices {
  readonly notify: Notify;
  readonly check: WorkspaceCheck;
}
