import type { StoredCertificate } from '../../core/model';
import type {
  Capabilities,
  CertificateBundle,
  CertificateChange,
  Gateway,
  RemoveOptions,
  ReplaceOptions,
} from '../../gateway/gateway';
/**
 * The reasons to refuse a write, whoever asked for it: the person's mark on the connection, and a workspace that is not
 * trusted. Commands ask first and say why; the gateway they are given refuses all the same.
 */
import { GatewayError } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import type { Connection } from './connection';

export type WriteBar =
  | 'readOnly'
  | 'untrusted'
  | 'gone'
  /** The connection was marked as production after the person was asked, so no prompt said so. */
  | 'production';

type Marks = Pick<Connection, 'readOnly' | 'production'>;

/**
 * @param connection as the settings have it now; undefined where they no longer do
 * @param shown as it was when the person was asked
 */
export function writeBarOf(
  connection: Marks | undefined,
  isWorkspaceTrusted: boolean,
  { shown }: { readonly shown?: Marks } = {},
): WriteBar | undefined {
  if (!isWorkspaceTrusted) return 'untrusted';
  if (!connection) return 'gone';
  if (connection.readOnly) return 'readOnly';
  return connection.production && shown && !shown.production ? 'production' : undefined;
}

/** @throws GatewayError of kind `blocked` where something keeps a write from being sent */
export function refuseWrite(bar: WriteBar | undefined): void {
  if (bar) throw new GatewayError('blocked', `Not sent: ${bar}.`, { mayHaveTakenEffect: false });
}

export function barSentence(
  bar: WriteBar,
  { name, translate }: { readonly name: string; readonly translate: Translate },
): string {
  switch (bar) {
    case 'untrusted':
      return translate('This workspace is not trusted: nothing is written to gateways from here.');
    case 'readOnly':
      return translate('“{name}” is marked read-only: nothing is written to it from here.', { name });
    case 'production':
      return translate('“{name}” was marked as production in the meantime: nothing was written. Start again.', {
        name,
      });
    case 'gone':
      return translate('This connection no longer exists.');
  }
}

/**
 * A gateway that refuses to write while `bar` says so, before anything is sent. Reads go through. A write may itself
 * read first: `Access.checkWrite` asks again when that is done.
 */
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

  readAsIs(id: string, signal: AbortSignal): Promise<unknown> {
    return this.gateway.readAsIs(id, signal);
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
    refuseWrite(this.bar());
  }
}
