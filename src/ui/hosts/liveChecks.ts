import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import type { LiveCheck } from '../../app/usage/liveCheck';
import { isOfObject, shownChain, waitUntilShown } from '../../app/usage/liveCheck';
import type { GatewaySubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import { withLateProgress } from '../prompts/lateProgress';
import { setStatusBarMessage, showWarningMessage, withProgress } from '../window/messages';
import type { LiveTarget } from './askLive';
import { askLive } from './askLive';
import type { HostsServices } from './hostPages';

/** Milliseconds for one handshake, with the connection. */
const handshakeTimeout = 10_000;

export interface LiveChecksParts {
  readonly host: string;
  readonly services: HostsServices;
  readonly onDidCheck: () => void;
}

/**
 * The live checks of one host: asks where to connect to, connects, and keeps what was shown last. Nothing connects once
 * it is disposed.
 */
export class LiveChecks implements vscode.Disposable {
  private last: LiveCheck | undefined;
  private target: LiveTarget | undefined;
  private request: AbortController | undefined;
  private isDisposed = false;

  constructor(private readonly parts: LiveChecksParts) {}

  get latest(): LiveCheck | undefined {
    return this.last;
  }

  dispose(): void {
    this.isDisposed = true;
    this.request?.abort();
    this.target?.dispose();
    this.target = undefined;
  }

  /** Asks where to connect to, shows the address, and connects once that is confirmed. */
  async check(): Promise<void> {
    const target = await askLive(this.parts.host, this.parts.services);
    if (!target) return;
    // The page may have been closed meanwhile.
    if (this.isDisposed) return target.dispose();
    this.target?.dispose();
    this.target = target;
    await this.checkAgain();
  }

  async checkAgain(): Promise<void> {
    const { target } = this;
    if (!target) return this.check();
    const request = this.replaceRequest();
    const check = await withLateProgress(vscode.l10n.t('Connecting to {0}', target.place), (signal) =>
      this.connect(target, AbortSignal.any([signal, request.signal])),
    );
    if (check && this.request === request && !request.signal.aborted) this.take(check);
  }

  /** Connects again and again until the server shows what the gateway holds, for a minute at most. */
  async waitFor({ connection, id }: GatewaySubject): Promise<void> {
    const { target } = this;
    const { inventory, now } = this.parts.services;
    const entry = inventory.find(connection, id);
    if (!target || !entry) return;
    const request = this.replaceRequest();
    const name = toShortText(entry.title, 60);
    const end = await withProgress(
      vscode.l10n.t('Waiting until {0} is served at {1}', name, target.place),
      (progress, token) => {
        token.onCancellationRequested(() => request.abort());
        let count = 0;
        return waitUntilShown({
          check: () => this.connect(target, request.signal),
          isDone: ({ result }) => {
            const [leaf] = shownChain(result);
            return leaf !== undefined && isOfObject(leaf, entry) === 'same';
          },
          onDidCheck: (check) => {
            progress.report({ message: vscode.l10n.t('tried {0} times', ++count) });
            this.take(check);
          },
          scheduler: realScheduler,
          now,
          signal: request.signal,
        });
      },
    );
    if (end === 'shown') setStatusBarMessage(vscode.l10n.t('{0} is served at {1}.', name, target.place), 8_000);
    if (end === 'tooLong')
      void showWarningMessage(
        vscode.l10n.t('After a minute, {0} still presents a different certificate than {1}.', target.place, name),
      );
  }

  private replaceRequest(): AbortController {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    return request;
  }

  private async connect(target: LiveTarget, signal: AbortSignal): Promise<LiveCheck> {
    const { handshakes, now } = this.parts.services;
    const { asked, address, serverName, client } = target;
    const result = await handshakes.open({
      address,
      port: asked.port,
      serverName,
      client: client && { certificate: client.certificate, key: client.key() },
      timeout: handshakeTimeout,
      signal,
    });
    return { asked, address, client: client?.title, at: now(), result };
  }

  private take(check: LiveCheck): void {
    if (check.result.kind === 'failed' && check.result.reason === 'cancelled') return;
    this.last = check;
    this.parts.onDidCheck();
  }
}
