import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StoredCertificate } from '../../src/core/model';
import { english } from '../../src/shared/translate';
import type { ChangeServices } from '../../src/ui/change/changeServices';
import { reportOutcome } from '../../src/ui/change/reportOutcome';
import { revealRow } from '../../src/ui/window/treeTexts';

const stored: StoredCertificate = {
  id: '7',
  type: 'server',
  names: ['a.example'],
  labels: [],
  isEnabled: true,
  extraCertificates: [],
  revision: '2',
  notes: [],
};

describe('The end of a write', () => {
  const { showInformationMessage } = vscode.window;
  const said: string[] = [];
  before(() =>
    Object.assign(vscode.window, {
      showInformationMessage: (sentence: string) => Promise.resolve(void said.push(sentence)),
    }),
  );
  after(() => Object.assign(vscode.window, { showInformationMessage }));

  const unresolved = (): Promise<never> => Promise.reject(new Error('Cannot resolve tree item for element 1/x'));

  it('is said before its row is looked for, which VS Code may not find, and takes no focus', async () => {
    const steps: string[] = [];
    const services = {
      tree: {
        isVisible: true,
        reveal: (_connection: string, _id: string, { focus }: { readonly focus?: boolean } = {}) => {
          steps.push(`${said.length} said, ${focus === false ? 'focus kept' : 'focus taken'}`);
          return unresolved();
        },
      },
      inventory: {
        put: () => undefined,
        state: () => ({ kind: 'idle', entries: [] }),
        certificates: () => undefined,
      },
      log: { info: () => undefined, error: () => undefined },
      now: () => 0,
      translate: english,
    } as unknown as ChangeServices;
    const connection = { id: 'one', name: 'Staging', dialect: 'apisix', address: 'http://127.0.0.1:1' } as const;
    const end = { kind: 'written', stored, error: undefined } as never;
    await reportOutcome(end, { deed: 'upload', title: 'a.example', connection, services }).catch(() => undefined);
    assert.deepEqual(steps, ['1 said, focus kept']);
    assert.match(said[0] ?? '', /a\.example/);
  });

  it('goes on where VS Code does not know a row any more, or passes over it', async () => {
    const row = { id: 'x' };
    const reveal = () => Promise.resolve();
    assert.equal(await revealRow({ reveal: unresolved, selection: [row] }, row, { focus: true }), false);
    assert.equal(await revealRow({ reveal, selection: [] }, row, { focus: true }), false);
    assert.equal(await revealRow({ reveal, selection: [{ id: 'y' }] }, row, { focus: true }), false);
    assert.equal(await revealRow({ reveal, selection: [{ id: 'x' }] }, row, { focus: true }), true);
  });
});
