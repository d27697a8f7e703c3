import type * as vscode from 'vscode';
import type { PromptsServices } from '../prompts/promptsServices';

/** Services that this room takes. */
export interface DetailsServices extends PromptsServices {
  readonly context: vscode.ExtensionContext;
}
