import './renewal.css';
import type { RenewalIntent, RenewalState } from '../../src/shared/renewalProtocol';
import { readRenewalState } from '../../src/shared/renewalProtocol';
import { element } from '../element';
import type { RenewalActions } from './renderRenewal';
import { renderRenewal } from './renderRenewal';

/** VS Code's interface to a page, handed out once. */
declare function acquireVsCodeApi(): { postMessage(message: RenewalIntent): void };

/**
 * Shows what the host says of a renewal, and passes on what a person does about it. Keeps nothing: the host knows all
 * of it.
 */
export function startRenewalPage(root: HTMLElement, said: HTMLElement): void {
  const api = acquireVsCodeApi();
  const actions: RenewalActions = {
    act: (kind) => api.postMessage({ kind }),
    select: (row, isSelected) => api.postMessage({ kind: 'select', row, isSelected }),
    selectAll: (isSelected) => api.postMessage({ kind: 'selectAll', isSelected }),
    press: (row, button) => api.postMessage({ kind: 'press', row, button }),
  };
  let announced = '';
  const show = (state: RenewalState): void => {
    const focused = document.activeElement?.getAttribute('data-key');
    root.replaceChildren(...renderRenewal(state, actions));
    // What had the focus may be gone, as Renew is once it was pressed.
    if (focused)
      (find(root, focused) ?? find(root, `act ${state.actions[0]?.kind ?? ''}`) ?? find(root, 'heading'))?.focus();
    const text = state.status?.text ?? '';
    if (text !== announced) said.replaceChildren(element('p', { text }));
    announced = text;
  };
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const state = readRenewalState(data);
    if (state) show(state);
  });
  api.postMessage({ kind: 'ready' });
}

const find = (root: HTMLElement, key: string): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>('[data-key]:not([disabled])')].find(
    (candidate) => candidate.dataset['key'] === key,
  );
