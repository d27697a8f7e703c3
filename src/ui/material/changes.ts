/** Questions that the summary asks, one each. All answer undefined where the person leaves things as they are. */
import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connections';
import { toLabelText } from '../../app/inventory/certificateEntry';
import type { GatheredMaterial, Material, OpenedKeys, UploadKey } from '../../app/sources/material';
import type { UploadDraft, UploadLeaf } from '../../app/writes/upload';
import { isHostPattern, leavesOf } from '../../app/writes/upload';
import { contradiction } from '../../app/writes/uploadChecks';
import { keyFit } from '../../core/keys/keys';
import type { Certificate, CertificateType, Label } from '../../core/model';
import { certificateName } from '../../core/x509/certificateName';
import { purposeOf, typeFits } from '../../core/x509/purpose';
import { dayText } from '../../shared/dayText';
import type { PromptsServices } from '../prompts/prompts';
import { input, refuse } from '../prompts/prompts';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';
import type { Row } from '../window/rows';
import { openKey, openStores, readMaterial } from './material';

export async function askLeaf(material: Material, now: number): Promise<UploadLeaf | undefined> {
  const rows = leavesOf(material, now).map((leaf) => ({
    label: certificateName(leaf.leaf),
    description: vscode.l10n.t('until {0}', dayText(leaf.leaf.validity.notAfter)),
    detail: vscode.l10n.t('{0}, issued by {1}', leaf.place, leaf.leaf.issuer.text),
    leaf,
  }));
  const picked = await chooseRow(rows, {
    title: vscode.l10n.t('Upload Certificate'),
    placeholder: vscode.l10n.t('Which certificate?'),
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return picked?.leaf;
}

/** Returns the only leaf, else the one that the person chooses. */
export async function chooseLeaf(material: Material, now: number): Promise<UploadLeaf | undefined> {
  const [only, ...others] = leavesOf(material, now);
  return others.length === 0 && only ? only : askLeaf(material, now);
}

/** Offers the types; one that the certificate contradicts is shown, with the reason, and cannot be chosen. */
export async function askType(
  leaf: Certificate,
  current: CertificateType,
  services: PromptsServices,
): Promise<CertificateType | undefined> {
  const purpose = purposeOf(leaf.extendedKeyUsage);
  const types: readonly CertificateType[] = current === 'server' ? ['server', 'client'] : ['client', 'server'];
  for (;;) {
    const rows = types.map((type) => {
      const isContradicted = typeFits(purpose, type) === 'contradicts';
      return {
        icon: isContradicted ? 'circle-slash' : 'arrow-swap',
        label: typeText(type),
        detail: isContradicted ? contradiction(purpose, type, services.translate) : '',
        type,
        isContradicted,
      };
    });
    const picked = await chooseRow(rows, {
      title: vscode.l10n.t('Type of Certificate'),
      placeholder: vscode.l10n.t('Which side of TLS is it for?'),
      ignoreFocusOut: true,
    });
    if (!picked) return undefined;
    if (!picked.isContradicted) return picked.type;
    void showErrorMessage(contradiction(purpose, picked.type, services.translate));
  }
}

/** Asks for the key. A protected one is opened first: its password is asked for. */
export async function askKey(
  material: GatheredMaterial,
  leaf: Certificate,
  services: PromptsServices,
): Promise<UploadKey | undefined> {
  const { t } = vscode.l10n;
  type KeyRow = Row & { readonly key?: UploadKey };
  const rows = material.keys.map((key): KeyRow => ({
    icon: 'key',
    label: key.place,
    description: describeKey(key, leaf),
    key,
  }));
  const picked = await chooseRow<KeyRow>(
    [...rows, { icon: 'folder-opened', label: t('Choose File…'), alwaysShow: true }],
    {
      title: t('Private Key'),
      placeholder: t('Which key belongs to this certificate?'),
      ignoreFocusOut: true,
    },
  );
  const key = picked && !picked.key ? await askKeyFile(material.opened, services) : picked?.key;
  return key?.encrypted ? openKey(key, material.opened, services) : key;
}

function describeKey({ reading }: UploadKey, leaf: Certificate): string {
  const { t } = vscode.l10n;
  if (reading.status === 'encrypted') return t('protected with a password');
  if (reading.status !== 'plain') return t('cannot be read here');
  const words = { fits: t('fits'), doesNotFit: t('does not fit'), cannotTell: t('cannot tell whether it fits') };
  return `${reading.key.name} · ${words[keyFit(leaf, reading)]}`;
}

/** Asks for a file, and says what it does hold where that is no key. */
async function askKeyFile(opened: OpenedKeys, services: PromptsServices): Promise<UploadKey | undefined> {
  const { t } = vscode.l10n;
  const [uri] = (await showOpenDialog({ title: t('Private Key'), openLabel: t('Use This Key') })) ?? [];
  if (!uri) return undefined;
  const reading = await readMaterial(uri, services.translate);
  if (reading.kind === 'unreadable') {
    void showErrorMessage(reading.sentence);
    return undefined;
  }
  const material = await openStores(reading, opened, services);
  // Left closed: nothing to say.
  if (!material) return undefined;
  const [key] = material.keys;
  if (!key) void showErrorMessage(t('No private key there. {0}', material.contents));
  return key;
}

const wordsOf = (text: string): readonly string[] => text.split(/[\s,;]+/).filter(Boolean);

export async function askNames(draft: UploadDraft): Promise<readonly string[] | undefined> {
  const answer = await input({
    title: vscode.l10n.t('Names'),
    prompt: vscode.l10n.t('Host names to serve it for, separated by spaces. A leading “*.” matches one label.'),
    value: draft.names.join(' '),
    check: (text) => {
      const wrong = wordsOf(text).find((name) => !isHostPattern(name));
      if (wrong)
        return refuse(vscode.l10n.t('“{0}” is not a host name. Write international names in their xn-- form.', wrong));
      return wordsOf(text).length === 0 ? refuse(vscode.l10n.t('At least one name is needed.')) : undefined;
    },
  });
  return answer.kind === 'value' ? [...new Set(wordsOf(answer.value).map((name) => name.toLowerCase()))] : undefined;
}

export async function askLabels(
  labels: readonly Label[],
  style: 'words' | 'pairs',
  title = vscode.l10n.t('Labels'),
): Promise<readonly Label[] | undefined> {
  const { t } = vscode.l10n;
  const toLabel = (text: string): Label => {
    const at = text.indexOf('=');
    return style === 'pairs' && at > 0 ? { key: text.slice(0, at), value: text.slice(at + 1) } : { key: text };
  };
  const answer = await input({
    title,
    prompt: style === 'pairs' ? t('Labels as key=value, separated by spaces.') : t('Labels, separated by spaces.'),
    value: labels.map(toLabelText).join(' '),
    check: (text) => {
      const wrong = style === 'pairs' ? wordsOf(text).find((word) => !/^[^=]+=.{1,256}$/.test(word)) : undefined;
      return wrong ? refuse(t('“{0}” is not of the form key=value.', wrong)) : undefined;
    },
  });
  return answer.kind === 'value' ? wordsOf(answer.value).map(toLabel) : undefined;
}

/** Returns the connection to upload to: the only one, or the chosen one. */
export async function askConnection({ connections }: PromptsServices): Promise<Connection | undefined> {
  if (connections.all.length <= 1) return connections.all[0];
  const rows = connections.all.map((connection) => ({
    icon: connection.readOnly ? 'lock' : 'server-environment',
    label: connection.name,
    description: [
      connection.production && vscode.l10n.t('production'),
      connection.readOnly && vscode.l10n.t('read-only'),
      connection.address,
    ]
      .filter(Boolean)
      .join(' · '),
    connection,
  }));
  const picked = await chooseRow(rows, {
    title: vscode.l10n.t('Upload Certificate'),
    placeholder: vscode.l10n.t('To which gateway?'),
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  return picked?.connection;
}

/** Words the type: which side of TLS the gateway presents it on. */
export const typeText = (type: UploadDraft['type']): string =>
  type === 'server'
    ? vscode.l10n.t('Server: the gateway presents it to clients')
    : vscode.l10n.t('Client: the gateway presents it to upstreams');
