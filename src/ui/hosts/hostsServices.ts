import type * as vscode from 'vscode';
import type { LookUpHost, OpenHandshake } from '../../gateway/handshake';
import type { ChangeServices } from '../change/changeServices';
import type { HostPages } from './hostPages';

/** Connects by TLS, on a person's command alone. */
interface Handshakes {
  readonly open: OpenHandshake;
  readonly lookUp: LookUpHost;
}

/** Services that this room takes. */
export interface HostsServices extends ChangeServices {
  readonly context: vscode.ExtensionContext;
  readonly handshakes: Handshakes;
  readonly hostPages: HostPages;
}
