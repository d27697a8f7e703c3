import assert from 'node:assert/strict';
import type { Person } from './person';
import { connectionsInSettings } from './useConnections';

/** Looks for planted secrets in all that VS Code was given so far, in the log and in the settings. */
export const assertNoCanary = ({ recorded: { texts, logged } }: Person): void => {
  assert.notEqual(texts.all.length, 0, 'There is something to look through.');
  assert.doesNotMatch(
    [...texts.all.map(({ text }) => text), ...logged, JSON.stringify(connectionsInSettings())].join('\n'),
    /canary-/,
  );
};
