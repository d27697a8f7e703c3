// The only file that knows the toolkit, which is archived: whatever replaces it, replaces it here.
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDivider, vsCodeProgressRing, vsCodeTag } from '@vscode/webview-ui-toolkit';

/** Names of the elements that {@link registerToolkit} defines. */
export const tags = { button: 'vscode-button', divider: 'vscode-divider', progressRing: 'vscode-progress-ring', tag: 'vscode-tag' } as const;

export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDivider(), vsCodeProgressRing(), vsCodeTag());
}
