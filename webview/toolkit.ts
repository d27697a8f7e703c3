// The only file that knows the toolkit, which is archived: whatever replaces it, replaces it here.
import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

/**
 * Names of the elements that {@link registerToolkit} defines. Not among them: badge and tag, which set a style
 * attribute that the page's content security policy does not allow; divider, whose role may not have its orientation;
 * the progress ring, which interrupts a screen reader with “Loading” and turns where motion is not wanted.
 */
export const tags = { button: 'vscode-button' } as const;

export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}
