import type { ConnectionState, ListFailure } from '../../app/inventory/inventory';
import type { ContextWord } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { countText } from '../text/words';
import { toListFailureText } from './listFailureText';
import type { ConnectionRow } from './rows';
import type { RowText } from './rowText';
import { asOfText, markWords, maxLabelLength } from './rowText';

/** Returns whether a token has to be set: there is none, or it is not accepted. */
const isTokenWanted = (failure: ListFailure): boolean =>
  failure.reason === 'gateway'
    ? failure.error.kind === 'unauthorized'
    : ['noToken', 'tokenForOtherAddress', 'secretsUnreadable'].includes(failure.reason);

/** Returns whether there is no token, so that none can be cleared. */
const hasNoToken = (failure: ListFailure): boolean =>
  failure.reason === 'gateway' ? failure.error.hasNoToken : failure.reason === 'noToken';

export function connectionText(
  row: ConnectionRow,
  how: {
    readonly state: ConnectionState;
    /** The time at which the list was last complete, in milliseconds since 1970. */
    readonly asOf?: number | undefined;
    readonly wording: Wording;
  },
): RowText {
  const { state, asOf } = how;
  const { name, cluster } = row.connection;
  const label = toShortText(name, maxLabelLength);
  const place = toShortText([hostOf(row.connection.address), cluster].filter(Boolean).join(' · '), maxLabelLength);
  const status = connectionStatus(row, how);
  const { translate } = how.wording;
  const owner = state.isOfIngressGroup ? translate('managed by the ingress controller') : undefined;
  // What comes from elsewhere (APISIX in standalone mode) is as little written to as what a person marked so.
  const shown = {
    production: row.connection.production === true,
    readOnly: row.connection.readOnly === true || state.entries[0]?.stored.isReadOnly === true,
  };
  const marks = [markText(shown, how.wording), owner].filter(Boolean).join(' · ');
  const context: ContextWord[] = ['connection', ...markWords(shown)];
  if (state.kind === 'failed') context.push('failed');
  if (state.kind === 'failed' && isTokenWanted(state.failure)) context.push('wantsToken');
  if (state.kind === 'failed' && hasNoToken(state.failure)) context.push('noToken');
  return {
    label,
    // What is wrong comes first: a narrow view cuts the end off.
    description: [status.isWorthShowing ? status.text : undefined, marks, place].filter(Boolean).join(' · '),
    spoken: [label, marks, place, status.text].filter(Boolean).join(', '),
    ...connectionIcon(state, row.connection.dialect),
    context,
    tooltip: [
      label,
      toShortText(row.connection.address, maxLabelLength),
      trustLine(row.connection, how.wording),
      marks,
      status.text,
      asOf === undefined ? undefined : asOfText(asOf, how.wording),
      ...status.details,
    ]
      .filter(Boolean)
      .join('\n'),
  };
}

function markText(
  { readOnly, production }: Pick<ConnectionRow['connection'], 'readOnly' | 'production'>,
  { translate }: Wording,
): string {
  return [production && translate('production'), readOnly && translate('read-only')].filter(Boolean).join(' · ');
}

function connectionStatus(
  row: ConnectionRow,
  { state, wording }: { readonly state: ConnectionState; readonly wording: Wording },
): { readonly text: string; readonly isWorthShowing: boolean; readonly details: readonly string[] } {
  const { translate } = wording;
  const count = countText(state.entries.length, wording);
  switch (state.kind) {
    case 'idle':
      return { text: translate('not loaded yet'), isWorthShowing: false, details: [] };
    case 'loading':
      return { text: translate('loading…'), isWorthShowing: true, details: [] };
    case 'ready':
      if (!state.isComplete)
        return {
          text: translate('stopped at {count}', { count: countText(state.loaded, wording) }),
          isWorthShowing: true,
          details: [],
        };
      return {
        text: state.entries.length === 1 ? translate('1 certificate') : translate('{count} certificates', { count }),
        isWorthShowing: false,
        details: [],
      };
    case 'failed': {
      const { short, sentence } = toListFailureText(state.failure, row.connection, translate);
      return { text: short, isWorthShowing: true, details: [sentence] };
    }
  }
}

function connectionIcon(
  state: ConnectionState,
  dialect: ConnectionRow['connection']['dialect'],
): Pick<RowText, 'icon' | 'color'> {
  if (state.kind === 'failed') return { icon: 'warning', color: 'problemsWarningIcon.foreground' };
  return { icon: dialect === 'api7cloud' ? 'cloud' : 'server-environment' };
}

/** Says which CAs the connection trusts, where it does not leave that to the system. */
function trustLine({ caFile, caFileUse }: ConnectionRow['connection'], { translate }: Wording): string | undefined {
  if (caFile === undefined) return undefined;
  const file = toShortText(caFile, maxLabelLength);
  return caFileUse === 'replace'
    ? translate('Trusts only the CAs of {file}', { file })
    : translate('Trusts the CAs of {file} and those of this machine', { file });
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : address);
