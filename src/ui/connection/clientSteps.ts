import * as vscode from 'vscode';
import { secretStoreSentence } from '../../app/base/failureText';
import type { Step } from '../../app/base/steps';
import type { ClientIdentityParts } from '../../app/connections/clientIdentity';
import { clientIdentitySentence, isKeyProtected, readClientIdentity } from '../../app/connections/clientIdentity';
import type { Connections } from '../../app/connections/connections';
import type { Translate } from '../../shared/translate';
import { input, password, refuse } from '../prompts/prompts';
import type { Verdict } from '../window/boxes';
import { chooseFileAction } from './addressSteps';
import type { ConnectionDraft } from './draft';
import { canHaveClient } from './draft';
import { readKept } from './tokenStep';

export interface ClientParts extends ClientIdentityParts {
  readonly title: string;
  readonly connections: Pick<Connections, 'keptKeyPassword'>;
  readonly translate: Translate;
}

/** Asks for the client certificate, where the Admin API wants one (`admin_api_mtls`). */
export function askClientCertificate({ title }: ClientParts): Step<ConnectionDraft> {
  return {
    isNeeded: canHaveClient,
    async run(draft, frame) {
      const answer = await input({
        title,
        frame,
        value: draft.clientCertificateFile,
        prompt:
          draft.dialect === 'apisix'
            ? vscode.l10n.t(
                'PEM file of a client certificate. Leave it empty unless the Admin API asks for one (admin_api_mtls).',
              )
            : vscode.l10n.t('PEM file of a client certificate. Leave it empty unless the API asks for one.'),
        placeholder: vscode.l10n.t('No client certificate'),
        actions: [chooseFileAction(vscode.l10n.t('Client Certificate'))],
      });
      if (answer.kind === 'cancelled') return answer;
      const state = { ...draft, clientCertificateFile: (answer.kind === 'back' ? answer.typed : answer.value).trim() };
      return { kind: answer.kind === 'back' ? 'back' : 'next', state };
    },
  };
}

/** Asks for its private key, which may stand in the same file. */
export function askClientKey(parts: ClientParts): Step<ConnectionDraft> {
  return {
    isNeeded: (draft) => canHaveClient(draft) && draft.clientCertificateFile !== '',
    async run(draft, frame) {
      const answer = await input({
        title: parts.title,
        frame,
        value: draft.clientKeyFile === '' ? draft.clientCertificateFile : draft.clientKeyFile,
        prompt: vscode.l10n.t('PEM file of the private key of the client certificate'),
        actions: [chooseFileAction(vscode.l10n.t('Private Key'))],
        submit: (text) => judge({ ...draft, clientKeyFile: text.trim() }, undefined, parts),
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: { ...draft, clientKeyFile: answer.typed.trim() } };
      const clientKeyFile = answer.value.trim();
      return {
        kind: 'next',
        state: { ...draft, clientKeyFile, isClientKeyProtected: await isKeyProtected(clientKeyFile, parts) },
      };
    },
  };
}

/** Asks for the password of that key. A kept one stays where nothing is typed and it opens the key. */
export function askClientKeyPassword(parts: ClientParts): Step<ConnectionDraft> {
  return {
    isNeeded: (draft) =>
      canHaveClient(draft) && draft.clientCertificateFile !== '' && draft.isClientKeyProtected === true,
    async run(draft, frame) {
      const stored = await readKept(parts.connections.keptKeyPassword(draft.id, draft.address));
      const kept = stored?.value;
      const answer = await password({
        title: parts.title,
        frame,
        value: draft.clientKeyPassword ?? '',
        prompt: [
          !stored && secretStoreSentence(parts.translate),
          kept === undefined
            ? vscode.l10n.t(
                'Password of the private key. It is kept in the secret storage of VS Code, for this address alone.',
              )
            : vscode.l10n.t('Password of the private key. Leave it empty to keep the current one.'),
        ]
          .filter(Boolean)
          .join(' '),
        submit: (text) => judge(draft, text === '' ? kept : text, parts, true),
      });
      if (answer.kind === 'cancelled') return answer;
      const typed = answer.kind === 'back' ? answer.typed : answer.value;
      const { clientKeyPassword, ...rest } = draft;
      return {
        kind: answer.kind === 'back' ? 'back' : 'next',
        state: { ...rest, ...(typed !== '' && { clientKeyPassword: typed }) },
      };
    },
  };
}

async function judge(
  draft: ConnectionDraft,
  secret: string | undefined,
  parts: ClientParts,
  isPasswordAsked = false,
): Promise<Verdict | undefined> {
  const files = { certificateFile: draft.clientCertificateFile, keyFile: draft.clientKeyFile };
  const reading = await readClientIdentity({ ...files, password: secret }, parts);
  if (reading.ok) return undefined;
  if (reading.fault.fault !== 'passwordMissing')
    return refuse(clientIdentitySentence(reading.fault, { ...files, translate: parts.translate }));
  return isPasswordAsked ? refuse(vscode.l10n.t('Enter the password.')) : undefined;
}
