import * as vscode from 'vscode';
import type { UploadCa } from '../../app/writes/upload';
import { caMeaning, caTitle, deepest, toDepth } from '../../app/writes/upload';
import type { CertificateType } from '../../core/model';
import type { PromptsServices } from '../prompts/prompts';
import { input, refuse } from '../prompts/prompts';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';
import type { Row } from '../window/rows';
import { readMaterial } from './material';

export interface CaQuestion {
  readonly title: string;
  readonly current: UploadCa | undefined;
  readonly type: CertificateType;
  /** `capabilities.hasDepth` of the gateway. */
  readonly hasDepth: boolean;
  /** Further choices: keeping the gateway's CA comes first in the list, having none last. */
  readonly more?: readonly (Row & { readonly answer: 'keep' | 'none' })[];
}

type CaRow = Row & { readonly does: 'file' | 'depth' | 'keep' | 'none' };

/**
 * Asks which CA the gateway is to verify its peers with.
 *
 * @returns the CA; one of the words chosen; undefined where things stay as they are
 */
export async function askCa(
  question: CaQuestion,
  services: PromptsServices,
): Promise<UploadCa | 'keep' | 'none' | undefined> {
  const { t } = vscode.l10n;
  const { title, current, type, hasDepth, more = [] } = question;
  const shown = current && caTitle(current, services.translate);
  const moreRows = (wanted: 'keep' | 'none') =>
    more.flatMap(({ answer, ...row }): readonly CaRow[] => (answer === wanted ? [{ ...row, does: answer }] : []));
  const rows: readonly CaRow[] = [
    ...moreRows('keep'),
    { icon: 'folder-opened', label: t('Choose File…'), does: 'file' },
    ...(current && hasDepth
      ? [{ icon: 'list-tree', label: t('Depth'), description: depthText(current), does: 'depth' } as const]
      : []),
    ...(current
      ? [
          {
            icon: 'circle-slash',
            label: t('No CA certificate'),
            description: t('instead of {0}', shown ?? ''),
            does: 'none',
          } as const,
        ]
      : []),
    // Last, so that Enter alone removes nothing.
    ...moreRows('none'),
  ];
  const picked = await chooseRow(rows, {
    title,
    placeholder: caMeaning(type, services.translate),
    ignoreFocusOut: true,
  });
  switch (picked?.does) {
    case undefined:
      return undefined;
    case 'keep':
    case 'none':
      return picked.does;
    case 'file':
      return askCaCertificates(current, services);
    case 'depth':
      return current && askDepth(title, current);
  }
}

/** Words how far from the CA a peer's certificate may be. */
export const depthText = ({ depth }: UploadCa): string =>
  depth === undefined
    ? vscode.l10n.t('the gateway’s own default')
    : vscode.l10n.t('at most {0} certificates between a peer’s and the CA', depth);

async function askDepth(title: string, current: UploadCa): Promise<UploadCa | undefined> {
  const { t } = vscode.l10n;
  const answer = await input({
    title,
    prompt: t(
      'How many intermediates are allowed between a peer’s certificate and the CA. Leave it empty for the gateway’s default, 1.',
    ),
    value: current.depth === undefined ? '' : String(current.depth),
    check: (text) =>
      toDepth(text) === undefined ? refuse(t('Enter a whole number from 0 to {0}.', deepest)) : undefined,
  });
  const depth = answer.kind === 'value' ? toDepth(answer.value) : undefined;
  if (depth === undefined) return undefined;
  const { place, certificates } = current;
  return { place, certificates, ...(depth !== 'default' && { depth }) };
}

/**
 * Asks for a file and takes all its certificates; says what it does hold where there is none. A key in it goes no
 * further.
 */
async function askCaCertificates(
  current: UploadCa | undefined,
  { translate }: PromptsServices,
): Promise<UploadCa | undefined> {
  const { t } = vscode.l10n;
  const [uri] = (await showOpenDialog({ title: t('CA Certificate'), openLabel: t('Use This CA') })) ?? [];
  if (!uri) return undefined;
  const reading = await readMaterial(uri, translate);
  const certificates = reading.kind === 'material' ? reading.certificates : [];
  const [first] = certificates;
  if (!first) {
    void showErrorMessage(
      reading.kind === 'material' ? t('No certificate there. {0}', reading.contents) : reading.sentence,
    );
    return undefined;
  }
  return {
    place: first.place,
    certificates: certificates.map(({ certificate }) => certificate),
    ...(current?.depth !== undefined && { depth: current.depth }),
  };
}
