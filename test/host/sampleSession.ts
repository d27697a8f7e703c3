import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../src/app/connections/connections';
import { writeSampleFolder } from '../fixtures/sampleFolder';
import { seedSample, toSampleId } from '../gateway/sample';
import { startGateway } from '../gateway/server';

export interface SampleSession {
  /** A workspace of PEM files, good ones and bad ones. */
  readonly folder: string;
  /** The file that the companion extension reads: connections and their tokens. */
  readonly companionFile: string;
  /** The addresses of the gateway, for the person. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

/** A local gateway of all dialects with certificates in it, and a folder of PEM files, made for this moment. */
export const openSampleSession = async (root: string, now: number): Promise<SampleSession> => {
  const folder = join(root, 'sample');
  mkdirSync(folder, { recursive: true });
  await writeSampleFolder(folder, now);
  const gateway = await startGateway();
  await seedSample(gateway, now, toSampleId);
  const { apisix, api7cloud, api7enterprise } = gateway;
  const cluster = api7cloud.estate.clusters[0];
  const connections: readonly { readonly connection: Connection; readonly token: string }[] = [
    {
      connection: { id: 'sample-apisix', name: 'Local APISIX', dialect: 'apisix', address: apisix.url },
      token: apisix.adminKey,
    },
    {
      connection: {
        id: 'sample-api7cloud',
        name: 'Local API7 Cloud',
        dialect: 'api7cloud',
        address: api7cloud.url,
        organization: String(api7cloud.estate.organizations[0]?.['id']),
        cluster: String(cluster?.['id']),
      },
      token: api7cloud.token,
    },
    {
      connection: {
        id: 'sample-api7enterprise',
        name: 'Local API7 Enterprise',
        dialect: 'api7enterprise',
        address: api7enterprise.url,
        gatewayGroup: String(api7enterprise.groups[0]?.['id']),
      },
      token: api7enterprise.token,
    },
  ];
  const companionFile = join(root, 'companion.json');
  // Tokens that open nothing but this gateway, in a folder that goes with it.
  writeFileSync(companionFile, JSON.stringify({ connections }), { mode: 0o600 });
  return {
    folder,
    companionFile,
    addresses: [
      `Apache APISIX    ${apisix.url}`,
      `API7 Cloud       ${api7cloud.url}`,
      `API7 Enterprise  ${api7enterprise.url}`,
    ],
    close: () => gateway.close(),
  };
};
