import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import 'reflect-metadata';
import { AuthorityInfoAccessExtension } from '@peculiar/x509';
import type { FullEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { FileReadings, readCertificates } from '../../../../src/app/sources/fileReadings';
import { IssuerSearch } from '../../../../src/app/workspace/issuerSearch';
import { issuerReportText } from '../../../../src/app/workspace/issuerSearchText';
import { issuerAddresses, leafOf } from '../../../../src/core/chain/completion';
import { certificatesOf, readPemDocument } from '../../../../src/core/document/document';
import { insertIssuers } from '../../../../src/core/fixes/arrange';
import { withEdits } from '../../../../src/core/fixes/lines';
import type { StoredCertificate } from '../../../../src/core/model';
import { toCertificatesPem } from '../../../../src/core/pem/scan';
import { fetchIssuerBy } from '../../../../src/gateway/issuerDownload';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { signedData } from '../../../fixtures/der';
import { makeKeyPair } from '../../../fixtures/keyPairs';
import { parse } from '../../../fixtures/parsed';
import { stored } from '../fakes/fakeConnections';
import { FakeFiles, inTestSlices } from '../fakes/fakeFiles';

const now = Date.UTC(2026, 10, 28);
const years = 365;
const folder = 'file:///work/';

type Name = 'root' | 'policy' | 'inter' | 'old' | 'impostor' | 'server' | 'leaf' | 'other';

describe('Completing a chain', () => {
  let made: Readonly<Record<Name, MadeCertificate>>;
  before(async () => {
    const ca = (commonName: string, options: Partial<CertificateOptions>): Promise<MadeCertificate> =>
      makeCertificate({ now, commonName, isCa: true, fromDays: -years, toDays: 5 * years, ...options });
    const root = await ca('Root', {});
    const policy = await ca('Policy', { issuer: root });
    const inter = await ca('Issuing', { issuer: policy });
    const old = await ca('Issuing', { issuer: policy, toDays: -1 });
    const impostor = await ca('Issuing', { issuer: policy, keys: await makeKeyPair('EC P-256', 'impostor') });
    const server = await makeCertificate({ now, commonName: 'Issuing', issuer: policy });
    const leaf = await makeCertificate({ now, dns: ['shop.example.com'], issuer: inter });
    const other = await makeCertificate({ now, dns: ['other.example.com'], issuer: inter });
    made = { root, policy, inter, old, impostor, server, leaf, other };
  });

  /** Names of `made`, with spaces between. */
  const pem = (names: string): string =>
    names
      .split(' ')
      .map((name) => made[name as Name].pem)
      .join('');

  interface Given {
    /** The text; `leaf` unless told. */
    readonly text?: string;
    readonly roots?: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly gateways?: Readonly<Record<string, readonly Partial<StoredCertificate>[] | undefined>>;
    readonly signal?: AbortSignal;
  }

  async function search({ text = pem('leaf'), roots, files = {}, gateways = {}, signal }: Given) {
    const access = new FakeFiles();
    for (const [name, content] of Object.entries(files)) access.write(folder + name, content);
    const readings = new FileReadings({ access, inSlices: inTestSlices });
    const known = certificatesOf(readPemDocument(text));
    const found = await IssuerSearch.start({
      leaf: leafOf(parse(made.leaf), known),
      known,
      roots: roots === undefined ? [] : [pem(roots)],
      now,
      inSlices: inTestSlices,
      signal: signal ?? new AbortController().signal,
    });
    await found.lookInFiles(access.uris, { read: (uri) => readings.read(uri, { trigger: 'unasked' }) });
    const reads: string[] = [];
    const entries = new Map<string, readonly FullEntry[] | undefined>(
      Object.entries(gateways).map(([id, objects]) => [
        id,
        objects?.map((object, index) => toEntry(connectionOf(id), stored(`${id}${index}`, object))),
      ]),
    );
    await found.lookInGateways({
      connections: [...entries.keys()].map((id) => ({ id })),
      entries: (id) => entries.get(id),
      read: (id, object) => {
        reads.push(object);
        const entry = entries.get(id)?.find((each) => each.stored.id === object);
        return entry && object !== 'broken0' ? Promise.resolve(entry) : Promise.reject(new Error('gone'));
      },
    });
    return { found, reads, readFiles: access.reads };
  }

  const connectionOf = (id: string) => ({ id, name: id, dialect: 'apisix', address: 'https://gateway.test' }) as const;

  const said = (found: IssuerSearch, downloads: Parameters<typeof issuerReportText>[0]['downloads'] = []): string =>
    issuerReportText(
      {
        search: found,
        leaf: parse(made.leaf),
        names: { file: (uri) => uri.slice(folder.length), connection: (id) => id },
        isTrusted: true,
        downloads,
        isAddressLeft: false,
      },
      (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
    );
  const names = (found: IssuerSearch): string =>
    found.completion.missing
      .map(({ certificate, after }) =>
        [after, certificate].map(({ subject }) => subject.text.replace(/^CN=/, '')).join('>'),
      )
      .join(' ');

  it('takes issuers from files and ends before a root that is there', async () => {
    const { found } = await search({
      files: { 'a/chain.pem': pem('other inter'), 'b/ca.pem': pem('root policy') },
    });
    assert.equal(names(found), 'example.test>Issuing Issuing>Policy');
    assert.equal(found.isComplete, true);
    assert.equal(
      said(found),
      'Added 2 issuers: Issuing (a/chain.pem), Policy (b/ca.pem). The chain ends before the root Root, which clients have.',
    );
  });

  it('knows the public roots, and looks no further', async () => {
    const { found, readFiles } = await search({
      text: pem('leaf inter policy'),
      roots: 'root',
      files: { 'a.pem': pem('root') },
    });
    assert.equal(found.isComplete, true);
    assert.deepEqual(readFiles, []);
    assert.equal(
      said(found),
      'The chain of shop.example.com is complete: only the root Root is not in it, which clients have.',
    );
  });

  it('reads no more files than it takes', async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.pem`, pem('other')]));
    const { found, readFiles } = await search({
      roots: 'root',
      files: { '0.pem': pem('inter policy'), ...files, '00.pem': '' },
    });
    assert.equal(found.isComplete, false);
    assert.equal(readFiles.length, 21);
    const enough = await search({ roots: 'root', files: { ...files, '0.pem': pem('inter policy') } });
    assert.equal(enough.readFiles.length, 4);
  });

  it('puts what is missing between those that are there', async () => {
    const text = pem('leaf policy');
    const { found } = await search({ text, files: { 'i.pem': pem('inter') }, roots: 'root' });
    assert.equal(names(found), 'example.test>Issuing');
    const edits = insertIssuers(text, readPemDocument(text), found.completion.missing);
    assert.equal(withEdits(text, edits ?? []), pem('leaf inter policy'));
  });

  it('says where the chain ends that nobody could complete', async () => {
    const { found } = await search({ files: { 'i.pem': pem('inter') } });
    assert.equal(
      said(found, [{ address: 'http://ca.test/p', reason: 'timeout' }]),
      'Added Issuing (i.pem). The issuer of Issuing was not found: CN=Policy. It may be a root, which clients have. ' +
        'Searched: certificate files (1), certificates of gateways (0), public roots. ' +
        'http://ca.test/p: there was no response within 5 seconds.',
    );
  });

  it('takes no certificate of the name that did not sign, is no CA, or has expired', async () => {
    const { found } = await search({ files: { 'x.pem': pem('impostor') } });
    assert.equal(names(found), '');
    assert.equal(found.completion.refused, undefined);
    const server = await search({ files: { 'x.pem': pem('impostor server') } });
    assert.equal(names(server.found), '');
    assert.deepEqual(server.found.completion.refused?.reasons.map(({ code }) => code).slice(0, 1), ['notCa']);
    const expired = await search({ files: { 'x.pem': pem('impostor old') } });
    assert.equal(names(expired.found), '');
    assert.match(said(expired.found), /Issuing \(x\.pem\) was found but not used: Issuing has expired\./);
    const both = await search({ files: { 'x.pem': pem('old'), 'y.pem': pem('inter') } });
    assert.equal(names(both.found), 'example.test>Issuing');
    assert.equal(
      both.found.completion.missing[0]?.certificate.fingerprints.sha256,
      parse(made.inter).fingerprints.sha256,
    );
  });

  it('takes them from what gateways hold: of the issuer, once a chain', async () => {
    const { found, reads } = await search({
      gateways: {
        shop: [
          { certificatePem: pem('root') },
          { certificatePem: pem('other') },
          { certificatePem: pem('other inter') },
          { certificatePem: pem('other inter') },
          { certificatePem: pem('inter policy') },
          { certificatePem: pem('other inter root') },
        ],
        never: [{ certificatePem: pem('other inter') }],
      },
      roots: 'root',
    });
    assert.equal(names(found), 'example.test>Issuing Issuing>Policy');
    assert.deepEqual(reads, ['shop3', 'shop4']);
    assert.match(said(found), /^Added 2 issuers: Issuing \(held by shop\), Policy \(held by shop\)\./);
  });

  it('takes them from the CA that clients are verified with', async () => {
    const ca = { pem: pem('policy') };
    const { found } = await search({ gateways: { shop: [{ certificatePem: pem('other inter'), ca }] }, roots: 'root' });
    assert.equal(found.isComplete, true);
  });

  it('names gateways that say nothing, and goes on after an object that cannot be read', async () => {
    const { found } = await search({
      gateways: {
        unlisted: undefined,
        cloud: [{}],
        empty: [],
        broken: [{ certificatePem: pem('other inter') }, { certificatePem: pem('other inter policy') }],
      },
    });
    assert.equal(names(found), 'example.test>Issuing Issuing>Policy');
    assert.deepEqual(found.outcome.unlisted, ['unlisted', 'broken']);
    assert.deepEqual(found.outcome.withoutPem, ['cloud']);
    assert.match(
      said(found),
      /Not listed yet, or not readable: unlisted, broken\..*do not return certificates: cloud\./,
    );
  });

  it('reads no object whose chain is in the text', async () => {
    const { reads } = await search({
      text: pem('leaf inter'),
      gateways: { shop: [{ certificatePem: pem('other inter') }, { certificatePem: pem('policy') }] },
    });
    assert.deepEqual(reads, ['shop1']);
  });

  it('reads so many objects of a gateway, and no more', async () => {
    const { found } = await search({});
    const one = toEntry(connectionOf('shop'), stored('shop', { certificatePem: pem('other inter') }));
    const entries = Array.from({ length: 9 }, (_, index) => ({
      ...one,
      stored: { ...one.stored, id: String(index) },
      fingerprints: ['leaf', `issuer ${index}`],
    }));
    const reads: string[] = [];
    const read = (_: string, id: string): Promise<FullEntry> => {
      reads.push(id);
      return Promise.reject(new Error('gone'));
    };
    await found.lookInGateways({ connections: [{ id: 'shop' }], entries: () => entries, read });
    assert.deepEqual(reads, ['0', '1', '2', '3', '4']);
  });

  it('says which files could not be read', async () => {
    const { found } = await search({});
    const document = readPemDocument('');
    const read = (uri: string) =>
      Promise.resolve({ uri, isText: true, document, ...(uri === 'b' && { fault: 'unreadable' as const }) });
    await found.lookInFiles(['a', 'b'], { read });
    assert.deepEqual([found.outcome.files, found.outcome.unread], [2, ['b']]);
  });

  it('leaves out public roots that cannot be read', async () => {
    const known = certificatesOf(readPemDocument(pem('leaf inter policy')));
    const found = await IssuerSearch.start({
      leaf: parse(made.leaf),
      known,
      roots: ['no PEM', made.leaf.keyPem, pem('root').slice(0, 200), pem('root')],
      now,
      inSlices: inTestSlices,
      signal: new AbortController().signal,
    });
    assert.equal(found.isComplete, true);
  });

  it('ends when it is aborted', async () => {
    await assert.rejects(search({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  it('starts from the leaf, whichever certificate of the chain is meant', () => {
    const known = certificatesOf(readPemDocument(pem('leaf inter policy root')));
    for (const name of ['leaf', 'inter', 'policy'] as const)
      assert.equal(leafOf(parse(made[name]), known).fingerprints.sha256, parse(made.leaf).fingerprints.sha256, name);
    assert.equal(leafOf(parse(made.root), known).subject.text, 'CN=Root');
    assert.equal(leafOf(parse(made.other), known).sans?.[0]?.value, 'other.example.com');
  });

  describe('from the address that a certificate names', () => {
    const answers: Readonly<Record<string, (inter: MadeCertificate) => string | Uint8Array>> = {
      DER: ({ der }) => der,
      PEM: (inter) => `subject=/CN=Issuing\n${inter.pem}`,
      base64: ({ der }) => Buffer.from(der).toString('base64'),
      'PKCS#7': ({ der }) => pkcs7(der),
      'PKCS#7 in PEM': ({ der }) =>
        `-----BEGIN PKCS7-----\n${pkcs7(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PKCS7-----\n`,
    };
    for (const [form, answer] of Object.entries(answers))
      it(`takes ${form}`, async () => {
        const { found } = await search({});
        const bytes = await download(answer(made.inter));
        assert.equal(await found.takeAnswer(readCertificates(bytes), 'http://ca.test/i'), 'issuer');
        assert.equal(names(found), 'example.test>Issuing');
        assert.match(said(found), /^Added Issuing \(http:\/\/ca\.test\/i\)\./);
      });

    it('takes no other certificate, and nothing else', async () => {
      const { found } = await search({});
      assert.equal(await found.takeAnswer(readCertificates(made.impostor.der), 'http://ca.test/'), 'notIssuer');
      assert.equal(await found.takeAnswer(readCertificates(made.root.der), 'http://ca.test/'), 'notIssuer');
      assert.equal(
        await found.takeAnswer(readCertificates(Buffer.from('<html>Sign in</html>')), 'http://ca.test/'),
        'noCertificate',
      );
      assert.equal(await found.takeAnswer(readCertificates(new Uint8Array()), 'http://ca.test/'), 'noCertificate');
      assert.deepEqual(found.completion.missing, []);
    });

    it('takes the root that ends the chain, although nobody sends it', async () => {
      const { found } = await search({ text: pem('leaf inter policy') });
      assert.equal(found.isComplete, false);
      assert.equal(await found.takeAnswer(readCertificates(made.root.der), 'http://ca.test/'), 'issuer');
      assert.equal(found.isComplete, true);
    });

    it('finds the addresses of issuers, and none of OCSP responders', async () => {
      const access = new AuthorityInfoAccessExtension({
        ocsp: 'http://ocsp.test/',
        caIssuers: ['http://ca.test/i', 'ldap://ca.test/'],
      });
      const certificate = parse(await makeCertificate({ now, extensions: [access] }));
      assert.deepEqual(issuerAddresses(certificate), ['http://ca.test/i', 'ldap://ca.test/']);
      assert.deepEqual(issuerAddresses(parse(made.leaf)), []);
    });
  });

  describe('inserts', () => {
    const insert = (text: string): string | undefined => {
      const insertions = [
        { certificate: parse(made.inter), after: parse(made.leaf) },
        { certificate: parse(made.policy), after: parse(made.inter) },
      ];
      const edits = insertIssuers(text, readPemDocument(text), insertions);
      return edits && withEdits(text, edits);
    };

    it('behind the leaf, before the key, at the end of a text without line break', () => {
      assert.equal(insert(pem('leaf') + made.leaf.keyPem), pem('leaf inter policy') + made.leaf.keyPem);
      assert.equal(insert(made.leaf.keyPem + pem('leaf')), made.leaf.keyPem + pem('leaf inter policy'));
      assert.equal(insert(pem('leaf').trimEnd()), pem('leaf inter policy').trimEnd());
    });

    it('with the line ends and the indent of the text', () => {
      const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
      assert.equal(insert(crlf(pem('leaf'))), crlf(pem('leaf inter policy')));
      const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');
      assert.equal(insert(`cert: |\n${indented(pem('leaf'))}`), `cert: |\n${indented(pem('leaf inter policy'))}`);
    });

    it('nothing where the certificate has no lines of its own', () => {
      assert.equal(insert(`"${pem('leaf').replaceAll('\n', '\\n')}"`), undefined);
      assert.equal(insert(pem('other')), undefined);
      assert.equal(insert(toCertificatesPem([]) + pkcs7Pem(made.leaf.der)), undefined);
    });
  });
});

/** SignedData without a signature (RFC 5652 §5), as CAs serve it. */
const pkcs7 = (der: Uint8Array): Buffer => Buffer.from(signedData(der));

const pkcs7Pem = (der: Uint8Array): string =>
  `-----BEGIN PKCS7-----\n${pkcs7(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PKCS7-----\n`;

/** Downloads the answer of a server on this machine, as it comes over the network. */
async function download(body: string | Uint8Array): Promise<Uint8Array> {
  const server = createServer((_, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetchIssuerBy(`http://ca.test:${port}/i`, new AbortController().signal, {
      lookUp: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
      isAllowed: (address) => address === '127.0.0.1',
      timeout: 5_000,
    });
    assert(answer.kind === 'received', JSON.stringify(answer));
    return answer.bytes;
  } finally {
    server.close();
  }
}
