import assert from 'node:assert/strict';
import type { Person } from './person';
import { connectionsInSettings } from './useConnections';

/** All that VS Code was given so far, the log and the settings. */
const everything = ({ recorded: { texts, logged } }: Person): string => {
  assert.notEqual(texts.all.length, 0, 'There is something to look through.');
  return [...texts.all.map(({ text }) => text), ...logged, JSON.stringify(connectionsInSettings())].join('\n');
};

/** Looks for planted secrets. */
export const assertNoCanary = (person: Person): void => {
  assert.doesNotMatch(everything(person), /canary-/);
};

/** Looks for these secrets. */
export const assertHidden = (person: Person, secrets: readonly string[]): void => {
  const all = everything(person);
  for (const secret of secrets) assert.ok(!all.includes(secret), 'A secret is shown, logged or saved.');
};
