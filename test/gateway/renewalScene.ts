import assert from 'node:assert/strict';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { Gateway } from './server';
import { startGateway } from './server';

export const renewalHost = 'shop.example.com';

/** IDs of the objects that hold its certificate; the gateway that may only be read has the ID `1`. */
export const renewalIds = { staging: '4482001000', production: ['4482002000', '4482002001'] } as const;

/**
 * One certificate on two gateways, one of them production with two objects of it, and a third that may only be read.
 */
export interface RenewalScene {
  readonly gateways: readonly [staging: Gateway, production: Gateway, readOnly: Gateway];
  /** The connections to them, as they stand in the settings. */
  readonly connections: readonly object[];
  /** The certificate that renews. */
  readonly fresh: MadeCertificate;
  /** Has every object hold the old certificate again, and forgets the requests so far. */
  reset(): Promise<void>;
  holdsNew(gateway: Gateway, id: string): boolean;
  clearFaults(): void;
  close(): Promise<void>;
}

export async function startRenewalScene(now: number): Promise<RenewalScene> {
  const gateways = await Promise.all([
    startGateway({ adminKey: null }),
    startGateway({ adminKey: null }),
    startGateway({ adminKey: null }),
  ]);
  const [staging, production, readOnly] = gateways;
  const { intermediate: issuer } = await makeAuthority(now);
  const names = [renewalHost, `www.${renewalHost}`];
  const options = { now, issuer, commonName: renewalHost, dns: names };
  const old = await makeCertificate({ ...options, fromDays: -80, toDays: 6 });
  const fresh = await makeCertificate({ ...options, fromDays: -1, toDays: 89 });
  const route = { id: 'checkout', name: 'checkout', uri: '/*', hosts: [renewalHost] };
  production.apisix.store.put('/apisix/routes/checkout', route);
  const put = async ({ apisix }: Gateway, id: string, more: object = {}): Promise<void> => {
    const answer = await fetch(`${apisix.url}/apisix/admin/ssls/${id}`, {
      method: 'PUT',
      body: JSON.stringify({ cert: old.chainPem, key: old.keyPem, snis: names, ...more }),
    });
    assert.ok(answer.ok, await answer.text());
  };
  return {
    gateways,
    connections: [
      { id: 'one', name: 'Staging', dialect: 'apisix', address: staging.apisix.url },
      { id: 'two', name: 'Shop', dialect: 'apisix', address: production.apisix.url, production: true },
      { id: 'three', name: 'Archive', dialect: 'apisix', address: readOnly.apisix.url, readOnly: true },
    ],
    fresh,
    reset: async () => {
      const [first, second] = renewalIds.production;
      await put(staging, renewalIds.staging);
      await put(production, first);
      await put(production, second, { snis: [`www.${renewalHost}`], labels: { 'managed-by': 'adc' } });
      await put(readOnly, '1');
      for (const gateway of gateways) gateway.clearRequests();
    },
    holdsNew: ({ apisix }, id) =>
      String(apisix.store.get(`/apisix/ssls/${id}`)?.value['cert']).includes(fresh.pem.trim()),
    clearFaults: () => {
      for (const gateway of gateways) gateway.faults.clear();
    },
    close: async () => {
      await Promise.all(gateways.map((gateway) => gateway.close()));
    },
  };
}
