import assert from 'node:assert/strict';
import type { FileReading, FileReadingsOptions } from '../../../../src/app/sources/fileReadings';
import { FileReadings } from '../../../../src/app/sources/fileReadings';
import { readPemDocument } from '../../../../src/core/document/document';
import { limits, limitsOf } from '../../../../src/core/limits';
import { inSlices } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { signedData } from '../../../fixtures/der';
import { keyPemAs, makeKeyPair } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';
import { FakeFiles, inTestSlices, unlockers } from '../fakes/fakeFiles';

const unasked = { trigger: 'unasked' } as const;
const now = Date.UTC(2026, 10, 23);
const derOf = (pem: string): Uint8Array =>
  new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
const utf16 = (text: string, mark: readonly number[]): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from(mark), mark[0] === 0xfe ? bytes.swap16() : bytes]);
};

/** `pem` for text, and what the blocks are: `certificate`, `EC P-256`, `encrypted`, the fault. */
const describeReading = ({ isText, document, fault }: FileReading): string =>
  [
    fault ?? (isText ? 'pem' : 'made'),
    ...document.parts.map(({ block, certificate, key }) =>
      certificate?.ok ? 'certificate' : key?.status === 'plain' ? key.key.name : (key?.status ?? block.kind),
    ),
  ].join(' ');

