import type { Connection } from '../../app/connections/connection';
import type { ConnectionState } from '../../app/inventory/inventory';
import type { UnfinishedWrite } from '../../app/writes/unfinishedWrite';
import type { ViewState } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { countText } from '../text/words';

export interface ViewFacts {
  readonly connections: readonly Connection[];
  /** Sentences on settings that could not be read. */
  readonly problems: readonly string[];
  readonly state: (connectionId: string) => ConnectionState;
  /** Writes that are to stay in sight, whatever else there is to show. */
  readonly unfinished: readonly UnfinishedWrite[];
}

/**
 * Returns what the view shows: a connection has a row whatever its state, and so has what cannot be read in the
 * settings.
 */
export const toViewState = ({ connections, problems, unfinished }: ViewFacts): ViewState =>
  connections.length + problems.length + unfinished.length > 0 ? 'rows' : 'noConnection';

/**
 * Words the message above the rows: how far loading is, or where it was stopped, and what is filtered. VS Code hides
 * welcome views beneath a message.
 */
export function toViewMessage(
  facts: ViewFacts,
  how: { readonly filter: string; readonly shown: () => number; readonly wording: Wording },
): string | undefined {
  const { wording, filter } = how;
  const states = facts.connections.map((connection) => ({ connection, state: facts.state(connection.id) }));
  const entries = states.reduce((sum, { state }) => sum + state.entries.length, 0);
  if (entries === 0) return undefined;
  const parts: string[] = [];
  const loading = states.flatMap(({ state }) => (state.kind === 'loading' && state.loaded > 0 ? [state] : []));
  if (loading.length > 0) parts.push(loadedText(loading, wording));
  for (const { connection, state } of states) {
    if (state.kind !== 'ready' || state.isComplete) continue;
    const text = stoppedText(state, wording);
    parts.push(
      states.length > 1
        ? wording.translate('{gateway}: {sentence}', { gateway: toShortText(connection.name, 60), sentence: text })
        : text,
    );
  }
  if (filter !== '') {
    const values = {
      filter: toShortText(filter, 60),
      shown: countText(how.shown(), wording),
      total: countText(entries, wording),
    };
    parts.push(wording.translate('Filter: {filter}, {shown} of {total}', values));
  }
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

interface Progress {
  readonly loaded: number;
  readonly total: number | undefined;
}

function loadedText(progress: readonly Progress[], wording: Wording): string {
  const loaded = countText(
    progress.reduce((sum, one) => sum + one.loaded, 0),
    wording,
  );
  const isTotalKnown = progress.every(({ total }) => total !== undefined);
  if (!isTotalKnown) return wording.translate('Loaded {loaded}…', { loaded });
  const total = progress.reduce((sum, one) => sum + Math.max(one.total ?? 0, one.loaded), 0);
  return wording.translate('Loaded {loaded} of {total}…', { loaded, total: countText(total, wording) });
}

function stoppedText({ loaded, total }: Progress, wording: Wording): string {
  const { translate } = wording;
  if (total === undefined || total < loaded)
    return translate('Stopped at {loaded}. Refresh to load the rest.', { loaded: countText(loaded, wording) });
  return translate('Stopped at {loaded} of {total}. Refresh to load the rest.', {
    loaded: countText(loaded, wording),
    total: countText(total, wording),
  });
}
