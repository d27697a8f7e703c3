import * as vscode from 'vscode';
import type { ConnectionField } from '../../app/connections/connectionField';
import type { Dialect, DialectId } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import type { Choice } from '../prompts/pickPrompt';
import type { ConnectionDraft } from './draft';
import { canHaveClient, isSecure } from './draft';

/** Returns a choice for each field that may be what is wrong. */
export const toFieldChoices = (
  fields: readonly ConnectionField[],
  draft: ConnectionDraft,
  parts: FieldWords,
): readonly Choice<ConnectionField>[] =>
  fields.flatMap((field) => {
    const label = fieldTitle(field, draft, parts);
    return label === undefined ? [] : [{ label, icon: 'edit', value: field }];
  });

interface FieldWords {
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly translate: Translate;
}

/** Returns the title of a field; undefined for one that such a connection has not. */
function fieldTitle(
  field: ConnectionField,
  draft: ConnectionDraft,
  { dialects, translate }: FieldWords,
): string | undefined {
  switch (field) {
    case 'address':
      return vscode.l10n.t('Change Address…');
    case 'caFile':
      return isSecure(draft) ? vscode.l10n.t('Choose CA File…') : undefined;
    case 'clientCertificate':
      return canHaveClient(draft) ? vscode.l10n.t('Choose Client Certificate…') : undefined;
    case 'token':
      return vscode.l10n.t('Change Token…');
    case 'organization':
    case 'cluster':
    case 'gatewayGroup': {
      const { label } = dialects.get(draft.dialect)?.scopeLevels.find(({ id }) => id === field) ?? {};
      return label && vscode.l10n.t('Choose: {0}…', translate(label));
    }
    case 'dialect':
    case 'name':
    case 'protection':
      return undefined;
  }
}
