import { afterEach, before } from 'mocha';
import * as vscode from 'vscode';
import type { Person } from './person';
import { usePerson } from './usePerson';

/** A person for tests of connections: there is none before each of them. */
export const useConnections = (): Person => {
  const person = usePerson();
  before(async () => {
    await person.changeSettings({ 'api7Certificates.connections': null });
    await person.tree.open();
  });
  // After everything else was tidied up.
  afterEach(() => person.removeConnections());
  return person;
};

/** The connections as they are saved. */
export const connectionsInSettings = (): readonly Readonly<Record<string, unknown>>[] =>
  vscode.workspace.getConfiguration().get('api7Certificates.connections', []);
