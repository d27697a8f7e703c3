import assert from 'node:assert/strict';
import { FileReadings } from '../../../../src/app/sources/fileReadings';
import type { MatchOutcome } from '../../../../src/app/workspace/matchSearch';
import { findMatches, toGroups } from '../../../../src/app/workspace/matchSearch';
import { byNearness } from '../../../../src/app/workspace/pathDistance';
import { keyPairPartsOf } from '../../../../src/core/document/pairing';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs, makeKeyPair, toPem } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';
import { FakeFiles, inTestSlices } from '../fakes/fakeFiles';

const now = Date.UTC(2026, 10, 23);

describe('findMatches', () => {
  let made: MadeCertificate;
  let renewed: MadeCertificate;
  let other: MadeCertificate;
  let request: string;
  before(async () => {
    const keys = await makeKeyPair('EC P-256', 'pair.test');
    [made, renewed, other, request] = await Promise.all([
      makeCertificate({ now, keys, commonName: 'pair.test' }),
      makeCertificate({ now, keys, commonName: 'pair.test', toDays: 90 }),
      makeCertificate({ now, commonName: 'other.test' }),
      makeRequest({ commonName: 'pair.test' }),
    ]);
  });
  type Contents = Readonly<Record<string, string | Uint8Array>>;

  /** Begins with the `index`-th half of the first file. */
  async function search(
    contents: Contents,
    index = 0,
  ): Promise<MatchOutcome & { readonly reads: string; readonly finds: number; readonly files: FakeFiles }> {
    const files = new FakeFiles();
    for (const [path, content] of Object.entries(contents)) files.write(path, content);
    const readings = new FileReadings({ access: files, inSlices: inTestSlices });
    const [from = ''] = Object.keys(contents);
    const reading = await readings.read(from, { trigger: 'unasked' });
    const keyPart = keyPairPartsOf(reading.document)[index];
    assert.ok(keyPart?.spki);
    files.reads.length = 0;
    let finds = 0;
    const { signal } = new AbortController();
    const outcome = await findMatches({
      kind: keyPart.kind,
      spki: keyPart.spki,
      from: { uri: from, path: from, reading },
      files: () => {
        finds++;
        return Promise.resolve(
          byNearness(Object.keys(contents), from, (path) => path).map((path) => ({ uri: path, path })),
        );
      },
      read: (uri) => readings.read(uri, { trigger: 'unasked' }),
      inSlices: inTestSlices,
      signal,
    });
    return { ...outcome, reads: files.reads.join(' '), finds, files };
  }
  const found = ({ matches }: MatchOutcome): string =>
    matches.map(({ reading, keyPart }) => `${reading.uri}#${keyPart.index} ${keyPart.kind}`).join(', ');
  const locked = () =>
    makePkcs12({ certificates: [made.der], keys: [made.keyPem], password: 'tiger', encryption: 'aes-256-cbc/sha256' });

  /**
   * The files of the workspace, the result, and the files read for it. They are listed only where the first one has no
   * match.
   */
  const rows: readonly [string, () => Contents, string, string, number][] = [
    [
      'in the same text',
      () => ({ '/w/a.pem': made.pem + made.keyPem, '/w/a.key': made.keyPem }),
      '/w/a.pem#1 privateKey',
      '',
      0,
    ],
    [
      'from key to certificates in the same text',
      () => ({ '/w/a.pem': made.keyPem + made.pem + other.pem + renewed.pem }),
      '/w/a.pem#1 certificate, /w/a.pem#3 certificate',
      '',
      0,
    ],
    [
      'of the same key, what is of the same kind being none',
      () => ({ '/w/a.pem': made.pem + renewed.pem + made.keyPem }),
      '/w/a.pem#2 privateKey',
      '',
      0,
    ],
    [
      'in the file of the same name',
      () => ({ '/w/a.crt': made.pem, '/w/a.key': made.keyPem, '/w/b.key': other.keyPem, '/w/c.pem': made.keyPem }),
      '/w/a.key#0 privateKey',
      '/w/a.key',
      1,
    ],
    [
      'fullchain.pem and privkey.pem',
      () => ({ '/w/fullchain.pem': made.pem, '/w/privkey.pem': made.keyPem, '/w/z.key': other.keyPem }),
      '/w/privkey.pem#0 privateKey',
      '/w/privkey.pem',
      1,
    ],
    [
      'by what is in it, not by name',
      () => ({ '/w/a.crt': made.pem, '/w/a.key': other.keyPem, '/w/z.key': made.keyPem }),
      '/w/z.key#0 privateKey',
      '/w/a.key /w/z.key',
      1,
    ],
    [
      'in the same folder, under a name that says nothing',
      () => ({ '/w/a.crt': made.pem, '/w/a.key': other.keyPem, '/w/z.csr': made.keyPem }),
      '/w/z.csr#0 privateKey',
      '/w/a.key /w/z.csr',
      1,
    ],
    [
      'in the nearest folder',
      () => ({
        '/w/certs/a.crt': made.pem,
        '/w/certs/b.crt': other.pem,
        '/w/keys/a.key': made.keyPem,
        '/w/far/away/a.key': made.keyPem,
        '/w/a.key': other.keyPem,
      }),
      '/w/keys/a.key#0 privateKey',
      '/w/certs/b.crt /w/a.key /w/keys/a.key',
      1,
    ],
    [
      'several that are equally near',
      () => ({
        '/w/keys/a.key': made.keyPem,
        '/w/old/a.crt': made.pem,
        '/w/new/a.crt': renewed.pem,
        '/w/x/y/a.crt': made.pem,
      }),
      '/w/new/a.crt#0 certificate, /w/old/a.crt#0 certificate',
      '/w/new/a.crt /w/old/a.crt',
      1,
    ],
    [
      'from a request to its key',
      () => ({ '/w/a.csr': request, '/w/a.crt': made.pem, '/w/a.key': made.keyPem }),
      '/w/a.key#0 privateKey',
      '/w/a.key',
      1,
    ],
    [
      'from a request to its certificate',
      () => ({ '/w/a.csr': request, '/w/a.crt': made.pem }),
      '/w/a.crt#0 certificate',
      '/w/a.crt',
      1,
    ],
    [
      'from a key to a request',
      () => ({ '/w/a.key': made.keyPem, '/w/a.csr': request, '/w/b.crt': other.pem }),
      '/w/a.csr#0 request',
      '/w/b.crt /w/a.csr',
      1,
    ],
    [
      'from a key to a certificate far away, before a request beside',
      () => ({ '/w/a.key': made.keyPem, '/w/a.csr': request, '/w/x/b.crt': made.pem }),
      '/w/x/b.crt#0 certificate',
      '/w/a.csr /w/x/b.crt',
      1,
    ],
    [
      'from a key to the nearer of two requests',
      () => ({ '/w/a.key': made.keyPem, '/w/a.csr': request, '/w/x/b.csr': request }),
      '/w/a.csr#0 request',
      '/w/a.csr /w/x/b.csr',
      1,
    ],
    [
      'from a public key',
      () => ({ '/w/a.pem': toPem(made.keys.spki, 'PUBLIC KEY'), '/w/a.key': made.keyPem }),
      '/w/a.key#0 privateKey',
      '/w/a.key',
      1,
    ],
    [
      'from a key to its public key',
      () => ({ '/w/a.key': made.keyPem, '/w/b.pem': toPem(made.keys.spki, 'PUBLIC KEY') }),
      '/w/b.pem#0 publicKey',
      '/w/b.pem',
      1,
    ],
    ['in DER', () => ({ '/w/a.key': made.keyPem, '/w/a.der': made.der }), '/w/a.der#0 certificate', '/w/a.der', 1],
    [
      'in PKCS#12 without a password',
      () => ({
        '/w/a.key': made.keyPem,
        '/w/a.p12': makePkcs12({ certificates: [made.der], keys: [], password: '', encryption: 'none' }),
      }),
      '/w/a.p12#0 certificate',
      '/w/a.p12',
      1,
    ],
    [
      'nowhere',
      () => ({ '/w/a.crt': made.pem, '/w/a.key': other.keyPem, '/w/x/b.pem': other.pem }),
      '',
      '/w/a.key /w/x/b.pem',
      1,
    ],
    [
      'no encrypted key, though its name is right',
      () => ({ '/w/a.crt': made.pem, '/w/a.key': keyPemAs(made.keys, 'encryptedPkcs8') }),
      '',
      '/w/a.key',
      1,
    ],
    [
      'no certificate for a certificate',
      () => ({ '/w/a.crt': made.pem, '/w/b.crt': renewed.pem, '/w/a.csr': request }),
      '',
      '/w/a.csr /w/b.crt',
      1,
    ],
  ];
  for (const [what, contents, expected, reads, finds] of rows)
    it(what, async () => {
      const outcome = await search(contents());
      assert.equal(found(outcome), expected);
      assert.deepEqual([outcome.reads, outcome.finds], [reads, finds]);
    });

  it('says what may have it all the same, and what it could not look into', async () => {
    const outcome = await search({
      '/w/a.crt': made.pem,
      '/w/a.key': keyPemAs(made.keys, 'encryptedPkcs8'),
      '/w/b.p12': locked(),
      '/w/c.key': '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      '/w/forbidden.pem': made.keyPem,
      '/w/d.key': other.keyPem,
    });
    assert.deepEqual(outcome.matches, []);
    assert.equal(outcome.looked, 6);
    assert.deepEqual(outcome.omitted, ['/w/a.key', '/w/c.key', '/w/b.p12']);
    assert.deepEqual(outcome.unread, ['/w/forbidden.pem']);
  });
  it('does not count keys that are behind a password where certificates are looked for', async () => {
    const { omitted, matches } = await search({
      '/w/a.key': made.keyPem,
      '/w/b.key': keyPemAs(other.keys, 'encryptedPkcs8'),
    });
    assert.deepEqual([omitted, matches], [[], []]);
  });
  it('does not count a certificate that is broken, which says so in the editor', async () => {
    const { omitted, matches, looked } = await search({
      '/w/a.key': made.keyPem,
      '/w/b.crt': toPem(Uint8Array.of(0x30, 0), 'CERTIFICATE'),
    });
    assert.deepEqual([omitted, matches, looked], [[], [], 2]);
  });
  it('finds the same key spelled otherwise', async () => {
    const rsa = await makeKeyPair('RSA 2048', 'spelled');
    const certificate = await makeCertificate({ now, keys: rsa });
    const pkcs1 = rsa.spki.subarray(24);
    assert.equal(
      found(await search({ '/w/a.pem': toPem(pkcs1, 'RSA PUBLIC KEY'), '/w/a.key': rsa.keyPem })),
      '/w/a.key#0 privateKey',
    );
    assert.equal(
      found(await search({ '/w/a.key': keyPemAs(rsa, 'pkcs1'), '/w/a.crt': certificate.pem })),
      '/w/a.crt#0 certificate',
    );
  });
  it('reads nothing that is known', async () => {
    const files = new FakeFiles();
    const readings = new FileReadings({ access: files, inSlices: inTestSlices });
    const paths = ['/w/a.crt', '/w/a.key', '/w/x/b.key'];
    files.write('/w/a.crt', made.pem);
    files.write('/w/a.key', other.keyPem);
    files.write('/w/x/b.key', made.keyPem);
    const once = () =>
      findMatches({
        kind: 'certificate',
        spki: made.keys.spki,
        from: { uri: '/w/a.crt', path: '/w/a.crt' },
        files: () => Promise.resolve(paths.map((path) => ({ uri: path, path }))),
        read: (uri) => readings.read(uri, { trigger: 'unasked' }),
        inSlices: inTestSlices,
        signal: new AbortController().signal,
      });
    assert.deepEqual(await once(), await once());
    assert.equal(files.reads.length, 3);
  });
  it('ends where it is left', async () => {
    const abort = new AbortController();
    const files = new FakeFiles();
    const readings = new FileReadings({ access: files, inSlices: inTestSlices });
    for (const name of 'abcdefghijkl') files.write(`/w/${name}.key`, other.keyPem);
    const looking = findMatches({
      kind: 'certificate',
      spki: made.keys.spki,
      from: { uri: '/w/a.key', path: '/w/a.key' },
      files: () =>
        Promise.resolve([...'bcdefghijkl'].map((name) => ({ uri: `/w/${name}.key`, path: `/w/${name}.key` }))),
      read: (uri) => readings.read(uri, { trigger: 'unasked', signal: abort.signal }),
      inSlices: inTestSlices,
      signal: abort.signal,
      onLooked: (count) => count === 3 && abort.abort(),
    });
    await assert.rejects(looking, { name: 'AbortError' });
    assert.ok(files.reads.length < 8);
  });
});

describe('toGroups', () => {
  it('takes names first, then the folder, then other folders by distance', () => {
    const files = ['/w/x/y.pem', '/w/q.csr', '/w/b.pem', '/w/a.key', '/w/a-key.pem', '/v/a.key', '/w/x/z.pem'].map(
      (path) => ({ uri: path, path }),
    );
    const groups = toGroups(files, '/w/a.crt', 'key').map((group) => group.map(({ path }) => path).join(' '));
    assert.deepEqual(groups, ['/w/a.key /w/a-key.pem', '/w/b.pem', '/w/q.csr', '/w/x/y.pem /w/x/z.pem', '/v/a.key']);
  });
});
