import type { DetailIntent, DetailNotice, DetailState, DetailSubject, PageSubject } from '../src/shared/protocol';
import { readDetailMessage, readSubject } from '../src/shared/protocol';

/** VS Code's interface to a page, handed out once. */
declare function acquireVsCodeApi(): {
  postMessage(message: DetailIntent): void;
  setState(kept: PageSubject): void;
  getState(): unknown;
};

/** The way to the extension host. */
export interface Host {
  send(intent: DetailIntent): void;
  /** Keeps the subject across a window reload. */
  keep(subject: PageSubject): void;
  /** Returns what was kept, where the window was reloaded since. */
  kept(): DetailSubject | undefined;
}

export function connectHost(onMessage: (message: DetailState | DetailNotice) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readDetailMessage(data);
    if (message) onMessage(message);
  });
  return {
    send: (intent) => api.postMessage(intent),
    keep: (subject) => api.setState(subject),
    kept: () => readSubject(api.getState()),
  };
}
