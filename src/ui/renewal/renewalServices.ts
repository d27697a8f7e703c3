import type * as vscode from 'vscode';
import type { ChangeServices } from '../change/changeServices';

/** Services that this room takes. */
export interface RenewalServices extends ChangeServices {
  readonly context: vscode.ExtensionContext;
}
