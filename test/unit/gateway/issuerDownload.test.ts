import assert from 'node:assert/strict';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IssuerNetwork } from '../../../src/gateway/issuerDownload';
import { fetchIssuer, fetchIssuerBy, publicRoots } from '../../../src/gateway/issuerDownload';
import type { IssuerAnswer } from '../../../src/gateway/issuerSource';
import { toIssuerAddress } from '../../../src/gateway/issuerSource';
import { isPublicAddress } from '../../../src/gateway/publicAddress';

const never = new AbortController().signal;
const servers: Server[] = [];

interface Site {
  readonly port: number;
  /** Each request as `Host path`. */
  readonly requests: string[];
}

async function serve(answer: RequestListener): Promise<Site> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, requests };
}

/** `ca.test` is the server of the test; every other name is what the network says in earnest. */
const network = (overrides: Partial<IssuerNetwork> = {}): IssuerNetwork => ({
  lookUp: (host) => Promise.resolve(names[host] ?? []),
  isAllowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
  timeout: 5_000,
  ...overrides,
});
const names: Readonly<Record<string, readonly { readonly address: string; readonly family: 4 | 6 }[]>> = {
  'ca.test': [{ address: '127.0.0.1', family: 4 }],
  'inside.test': [{ address: '10.0.0.7', family: 4 }],
  'mapped.test': [{ address: '::ffff:10.0.0.7', family: 6 }],
  'both.test': [
    { address: '127.0.0.1', family: 4 },
    { address: '169.254.169.254', family: 4 },
  ],
};

const get = (url: string, overrides?: Partial<IssuerNetwork>, signal = never): Promise<IssuerAnswer> =>
  fetchIssuerBy(url, signal, network(overrides));

const failed = (reason: string, status?: number) => ({
  kind: 'failed',
  reason,
  ...(status !== undefined && { status }),
});

