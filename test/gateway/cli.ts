/**
 * The local gateway as a program: `npm run gateway -- --help`.
 * Run by `npm start`, by tests that need it in a process of its own, and by people.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seedMany, seedSample } from './sample';
import type { Gateway } from './server';
import { startGateway } from './server';
import { makeLocalIdentity } from './tls';

const usage = `Usage: npm run gateway -- [options]

Speaks the Admin API of Apache APISIX and the APIs of API7 Cloud and API7 Enterprise, each on a port of its own, on this machine only.

  --dialect NAME    what to print the address of: apisix, cloud, enterprise or all (default: all; all are always served)
  --port N          port of the APISIX dialect (default 9180; 0: any free one)
  --cloud-port N    port of the API7 Cloud dialect (default: the one after --port; 0 with --port 0)
  --enterprise-port N  port of the API7 Enterprise dialect (default: the one after that; 0 with --port 0)
  --data DIR        folder to keep objects in (default: in memory)
  --version X.Y.Z   APISIX version to play (default 3.18.0; recorded: 2.15.3, 3.2.2, 3.16.0, 3.18.0)
  --sample          put the sample inventory in, unless there are objects already
  --many N          put N objects in, for trying out long lists
  --https           serve HTTPS with a certificate made on the spot
  --ca-file FILE    with --https: write the CA certificate to trust there (default: in --data, else it is printed)
  --json            print one line of JSON instead of text
  --help            print this
`;

const dialects = ['apisix', 'api7cloud', 'api7enterprise', 'all'] as const;

function readArguments() {
  const { values } = parseArgs({
    options: {
      dialect: { type: 'string', default: 'all' },
      port: { type: 'string', default: '9180' },
      'cloud-port': { type: 'string' },
      'enterprise-port': { type: 'string' },
      data: { type: 'string' },
      version: { type: 'string', default: '3.18.0' },
      sample: { type: 'boolean', default: false },
      many: { type: 'string', default: '0' },
      https: { type: 'boolean', default: false },
      'ca-file': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const count = (name: string, text: string): number => {
    if (!/^\d{1,7}$/.test(text)) throw new Error(`--${name} wants a number, not ${text}`);
    return Number(text);
  };
  const { version } = values;
  const dialect = dialects.find((name) => name === values.dialect || name === `api7${values.dialect}`);
  if (dialect === undefined)
    throw new Error(`--dialect is apisix, api7cloud, api7enterprise or all, not ${values.dialect}`);
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`--version wants something like 3.18.0, not ${version}`);
  const port = count('port', values.port);
  const cloudPort =
    values['cloud-port'] === undefined ? (port === 0 ? 0 : port + 1) : count('cloud-port', values['cloud-port']);
  const enterprisePort =
    values['enterprise-port'] === undefined
      ? cloudPort === 0
        ? 0
        : cloudPort + 1
      : count('enterprise-port', values['enterprise-port']);
  return { ...values, dialect, port, cloudPort, enterprisePort, many: count('many', values.many) };
}

type Arguments = ReturnType<typeof readArguments>;

const isEmpty = ({ apisix, api7cloud, api7enterprise }: Gateway): boolean =>
  [apisix, api7cloud, api7enterprise].every(({ store }) => store.under('/').length === 0);

/**
 * The credentials are the well-known ones of a default install and a made-up token: good for nothing but this program.
 */
function describe({ apisix, api7cloud, api7enterprise }: Gateway, { dialect, json }: Arguments): string {
  const parts = {
    ...(dialect !== 'all' && dialect !== 'apisix'
      ? {}
      : {
          apisix: {
            url: apisix.url,
            adminUrl: apisix.adminUrl,
            adminKey: apisix.adminKey,
            viewerKey: apisix.viewerKey,
            version: apisix.features.version,
          },
        }),
    ...(dialect === 'all' || dialect === 'api7cloud'
      ? { api7cloud: { url: api7cloud.url, token: api7cloud.token } }
      : {}),
    ...(dialect === 'all' || dialect === 'api7enterprise'
      ? {
          api7enterprise: {
            url: api7enterprise.url,
            token: api7enterprise.token,
            adminKey: api7enterprise.adminKey,
            version: api7enterprise.version,
          },
        }
      : {}),
  };
  if (json) return JSON.stringify(parts);
  return Object.entries(parts)
    .map(([name, facts]) =>
      [`${name}:`, ...Object.entries(facts).map(([key, value]) => `  ${key.padEnd(10)} ${value}`)].join('\n'),
    )
    .join('\n');
}

async function run(given: Arguments): Promise<void> {
  const now = Date.now();
  const identity = given.https ? await makeLocalIdentity(now) : undefined;
  const gateway = await startGateway({
    port: given.port,
    cloudPort: given.cloudPort,
    enterprisePort: given.enterprisePort,
    version: given.version,
    ...(given.data === undefined ? {} : { dataDir: given.data }),
    ...(identity === undefined ? {} : { https: identity }),
  });
  if (given.sample && isEmpty(gateway)) await seedSample(gateway, now);
  if (given.many > 0) await seedMany(gateway, given.many, now);
  if (identity) {
    const file = given['ca-file'] ?? (given.data === undefined ? undefined : join(given.data, 'ca.pem'));
    if (file === undefined) console.log(identity.ca);
    else writeFileSync(file, identity.ca);
  }
  console.log(describe(gateway, given));
  const stop = (): void => void gateway.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function main(): Promise<void> {
  const given = readArguments();
  if (given.help) console.log(usage);
  else await run(given);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  console.error('Try --help.');
  process.exit(1);
});
