import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import * as vscode from 'vscode';
import type { DecryptResult } from '../../src/core/encrypted/decryptResult';
import { english } from '../../src/shared/translate';
import type { DetailsServices } from '../../src/ui/details/certificateDocument';
import { CertificateDocument } from '../../src/ui/details/certificateDocument';
import { makeCertificate } from '../fixtures/certificates';
import { makePkcs12 } from '../fixtures/pkcs12';
import { usePerson } from './harness/usePerson';

/** A process that opens a protected file when the test says so. */
class FakeUnlocker extends EventEmitter {
  readonly pid = 1;

  send(): void {
    // Nothing is opened.
  }

  kill(): void {
    this.emit('exit');
  }

  answer(result: DecryptResult): void {
    this.emit('message', result);
  }
}

describe('A protected file', () => {
  const person = usePerson();

  it('stays open where an attempt without a password ends after a person opened it', async () => {
    const made = await makeCertificate({ now: Date.now() });
    const store = { certificates: [made.der], keys: [], encryption: 'aes-256-cbc/sha256', password: 'x' } as const;
    person.write('slow.p12', makePkcs12(store));
    const starts = new EventEmitter();
    const startUnlocker = () => {
      const unlocker = new FakeUnlocker();
      starts.emit('start', unlocker);
      return unlocker as unknown as ChildProcess;
    };
    /** Begins something, and waits for the process that it starts. */
    const begin = async (act: () => void): Promise<FakeUnlocker> => {
      const started = once(starts, 'start');
      act();
      return (await started)[0] as FakeUnlocker;
    };
    const services = { startUnlocker, translate: english } as unknown as DetailsServices;
    const document = new CertificateDocument(vscode.Uri.file(person.path('slow.p12')), services);
    let [first, unlocking]: Promise<unknown>[] = [];
    const slow = await begin(() => (first = document.read()));
    const untold = await begin(() => (unlocking = document.unlock()));
    const opening = await begin(() => untold.answer({ status: 'wrongPassword' }));
    opening.answer({ status: 'opened', certificates: [made.der], keys: [], notes: [] });
    await unlocking;
    slow.answer({ status: 'wrongPassword' });
    await first;
    const reading = await document.read();
    assert.equal(reading.ok && reading.contents.certificates.length, 1);
    document.dispose();
  });
});
