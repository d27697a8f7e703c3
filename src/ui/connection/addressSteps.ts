import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import { addressSentence, checkAddress } from '../../app/connections/address';
import type { CaFileReader } from '../../app/connections/caFile';
import { caFileSentence, readCaFile } from '../../app/connections/caFile';
import type { Dialect, DialectId } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { pick } from '../prompts/pickPrompt';
import { confirm, input, refuse } from '../prompts/prompts';
import type { PromptAction } from '../prompts/promptSession';
import { showOpenDialog } from '../window/dialogs';
import type { ConnectionDraft } from './draft';
import { isSecure } from './draft';

export interface AddressParts extends CaFileReader {
  readonly title: string;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly translate: Translate;
}

export function askDialect({ title, dialects }: AddressParts): Step<ConnectionDraft> {
  return {
    async run(draft, frame) {
      const choices = [...dialects.values()].map(({ id, label, defaultAddress }) => ({
        label,
        description: defaultAddress,
        value: id,
        isPreset: id === draft.dialect,
      }));
      const answer = await pick({ title, frame, placeholder: vscode.l10n.t('What kind of gateway is it?'), choices });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: draft };
      const isTyped = draft.address !== dialects.get(draft.dialect)?.defaultAddress;
      const address = isTyped ? draft.address : (dialects.get(answer.value)?.defaultAddress ?? '');
      return { kind: 'next', state: { ...draft, dialect: answer.value, address } };
    },
  };
}

/** Asks for the address, and warns plainly before a token travels unencrypted to another machine. */
export function askAddress({ title, dialects, translate }: AddressParts): Step<ConnectionDraft> {
  return {
    async run(draft, frame) {
      let value = draft.address;
      for (;;) {
        const answer = await input({
          title,
          frame,
          value,
          prompt: addressPrompt(draft.dialect),
          placeholder: dialects.get(draft.dialect)?.defaultAddress ?? '',
          check(text) {
            const reading = checkAddress(text, { id: draft.dialect });
            if (reading.kind === 'bad') return refuse(addressSentence(reading, translate));
            return reading.kind === 'plainHttp'
              ? {
                  severity: 'warning',
                  text: vscode.l10n.t('Unencrypted: anyone on the network path can read the token.'),
                }
              : undefined;
          },
        });
        if (answer.kind === 'cancelled') return answer;
        if (answer.kind === 'back') return { kind: 'back', state: { ...draft, address: answer.typed } };
        const reading = checkAddress(answer.value, { id: draft.dialect });
        if (reading.kind === 'bad') continue;
        const { plainHttpOrigin, ...rest } = draft;
        if (reading.kind === 'good') return { kind: 'next', state: { ...rest, address: reading.address } };
        if (plainHttpOrigin === reading.origin || (await confirmPlainHttp(reading.origin)))
          return { kind: 'next', state: { ...rest, address: reading.address, plainHttpOrigin: reading.origin } };
        value = answer.value;
      }
    },
  };
}

export function confirmPlainHttp(origin: string): Promise<boolean> {
  return confirm({
    message: vscode.l10n.t('Send the token unencrypted to {0}?', origin),
    detail: vscode.l10n.t(
      'This address uses http: and is not on this machine. Anyone on the network path can read the token and the private keys of certificates you upload. Use https: unless the network is yours alone.',
    ),
    action: vscode.l10n.t('Use http: Anyway'),
  });
}

function addressPrompt(dialect: DialectId): string {
  switch (dialect) {
    case 'api7cloud':
      return vscode.l10n.t('Address of the API7 Cloud API');
    case 'apisix':
      return vscode.l10n.t('Address of the Admin API, without /apisix/admin');
    case 'api7enterprise':
      return vscode.l10n.t('Address of the dashboard, which serves the API too (port 7443 unless changed)');
  }
}

/** Addresses whose certificate is from a public CA. */
const publicAddresses: Partial<Record<DialectId, string>> = { api7cloud: 'https://api.api7.cloud' };

const caFilePrompt = (dialect: DialectId): string =>
  dialect === 'api7enterprise'
    ? vscode.l10n.t(
        'PEM file of the CA that signed the dashboard’s certificate, or of that certificate itself: it is self-signed unless it was replaced.',
      )
    : vscode.l10n.t(
        'PEM file of the CA that signed the certificate of the API. Leave it empty if that is a public CA.',
      );

/** Asks for the CA that signed the API's own certificate; only where the API has one that public CAs need not know. */
export function askCaFile({ title, translate, ...reader }: Omit<AddressParts, 'dialects'>): Step<ConnectionDraft> {
  return {
    isNeeded: (draft) => isSecure(draft) && draft.address !== publicAddresses[draft.dialect],
    async run(draft, frame) {
      const answer = await input({
        title,
        frame,
        value: draft.caFile,
        prompt: caFilePrompt(draft.dialect),
        placeholder: vscode.l10n.t('Public CAs only'),
        actions: [chooseFileAction(vscode.l10n.t('CA File'))],
        async submit(text) {
          const path = text.trim();
          const reading = path === '' ? undefined : await readCaFile(path, reader);
          return reading?.ok === false ? refuse(caFileSentence(reading.fault, { path, translate })) : undefined;
        },
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: { ...draft, caFile: answer.typed } };
      return { kind: 'next', state: { ...draft, caFile: answer.value.trim() } };
    },
  };
}

/**
 * Returns whether the CA file is believed alone. For a connection that says nothing yet: beside the system's, as ever.
 */
export function askCaFileUse({ title }: Pick<AddressParts, 'title'>): Step<ConnectionDraft> {
  return {
    isNeeded: (draft) => isSecure(draft) && draft.caFile !== '',
    async run(draft, frame) {
      const { t } = vscode.l10n;
      const preset = draft.caFileUse ?? (draft.saved?.caFile === undefined ? 'replace' : 'add');
      const answer = await pick<'add' | 'replace'>({
        title,
        frame,
        placeholder: t('Who may sign the certificate of the API?'),
        choices: [
          {
            label: t('Only from the CAs in This File'),
            description: t('public CAs and those of this machine are not trusted here'),
            value: 'replace',
            isPreset: preset === 'replace',
          },
          {
            label: t('From the CAs in This File or on This Machine'),
            description: t('also public CAs, and NODE_EXTRA_CA_CERTS'),
            value: 'add',
            isPreset: preset === 'add',
          },
        ],
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: draft };
      return { kind: 'next', state: { ...draft, caFileUse: answer.value } };
    },
  };
}

/** Returns the button of an input box for a path, which takes the path from a dialog with this title. */
export const chooseFileAction = (title: string): PromptAction => ({
  icon: 'folder-opened',
  tooltip: vscode.l10n.t('Choose File…'),
  run: async () => {
    const [file] = (await showOpenDialog({ title, openLabel: vscode.l10n.t('Choose') })) ?? [];
    return file?.fsPath;
  },
});
