import type { DetailRow } from '../src/shared/protocol';
import { icon } from './element';

export const severityClass = (severity: DetailRow['severity']): string =>
  severity === undefined ? '' : `severity-${severity}`;

export function severityIcon(severity: DetailRow['severity']): HTMLElement | undefined {
  switch (severity) {
    case undefined:
      return undefined;
    case 'ok':
      return icon('pass');
    case 'info':
    case 'warning':
    case 'error':
      return icon(severity);
  }
}
