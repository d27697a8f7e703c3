import * as vscode from 'vscode';

/** Milliseconds after which words such as "12 days left" are said anew. */
const interval = 60 * 60 * 1000;

/**
 * Calls back when time alone may have changed what is to be said of certificates: each hour, and when the window is
 * looked at again, since timers stand still while a machine sleeps.
 */
export function onPassingTime(listener: () => void): vscode.Disposable {
  const timer = setInterval(listener, interval);
  const focus = onReturn(listener);
  return {
    dispose: () => {
      clearInterval(timer);
      focus.dispose();
    },
  };
}

/** Calls back when the window is looked at again. */
export const onReturn = (listener: () => void): vscode.Disposable =>
  vscode.window.onDidChangeWindowState(({ focused }) => focused && listener());
