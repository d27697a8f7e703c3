/** The soak's gateway, in a process of its own: what it keeps is not to be counted as the extension host's. */
import { makeCertificate } from '../fixtures/certificates';
import { encryptSsl } from '../gateway/apisix/ssl';
import { answers } from '../gateway/http/faults';
import { startGateway } from '../gateway/server';
import type { GatewayOrder, GatewayState, Names } from './gatewayProcess';
import { namings } from './gatewayProcess';

/** Milliseconds of a day. */
const day = 86_400_000;

/** Certificates made; objects share them, and differ in their names. */
const distinct = 50;

function namesOf(id: string, names: Names): readonly string[] {
  switch (names) {
    case 'own':
      return [`${id}.example.com`, `*.${id}.example.com`];
    case 'one':
      return ['soak.example.com'];
    case 'wildcard':
      return ['*.soak.test'];
  }
}

async function main(): Promise<void> {
  const count = Number(process.argv[2]);
  const names = namings.find((each) => each === process.argv[3]) ?? 'own';
  const now = Date.now();
  const gateway = await startGateway({ adminKey: null });
  const { store, keyring, url } = gateway.apisix;
  const made = await Promise.all(
    Array.from({ length: distinct }, (_, index) => {
      const name = `host-${index}.example.com`;
      return makeCertificate({ now, commonName: name, dns: [name], toDays: 1 + 8 * index });
    }),
  );
  for (let index = 0; index < count; index += 1) {
    const certificate = made[index % made.length];
    if (!certificate) throw new Error('No certificate was made.');
    const id = `bulk-${index}`;
    const time = Math.floor((now - day) / 1000);
    const ssl = { type: 'server', status: 1, cert: certificate.pem, key: certificate.keyPem };
    store.put(`/apisix/ssls/${id}`, {
      ...encryptSsl(keyring, ssl),
      ...{ id, snis: namesOf(id, names), create_time: time, update_time: time },
    });
    if (names !== 'wildcard') continue;
    const route = { id, uri: '/*', hosts: [`host-${index}.soak.test`], upstream: { type: 'roundrobin', nodes: {} } };
    store.put(`/apisix/routes/${id}`, { ...route, status: 1, create_time: time, update_time: time });
  }
  let requests = 0;
  process.on('message', ({ order }: { readonly order: GatewayOrder }) => {
    if (order === 'fail') gateway.faults.add({ method: 'GET' }, answers.json(503, { error_msg: 'no etcd' }));
    if (order === 'recover') gateway.faults.clear();
    requests += gateway.requests.length;
    gateway.clearRequests();
    const stored = store.under('/apisix/ssls/');
    const newest = stored.at(-1);
    const id = String(newest?.value['id'] ?? '');
    const state: GatewayState = { count: stored.length, newest: id, modified: newest?.modified ?? 0, requests };
    process.send?.(state);
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ url });
}

void main();
