import type * as vscode from 'vscode';
import type { ConnectionLog } from '../../app/connections/connections';
import { GatewayError } from '../../gateway/gateway';
import type { Disposable } from '../../shared/emitter';
import { redact } from '../../shared/redact';
import { toVisibleText } from '../../shared/visibleText';

/**
 * The part of VS Code's log channel that is used. Its level, which the person sets there, decides which lines are
 * shown.
 */
export type LogChannel = Pick<vscode.LogOutputChannel, 'debug' | 'info' | 'warn' | 'error' | 'show' | 'dispose'>;

/** Secrets that are remembered at most: far more than there are connections. */
const maxSecrets = 200;

/**
 * The extension's log. Nothing gets into it but through {@link redact}, and no name in it begins a line of its own or
 * changes how others read.
 */
export class Log implements ConnectionLog, Disposable {
  private readonly secrets = new Set<string>();

  constructor(private readonly channel: LogChannel) {}

  debug(line: string): void {
    this.channel.debug(this.clean(line));
  }

  info(line: string): void {
    this.channel.info(this.clean(line));
  }

  warn(line: string): void {
    this.channel.warn(this.clean(line));
  }

  /**
   * @param error whatever was thrown; its kind, codes and text are added, and where it came from if it is a fault of
   * ours.
   */
  error(line: string, error?: unknown): void {
    this.channel.error(this.clean(error === undefined ? line : `${line}: ${describe(error)}`));
  }

  hide(secret: string): void {
    // Deleted first, so that the one used last is the last to be forgotten.
    this.secrets.delete(secret);
    this.secrets.add(secret);
    for (const oldest of [...this.secrets].slice(0, -maxSecrets)) this.secrets.delete(oldest);
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.secrets.clear();
    this.channel.dispose();
  }

  private clean(line: string): string {
    const start = redact(line.slice(0, maxLine), [...this.secrets]);
    // What is cut off may begin in the middle of a secret.
    return (line.length > maxLine ? `${start.slice(0, -maxSecret)}…` : start)
      .split(frames)
      .map(toVisibleText)
      .join('\n');
  }
}

/** Characters of a line that are looked at. */
const maxLine = 131_072;
/** Characters of the longest secret. */
const maxSecret = 16_384;

/** The line breaks before what Node says of where an error came from. */
const frames = /\n(?= {4}at )/;

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'a value that is no error was thrown';
  if (!(error instanceof GatewayError)) return error.stack ?? `${error.name}: ${error.message}`;
  const { kind, message, status, code, gatewayText } = error;
  const facts = [kind, status && `HTTP ${status}`, code, message, gatewayText && `the gateway says: ${gatewayText}`];
  return facts.filter(Boolean).join(', ');
}
