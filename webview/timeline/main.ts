import './timeline.css';
import type { TimelineIntent, TimelineSubject } from '../../src/shared/timelineProtocol';
import { readTimelineState, timelineSubject } from '../../src/shared/timelineProtocol';
import { TimelinePage } from './view';

/** VS Code's interface to a page, handed out once. */
declare function acquireVsCodeApi(): {
  postMessage(message: TimelineIntent): void;
  setState(kept: TimelineSubject): void;
};

function start(): void {
  const root = document.getElementById('page');
  const said = document.getElementById('said');
  if (!root || !said) return;
  const api = acquireVsCodeApi();
  const view = new TimelinePage(root, said, (intent) => api.postMessage(intent));
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const state = readTimelineState(data);
    if (state) view.take(state);
  });
  // Brings the page back after the window was reloaded.
  api.setState(timelineSubject);
  api.postMessage({ kind: 'ready' });
}

start();
