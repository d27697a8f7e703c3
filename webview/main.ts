import './style.css';
import type { Host } from './host';
import { connectHost } from './host';
import { Page } from './page';
import { startRenewalPage } from './renewal/renewalPage';
import { registerToolkit } from './toolkit';

function start(): void {
  const root = document.getElementById('page');
  const said = document.getElementById('said');
  if (!root || !said) return;
  registerToolkit();
  if (root.dataset['page'] === 'renewal') return startRenewalPage(root, said);
  const page = new Page(root, said, (): Host => host);
  const host = connectHost((message) => page.take(message));
  const kept = host.kept();
  host.send({ kind: 'ready', ...(kept?.from === 'file' ? { index: kept.index } : {}) });
}

start();
