import * as vscode from 'vscode';
import type { UploadDraft } from '../../app/writes/upload';

/** The type in words: which side of TLS the gateway presents it on. */
export const typeText = (type: UploadDraft['type']): string =>
  type === 'server'
    ? vscode.l10n.t('Server: the gateway presents it to clients')
    : vscode.l10n.t('Client: the gateway presents it to upstreams');
