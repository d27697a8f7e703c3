/**
 * What keeps a write from being sent, whoever asked for it: the person's mark on the connection, and a workspace that is not
 * trusted. Commands ask first and say why; the gateway they are given refuses all the same.
 */
import { GatewayError } from '../gateway/gateway';
import type { Capabilities, CertificateBundle, CertificateChange, Gateway, RemoveOptions, ReplaceOptions, StoredCertificate } from '../gateway/gateway';
import type { Translate } from '../shared/translate';
import type { Connection } from './connection';

export type WriteBar = 'readOnly' | 'untrusted' | 'gone';

/** @param connection as the settings have it now; undefined where they no longer do */
export function writeBarOf(connection: Pick<Connection, 'readOnly'> | undefined, isWorkspaceTrusted: boolean): WriteBar | undefined {
  if (!isWorkspaceTrusted) return 'untrusted';
  if (!connection) return 'gone';
  return connection.readOnly ? 'readOnly' : undefined;
}

export function barSentence(bar: WriteBar, { name, translate }: { readonly name: string; readonly translate: Translate }): string {
  switch (bar) {
    case 'untrusted':
      return translate('This workspace is not trusted: nothing is written to gateways from here.');
    case 'readOnly':
      return translate('“{name}” is marked read-only: nothing is written to it from here.', { name });
    case 'gone':
      return translate('This connection no longer exists.');
  }
}

/** A gateway that refuses to write while `bar` says so, before anything is sent. Reads go through. */
export class GuardedGateway implements Gateway {
  constructor(
    private readonly gateway: Gateway,
    private readonly bar: () => WriteBar | undefined,
  ) {}

  get capabilities(): Capabilities {
    return this.gateway.capabilities;
  }

  check(signal: AbortSignal): ReturnType<Gateway['check']> {
    return this.gateway.check(signal);
  }

  list(signal: AbortSignal): ReturnType<Gateway['list']> {
    return this.gateway.list(signal);
  }

  read(id: string, signal: AbortSignal): Promise<StoredCertificate> {
    return this.gateway.read(id, signal);
  }

  uses(signal: AbortSignal): ReturnType<Gateway['uses']> {
    return this.gateway.uses(signal);
  }

  async create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate> {
    this.refuse();
    return this.gateway.create(bundle, signal, onSent);
  }

  async replace(id: string, change: CertificateChange, options: ReplaceOptions): Promise<StoredCertificate> {
    this.refuse();
    return this.gateway.replace(id, change, options);
  }

  async remove(id: string, options: RemoveOptions): ReturnType<Gateway['remove']> {
    this.refuse();
    return this.gateway.remove(id, options);
  }

  dispose(): void {
    this.gateway.dispose();
  }

  private refuse(): void {
    const bar = this.bar();
    if (bar) throw new GatewayError('blocked', `Not sent: ${bar}.`, { mayHaveTakenEffect: false });
  }
}