describe('FileReadings', () => {
  let made: MadeCertificate;
  let files: FakeFiles;
  const readings = (options: Partial<FileReadingsOptions> = {}) =>
    new FileReadings({ access: files, inSlices: inTestSlices, ...options });
  before(async () => {
    made = await makeCertificate({ now });
  });
  beforeEach(() => {
    files = new FakeFiles();
  });

  const store = (password: string | null) =>
    makePkcs12({ certificates: [made.der], keys: [made.keyPem], password, encryption: 'aes-256-cbc/sha256' });
  const rows: readonly [string, () => string | Uint8Array | Promise<string | Uint8Array>, string][] = [
    ['PEM', () => made.pem + made.keyPem, 'pem certificate EC P-256'],
    ['PEM with a byte order mark', () => `\u{FEFF}${made.pem}`, 'pem certificate'],
    ['PEM as UTF-16, little end first', () => utf16(made.pem, [0xff, 0xfe]), 'pem certificate'],
    ['PEM as UTF-16, big end first', () => utf16(made.pem, [0xfe, 0xff]), 'pem certificate'],
    ['an encrypted key in PEM', () => keyPemAs(made.keys, 'encryptedPkcs8'), 'pem encrypted'],
    ['a request in PEM', () => makeRequest({ commonName: 'a.test' }), 'pem certificateRequest'],
    ['text that is no PEM', () => 'hello\n', 'pem'],
    ['nothing', () => '', 'pem'],
    ['a certificate in DER', () => made.der, 'made certificate'],
    ['a key in DER', () => derOf(made.keyPem), 'made EC P-256'],
    ['a SEC1 key in DER', () => derOf(keyPemAs(made.keys, 'sec1')), 'made EC P-256'],
    ['an encrypted key in DER', () => derOf(keyPemAs(made.keys, 'encryptedPkcs8')), 'made encrypted'],
    ['a request in DER', async () => derOf(await makeRequest({ commonName: 'a.test' })), 'made certificateRequest'],
    ['a public key in DER', () => made.keys.spki, 'made publicKey'],
    ['a PKCS#7 message in DER', () => signedData(made.der, made.der), 'made certificate certificate'],
    ['base64 of PEM', () => Buffer.from(made.pem + made.keyPem).toString('base64'), 'made certificate EC P-256'],
    ['base64 of DER', () => Buffer.from(made.der).toString('base64').replace(/.{76}/g, '$&\n'), 'made certificate'],
    ['PKCS#12 with a password', () => store('tiger'), 'encrypted'],
    ['PKCS#12 with an empty password', () => store(''), 'made certificate EC P-256'],
    [
      'PKCS#12 without a password',
      () => makePkcs12({ certificates: [made.der], keys: [], password: null, encryption: 'none', mac: 'none' }),
      'made certificate',
    ],
    ['base64 of PKCS#12', () => store('tiger').toString('base64'), 'encrypted'],
    ['bytes that are nothing', () => Uint8Array.of(0x30, 0x82, 1, 2, 3), 'made'],
    ['a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1), 'made'],
    ['too many bytes', () => new Uint8Array(limits.fileBytes + 1), 'tooLarge'],
    [
      'DER that is too large',
      () => Uint8Array.from([0x30, 0x84, 1, 0, 0, 0, ...new Uint8Array(limits.objectBytes)]),
      'made',
    ],
  ];
  for (const [what, content, expected] of rows)
    it(`reads ${what}`, async () => {
      files.write('file:///a', await content());
      assert.equal(describeReading(await readings().read('file:///a', unasked)), expected);
    });
  it('says of what cannot be read that it cannot', async () => {
    files.write('file:///forbidden.pem', made.pem);
    for (const uri of ['file:///gone.pem', 'file:///folder/', 'file:///forbidden.pem'])
      assert.equal(describeReading(await readings().read(uri, unasked)), 'unreadable');
  });
  it('gives offsets of the text as editors show it', async () => {
    files.write('file:///a', `\u{FEFF}${made.pem}`);
    const { document } = await readings().read('file:///a', unasked);
    assert.deepEqual(document.parts[0]?.block.begin, { start: 0, end: '-----BEGIN CERTIFICATE-----'.length });
  });
  it('holds nothing of a private key', async () => {
    const secret = made.keyPem.split('\n')[1] ?? '';
    const raw = derOf(made.keyPem);
    for (const content of [made.keyPem, raw, store(''), Buffer.from(made.keyPem).toString('base64')]) {
      files.write('file:///a', content);
      const one = readings();
      await one.read('file:///a', unasked);
      const held = JSON.stringify([one, await one.read('file:///a', unasked)], (_, value: unknown) =>
        value instanceof Map ? [...value] : value,
      );
      assert.ok(!held.includes(secret));
      assert.ok(!held.includes([...raw.subarray(40, 60)].join(',')));
    }
  });

  it('starts nothing that lasts for files that nobody asked for', async () => {
    const one = readings();
    const hostile = makePkcs12({
      certificates: [made.der],
      keys: [],
      password: 'x',
      encryption: 'none',
      mac: 'pbmac1',
      iterations: 1,
      claimedIterations: 9_000_000,
    });
    const uris = Array.from({ length: 8 }, (_, index) => `file:///${index}.p12`);
    for (const uri of uris) files.write(uri, hostile);
    assert.deepEqual(
      (await Promise.all(uris.map((uri) => one.read(uri, unasked)))).map(({ fault }) => fault),
      uris.map(() => 'encrypted'),
    );
    assert.deepEqual([files.opened, unlockers.count], [8, 0]);
  });
  it('reads more of what was asked for, once that is asked for', async () => {
    const one = readings();
    const asked = { trigger: 'asked' } as const;
    const large = `${made.pem}${' '.repeat(limitsOf.unasked.fileBytes)}`;
    const blocks = '-----BEGIN X-----\nMAA=\n-----END X-----\n'.repeat(limitsOf.unasked.blocks + 1);
    const slow = makePkcs12({
      certificates: [made.der],
      keys: [],
      password: '',
      encryption: 'none',
      mac: 'pbmac1',
      iterations: limitsOf.unasked.derivationRounds + 1,
    });
    const cases = [
      [large, 'tooLarge', 1],
      [blocks, 'tooLarge', limitsOf.unasked.blocks + 1],
      [slow, 'encrypted', 1],
    ] as const;
    for (const [content, fault, count] of cases) {
      const uri = `file:///${fault}${count}`;
      files.write(uri, content);
      const little = await one.read(uri, unasked);
      assert.deepEqual([little.fault, little.document.parts.length], [fault, 0]);
      const much = await one.read(uri, asked);
      assert.deepEqual([much.fault, much.document.parts.length], [undefined, count]);
    }
    files.write('file:///small', made.pem);
    assert.equal(await one.read('file:///small', unasked), await one.read('file:///small', asked));
  });

  it('calls a file unreadable that its reader stumbles over, says what was thrown, and tries it again', async () => {
    const [errors, fault] = [[] as unknown[], new RangeError('Maximum call stack size exceeded')];
    let isFaulty = true;
    const one = readings({
      onError: (error) => void errors.push(error),
      inSlices: (work, isWanted) => (isFaulty ? Promise.reject(fault) : inTestSlices(work, isWanted)),
    });
    for (const uri of ['file:///a', 'file:///b']) files.write(uri, made.pem);
    const faults = (await Promise.all(['file:///a', 'file:///b'].map((uri) => one.read(uri, unasked)))).map(
      (reading) => reading.fault,
    );
    assert.deepEqual(
      [faults, errors],
      [
        ['unreadable', 'unreadable'],
        [fault, fault],
      ],
    );
    isFaulty = false;
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem certificate');
    const open = () => {
      throw new Error('The document was closed.');
    };
    const closed = readings({ access: Object.assign(new FakeFiles(), { open }) });
    assert.equal((await closed.read('file:///a', unasked)).fault, 'unreadable');
  });

  it('reads a file once until it changes', async () => {
    const one = readings();
    files.write('file:///a', made.pem);
    const first = await one.read('file:///a', unasked);
    assert.equal(await one.read('file:///a', unasked), first);
    files.write('file:///a', made.pem, 2);
    await one.read('file:///a', unasked);
    files.write('file:///a', '', 2);
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem');
    assert.equal(files.reads.length, 3);
  });
  it('opens a PKCS#12 file once', async () => {
    const one = readings();
    files.write('file:///a', store('tiger'));
    for (let time = 0; time < 3; time++) assert.equal((await one.read('file:///a', unasked)).fault, 'encrypted');
    assert.equal(files.opened, 1);
  });
  it('reads a file again that it is told to forget, or that could not be read', async () => {
    const one = readings();
    files.write('file:///a', made.pem);
    await one.read('file:///a', unasked);
    one.forget('file:///a');
    await one.read('file:///a', unasked);
    files.write('file:///forbidden', made.pem);
    await one.read('file:///forbidden', unasked);
    await one.read('file:///forbidden', unasked);
    assert.deepEqual(files.reads, ['file:///a', 'file:///a', 'file:///forbidden', 'file:///forbidden']);
  });
  it('keeps the files read last, by number and by size', async () => {
    const read = async (one: FileReadings, names: string) => {
      files.reads.length = 0;
      for (const name of names) await one.read(`file:///${name}`, unasked);
      return files.reads.map((uri) => uri.at(-1)).join('');
    };
    for (const name of 'abc') files.write(`file:///${name}`, made.pem);
    assert.equal(await read(readings({ kept: { files: 2, bytes: 1e6 } }), 'abacbacc'), 'abcbac');
    assert.equal(await read(readings({ kept: { files: 9, bytes: made.pem.length * 2 } }), 'abab'), 'ab');
    assert.equal(await read(readings({ kept: { files: 9, bytes: made.pem.length * 2 } }), 'abca'), 'abca');
    assert.equal(await read(readings({ kept: { files: 9, bytes: 1 } }), 'aab'), 'ab');
  });

  it('takes an open document before the file, once a version', async () => {
    const one = readings();
    files.write('file:///a', made.pem);
    files.show('file:///a', made.keyPem, { version: 1 });
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem EC P-256');
    await one.read('file:///a', unasked);
    assert.deepEqual([files.texts, files.reads.length], [1, 0]);
    files.show('file:///a', '', { version: 2 });
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem');
    files.close('file:///a');
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem certificate');
  });
  it('takes what the editor has read of a document', async () => {
    const document = readPemDocument(made.pem);
    files.show('untitled:a', made.pem, { version: 1, read: () => Promise.resolve(document) });
    files.show('untitled:b', made.pem, { version: 1, read: () => Promise.resolve(undefined) });
    assert.equal((await readings().read('untitled:a', unasked)).document, document);
    assert.equal(describeReading(await readings().read('untitled:b', unasked)), 'pem certificate');
  });
  it('finds an open document too large', async () => {
    files.show('untitled:a', 'x'.repeat(limits.fileBytes + 1), { version: 1 });
    assert.equal((await readings().read('untitled:a', unasked)).fault, 'tooLarge');
    assert.equal(files.texts, 0);
  });

  it('shares a reading among those who ask meanwhile', async () => {
    const one = readings();
    const open = hold(files);
    files.write('file:///a', made.pem);
    const asked = [one.read('file:///a', unasked), one.read('file:///a', unasked), one.read('file:///a', unasked)];
    open();
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) assert.equal(other, first);
    assert.equal(files.reads.length, 1);
  });
  it('goes on for others when one leaves', async () => {
    const one = readings();
    const open = hold(files);
    files.write('file:///a', made.pem);
    const abort = new AbortController();
    const leaving = one.read('file:///a', { trigger: 'unasked', signal: abort.signal });
    const staying = one.read('file:///a', unasked);
    await turn();
    abort.abort(new Error('enough'));
    await assert.rejects(leaving, /enough/);
    open();
    assert.equal(describeReading(await staying), 'pem certificate');
    assert.equal(files.reads.length, 1);
  });
  it('gives up when all leave, and begins anew for the next', async () => {
    const [wanted, errors] = [[] as boolean[], [] as unknown[]];
    const one = readings({
      onError: (error) => void errors.push(error),
      inSlices: (work, isWanted) => {
        wanted.push(isWanted());
        return inTestSlices(work, isWanted);
      },
    });
    const open = hold(files);
    files.write('file:///a', made.pem);
    const abort = new AbortController();
    const leaving = [
      one.read('file:///a', { trigger: 'unasked', signal: abort.signal }),
      one.read('file:///a', { trigger: 'unasked', signal: abort.signal }),
    ];
    await turn();
    abort.abort();
    for (const each of leaving) await assert.rejects(each, { name: 'AbortError' });
    open();
    await turn();
    assert.deepEqual([wanted, errors], [[], []]);
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem certificate');
    assert.equal(files.reads.length, 2);
    await assert.rejects(one.read('file:///a', { trigger: 'unasked', signal: abort.signal }), { name: 'AbortError' });
  });
  it('begins anew for who asks before the reading that all have left has ended', async () => {
    const one = readings();
    const open = hold(files);
    files.write('file:///a', made.pem);
    const abort = new AbortController();
    const leaving = one.read('file:///a', { trigger: 'unasked', signal: abort.signal });
    await turn();
    abort.abort();
    await assert.rejects(leaving, { name: 'AbortError' });
    const next = one.read('file:///a', unasked);
    await turn();
    open();
    assert.equal(describeReading(await next), 'pem certificate');
  });
  it('gives up between two slices, which is no fault of the reader', async () => {
    const abort = new AbortController();
    const errors: unknown[] = [];
    let time = 0;
    const one = readings({
      onError: (error) => void errors.push(error),
      inSlices: (work, isWanted) =>
        inSlices(work, {
          isOver: () => (time += 100) > 100,
          pause: () => {
            abort.abort();
            return turn();
          },
          isWanted,
        }),
    });
    files.write('file:///a', made.pem.repeat(50));
    await assert.rejects(one.read('file:///a', { trigger: 'unasked', signal: abort.signal }), { name: 'AbortError' });
    assert.ok(time < 1000, 'it went on');
    await turn();
    assert.deepEqual(errors, []);
  });
  it('does not mix a version that was asked for meanwhile with the one being read', async () => {
    const one = readings();
    const open = hold(files);
    files.write('file:///a', made.pem, 1);
    const first = one.read('file:///a', unasked);
    await turn();
    files.show('file:///a', (await makeKeyPair('EC P-256', 'other')).keyPem, { version: 7 });
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem EC P-256');
    open();
    assert.equal(describeReading(await first), 'pem certificate');
    assert.equal(describeReading(await one.read('file:///a', unasked)), 'pem EC P-256');
  });
  it('reads only changed blocks again', async () => {
    const one = readings();
    files.write('file:///a', made.pem + made.keyPem);
    const [before] = (await one.read('file:///a', unasked)).document.parts;
    files.write('file:///a', `# changed\n${made.pem}`, 2);
    const [after] = (await one.read('file:///a', unasked)).document.parts;
    assert.equal(after?.certificate, before?.certificate);
  });
});

/** Lets every promise that can go on do so. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reading waits until the returned function is called. */
function hold(files: FakeFiles): () => void {
  let open = (): void => undefined;
  files.gate = new Promise((resolve) => (open = resolve));
  return open;
}
