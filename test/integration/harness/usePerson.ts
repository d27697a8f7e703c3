import { after, afterEach, before, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import { Person } from './person';

/**
 * Somebody in front of this VS Code for the tests of a `describe`. Boxes, messages, editors, files and connections of
 * theirs are gone behind them.
 *
 * @param free ends what commands wait for, before they are waited for
 */
export const usePerson = (free: () => void = () => undefined): Person => {
  const person = new Person();
  before(async () => {
    await vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate();
    person.arrive();
  });
  beforeEach(() => void person.recorded.texts.all.splice(0));
  afterEach(async () => {
    free();
    await person.tidy();
  });
  after(async () => {
    await person.removeConnections();
    await person.changeSettings({ 'api7Certificates.connections': null });
    person.removeFiles();
    person.leave();
  });
  return person;
};