describe('Fetching an issuer', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('returns the bytes, and asks with nothing of this program’s', async () => {
    let headers = {};
    const { port, requests } = await serve((request, response) => {
      headers = request.headers;
      response.end(Buffer.from([0x30, 0, 0xff]));
    });
    assert.deepEqual(await get(`http://ca.test:${port}/ca.der?x=1`), {
      kind: 'received',
      bytes: Buffer.from([0x30, 0, 0xff]),
    });
    assert.deepEqual(requests, [`ca.test:${port} /ca.der?x=1`]);
    assert.deepEqual(headers, {
      accept: '*/*',
      'accept-encoding': 'identity',
      host: `ca.test:${port}`,
      connection: 'close',
    });
  });

  it('looks a name up once, and connects to what was judged', async () => {
    const { port } = await serve((_, response) => response.end('x'));
    let lookUps = 0;
    const lookUp = () => Promise.resolve([{ address: lookUps++ === 0 ? '127.0.0.1' : '10.0.0.7', family: 4 as const }]);
    assert.equal((await get(`http://rebinds.test:${port}/`, { lookUp })).kind, 'received');
    assert.equal(lookUps, 1);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['http://inside.test/', 'privateAddress'],
    ['http://mapped.test/', 'privateAddress'],
    ['http://both.test/', 'privateAddress'],
    ['http://10.1.2.3/', 'privateAddress'],
    ['http://[::ffff:10.1.2.3]/', 'privateAddress'],
    ['http://[::1]/', 'privateAddress'],
    ['http://0xa000007/', 'privateAddress'],
    ['http://169.254.169.254/latest/meta-data/', 'privateAddress'],
    ['http://nobody.test/', 'notFound'],
    ['https://ca.test/', 'badAddress'],
    ['ldap://ca.test/', 'badAddress'],
    ['file:///etc/passwd', 'badAddress'],
    ['http://user:word@ca.test/', 'badAddress'],
    ['ca.test', 'badAddress'],
    [`http://ca.test/${'a'.repeat(400)}`, 'badAddress'],
  ];
  for (const [url, reason] of refused)
    it(`asks nobody at ${url.slice(0, 50)}`, async () => {
      assert.deepEqual(await get(url), failed(reason));
      const isRedirected = reason === 'privateAddress' || reason === 'notFound';
      const { port, requests } = await serve((_, response) => response.writeHead(302, { location: url }).end());
      const expected = isRedirected
        ? reason
        : reason === 'badAddress' && /^(https|ldap|file):/.test(url)
          ? 'otherScheme'
          : undefined;
      if (expected === undefined) return;
      assert.deepEqual(await get(`http://ca.test:${port}/`), failed(expected), 'behind a redirect');
      assert.equal(requests.length, 1);
    });

  it('follows an answer that leads elsewhere, three times at most', async () => {
    const { port, requests } = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('here');
      else response.writeHead(301, { location: `/${left - 1}` }).end();
    });
    assert.equal((await get(`http://ca.test:${port}/3`)).kind, 'received');
    assert.deepEqual(await get(`http://ca.test:${port}/4`), failed('tooManyRedirects'));
    assert.equal(requests.length, 8);
  });

  it('takes 64 kB and no byte more, whether or not the length is said', async () => {
    const { port } = await serve((request, response) => {
      const bytes = Buffer.alloc(64 * 1024 + (request.url === '/fits' ? 0 : 1));
      if (request.url === '/chunked') response.write(bytes.subarray(0, 10));
      response.end(request.url === '/chunked' ? bytes.subarray(10) : bytes);
    });
    const fits = await get(`http://ca.test:${port}/fits`);
    assert.equal(fits.kind === 'received' && fits.bytes.length, 64 * 1024);
    assert.deepEqual(await get(`http://ca.test:${port}/said`), failed('tooLarge'));
    assert.deepEqual(await get(`http://ca.test:${port}/chunked`), failed('tooLarge'));
  });

  it('says what is no answer', async () => {
    const { port } = await serve((request, response) => {
      if (request.url === '/gone') response.writeHead(404).end('gone');
      else if (request.url === '/broken') {
        response.writeHead(200, { 'content-length': 100 });
        response.write('x', () => response.destroy());
      } else response.socket?.end('SSH-2.0\r\n');
    });
    assert.deepEqual(await get(`http://ca.test:${port}/gone`), failed('badAnswer', 404));
    assert.equal((await get(`http://ca.test:${port}/broken`)).kind, 'failed');
    assert.deepEqual(await get(`http://ca.test:${port}/other`), failed('badAnswer'));
  });

  it('ends with the time limit, of a name, of a silent server and of one that goes on for ever', async () => {
    const silent = await serve(() => undefined);
    const slow = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const late = { timeout: 60 };
    assert.deepEqual(await get(`http://ca.test:${silent.port}/`, late), failed('timeout'));
    assert.deepEqual(await get(`http://ca.test:${slow.port}/`, late), failed('timeout'));
    assert.deepEqual(
      await get('http://ca.test/', { ...late, lookUp: () => new Promise(() => undefined) }),
      failed('timeout'),
    );
  });

  it('ends when it is aborted, before and meanwhile', async () => {
    assert.deepEqual(await get('http://ca.test/', {}, AbortSignal.abort()), failed('cancelled'));
    const abort = new AbortController();
    const { port } = await serve(() => abort.abort());
    assert.deepEqual(await get(`http://ca.test:${port}/`, {}, abort.signal), failed('cancelled'));
  });

  it('asks nobody in earnest that is on this machine: the extension’s own has no exception', async () => {
    const { port, requests } = await serve((_, response) => response.end('x'));
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '127.1'])
      assert.deepEqual(await fetchIssuer(`http://${host}:${port}/`, never), failed('privateAddress'), host);
    assert.deepEqual(requests, []);
  });
});

describe('The address of an issuer', () => {
  it('is shown as it is requested', () => {
    assert.equal(toIssuerAddress('HTTP://Bücher.example:80/a b')?.href, 'http://xn--bcher-kva.example/a%20b');
    assert.equal(toIssuerAddress('http://0x7f.1/')?.href, 'http://127.0.0.1/');
  });
});

describe('The public roots', () => {
  it('are those of the runtime', () => assert.ok(publicRoots().length > 100));
});
