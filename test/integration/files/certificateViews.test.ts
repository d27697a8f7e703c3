import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keySpellings } from '../../fixtures/keySpellings';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { assertHidden } from '../harness/canary';
import { holds } from '../harness/holds';
import type { RecordedPage } from '../harness/recordedWindow';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const password = 'canary-password-5d21';

describe('Certificate files as pages', () => {
  const person = usePerson();
  const { quickInput, notifications, recorded } = person;
  let shop: MadeCertificate;
  let other: MadeCertificate;
  before(async () => {
    const { intermediate } = await makeAuthority(now);
    const make = (name: string) =>
      makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: intermediate, toDays: 12.5 });
    [shop, other] = await Promise.all([make('shop'), make('other')]);
  });
  beforeEach(() => {
    const store = { certificates: [shop.der], keys: [shop.keyPem], encryption: 'aes-256-cbc/sha256' } as const;
    person.write('shop.p12', makePkcs12({ ...store, password }));
    person.write('open.pfx', makePkcs12({ ...store, password: '' }));
    person.write('shop.der', shop.der);
    person.write('key.der', Buffer.from(shop.keyPem.replace(/-----.*-----|\s/g, ''), 'base64'));
    person.write('bundle.pem', shop.chainPem + shop.keyPem);
  });
  afterEach('shows and logs no key and no password', () =>
    assertHidden(person, [password, ...[shop, other].flatMap(({ keyPem }) => keySpellings(keyPem))]),
  );

  /** As a double click in the Explorer does. */
  const open = async (name: string): Promise<void> => {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(person.path(name)), { preview: false });
    await person.tab(name);
  };
  /** Waits until the page in front says this last. */
  const shows = (text: string | RegExp): Promise<RecordedPage> => {
    const inFront = () => recorded.pages.find(({ panel }) => panel.active);
    return recorded.texts.until(
      () => (holds(inFront()?.sent.at(-1) ?? '', text) ? inFront() : undefined),
      () => `The page in front says: ${inFront()?.sent.at(-1)?.slice(0, 500) ?? 'nothing'}`,
    );
  };
  const titleOf = (name: string) => `"title":"${name}"`;

  it('opens what has no password at once', async () => {
    await open('open.pfx');
    await shows(titleOf('shop.example.com'));
    assert.equal(quickInput.shown, undefined);
  });

  it('asks again for a new file', async () => {
    await open('shop.p12');
    const { receive } = await shows('This file is protected with a password');
    receive({ kind: 'unlock' });
    await quickInput.step('Password of shop.p12');
    await quickInput.fill(password);
    await shows(titleOf('shop.example.com'));
    person.write(
      'shop.p12',
      makePkcs12({ certificates: [other.der], keys: [other.keyPem], password, encryption: '3des' }),
    );
    await shows('This file is protected with a password');
    assert.equal(quickInput.shown, undefined);
  });

  it('says plainly what else a binary file is, and leads from a key to its certificate', async () => {
    await open('key.der');
    const page = await shows('It is a private key in DER form (EC P-256), and no certificate.');
    assert.match(page.sent.at(-1) ?? '', /"kind":"goToMatch","label":"Go to Matching Certificate"/);
    page.receive({ kind: 'goToMatch' });
    await person.tab('bundle.pem');
    await open('key.der');
    person.write('key.der', shop.der.subarray(0, 100));
    await shows('It is a binary file, but no certificate');
  });

  it('begins an upload', async () => {
    await open('shop.der');
    (await shows(titleOf('shop.example.com'))).receive({ kind: 'upload' });
    await notifications.message('There is no gateway');
  });

  it('is what shows the details of a PKCS#12 file', async () => {
    person.runOnFiles('api7Certificates.showFileCertificate', person.path('open.pfx'));
    await person.tab('open.pfx');
    await shows(titleOf('shop.example.com'));
  });
});
