// The only file that knows the toolkit, which is archived: whatever replaces it, replaces it here.
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDivider, vsCodeProgressRing } from '@vscode/webview-ui-toolkit';

/**
 * Names of the elements that {@link registerToolkit} defines. Not among them: badge and tag, which set a style attribute
 * that the page's content security policy does not allow.
 */
export const tags = {
  button: 'vscode-button',
  divider: 'vscode-divider',
  progressRing: 'vscode-progress-ring',
} as const;

export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDivider(), vsCodeProgressRing());
}
