import { createHash } from 'node:crypto';
import { makeAdminApi } from './apisix/adminApi';
import type { AdminKeys } from './apisix/auth';
import type { Keyring } from './apisix/keyring';
import { defaultKeyring } from './apisix/keyring';
import type { Features } from './apisix/version';
import { featuresOf } from './apisix/version';
import { makeCloudApi } from './cloud/cloudApi';
import type { Estate } from './cloud/estate';
import { makeEstate } from './cloud/estate';
import type { EnterpriseSwitches } from './enterprise/enterpriseApi';
import { makeEnterpriseApi } from './enterprise/enterpriseApi';
import { groups } from './enterprise/groups';
import type { Handler } from './http/exchange';
import type { Faults } from './http/faults';
import { makeFaults } from './http/faults';
import type { ServerIdentity } from './http/listener';
import { startListener } from './http/listener';
import type { ListenerName, RecordedRequest, RequestPattern } from './http/recorder';
import { makeRecorder } from './http/recorder';
import type { JsonObject } from './json';
import type { Store } from './store';
import { openStore } from './store';

export interface GatewayOptions {
  /** The folder to keep objects in. Absent: in memory, gone with the gateway. */
  readonly dataDir?: string;
  /** APISIX version to play, 3.18.0 unless told. Recorded: 2.15.3, 3.2.2, 3.16.0, 3.18.0. */
  readonly version?: string;
  /** Serve HTTPS as this (`makeLocalIdentity` makes one). Absent: HTTP. */
  readonly https?: ServerIdentity;
  /** PEM of a CA: over HTTPS, who shows no certificate of it gets nginx's page, as with `ssl_verify_client on`. */
  readonly clientCa?: string;
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** Of the APISIX listener; any free one unless told. */
  readonly port?: number;
  /** Of the API7 Cloud listener; any free one unless told. */
  readonly cloudPort?: number;
  /** The port of the API7 Enterprise listener; any free one by default. */
  readonly enterprisePort?: number;
  /** The behaviour of API7 Enterprise where it is not known, or differs; 3.10.5 by default. */
  readonly enterprise?: Partial<EnterpriseSwitches>;
  /** `null`: APISIX asks for no key. */
  readonly adminKey?: string | null;
  readonly viewerKey?: string;
  /** API7 Cloud's personal access token. */
  readonly token?: string;
  /** Tokens that API7 Cloud calls expired. */
  readonly expiredTokens?: readonly string[];
  /**
   * The keys with which APISIX encrypts private keys; `[]` stores and answers them in clear. Those of the version by
   * default.
   */
  readonly keyring?: Keyring;
  /** Largest page of API7 Cloud; 100 unless told. */
  readonly pageSizeCap?: number;
  /** Milliseconds since 1970; for times in objects and for `ttl`. */
  readonly now?: () => number;
}

export interface Gateway {
  readonly apisix: {
    /** Origin, without a path. */
    readonly url: string;
    /** The address of the Admin API: `{url}/apisix/admin`. */
    readonly adminUrl: string;
    /** Empty where none is asked for. */
    readonly adminKey: string;
    readonly viewerKey: string;
    readonly features: Features;
    readonly keyring: Keyring;
    /** Behind the wire, for looking at what is really kept. */
    readonly store: Store;
    /** Answers a request without wire, record or faults, for seeding. */
    readonly handle: Handler;
  };
  readonly api7cloud: {
    /** Origin, without a path. */
    readonly url: string;
    readonly token: string;
    readonly estate: Estate;
    readonly store: Store;
    readonly handle: Handler;
  };
  readonly api7enterprise: {
    /** Origin, without a path. */
    readonly url: string;
    /** Reads and writes in every gateway group. */
    readonly token: string;
    /** The admin key of the first gateway group. */
    readonly adminKey: string;
    readonly version: string;
    readonly groups: readonly JsonObject[];
    readonly store: Store;
    readonly handle: Handler;
  };
  /** Every request that arrived whole, in order, with what it carried. */
  readonly requests: readonly RecordedRequest[];
  /** Returns those of them that may change something. */
  writes(): readonly RecordedRequest[];
  clearRequests(): void;
  nextRequest(pattern: RequestPattern): Promise<RecordedRequest>;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** The admin key of a default install of APISIX; public knowledge, and good for nothing but tests. */
const publicAdminKey = 'edd1c9f034335f136f87ad84b625c8f1';
/** Made up, in the vendor's shapes: good for nothing but this program. */
const enterpriseToken = 'a7ee-local-gateway-access-token';
const enterpriseAdminKey = 'a7adm-local-gateway-admin-key';
const publicViewerKey = '4054f7cf07e344346cd3f287985e76a2';

/** Shaped like the real ones: a JWT with `exp` and `jti`. The same on every start, so that settings stay good. */
function sampleToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ exp: 4_102_444_800, jti: 'local-gateway' })}`;
  return `${head}.${createHash('sha512').update(head).digest('base64url')}`;
}

/**
 * Starts all dialects, each on a listener of its own. Objects live in `dataDir`; requests and faults only in this
 * process.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const {
    dataDir: folder,
    host = '127.0.0.1',
    https,
    now = Date.now,
    token = sampleToken(),
    viewerKey = publicViewerKey,
  } = options;
  const features = featuresOf(options.version ?? '3.18.0');
  const keyring = options.keyring ?? defaultKeyring(features);
  const admin = options.adminKey === null ? undefined : (options.adminKey ?? publicAdminKey);
  const keys: AdminKeys = { admin, viewer: viewerKey };
  const recorder = makeRecorder();
  const faults = makeFaults();
  const estate = makeEstate();
  const apisixStore = openStore({ folder, name: 'apisix', now });
  const cloudStore = openStore({ folder, name: 'api7cloud', now });
  const enterpriseStore = openStore({ folder, name: 'api7enterprise', now });
  const listen = (name: ListenerName, handler: Handler, port: number) =>
    startListener({ name, handler, port, host, https, clientCa: options.clientCa, recorder, faults });

  const adminApi = makeAdminApi({ features, keyring, keys, store: apisixStore, now });
  const apisix = await listen('apisix', adminApi, options.port ?? 0);
  const cloudApi = makeCloudApi({
    store: cloudStore,
    estate,
    token,
    expiredTokens: options.expiredTokens ?? [],
    pageSizeCap: options.pageSizeCap ?? 100,
    now,
  });
  const closing = [apisix];
  const orClose = async (error: unknown): Promise<never> => {
    await Promise.all(closing.map((listener) => listener.close()));
    throw error;
  };
  const cloud = await listen('api7cloud', cloudApi, options.cloudPort ?? 0).catch(orClose);
  closing.push(cloud);
  const switches = {
    version: '3.10.5',
    missingIs404: false,
    refusesDuplicates: false,
    ignoresPaging: false,
    ...options.enterprise,
  };
  const enterpriseApi = makeEnterpriseApi({
    store: enterpriseStore,
    token: enterpriseToken,
    adminKey: enterpriseAdminKey,
    switches,
    now,
  });
  const enterprise = await listen('api7enterprise', enterpriseApi, options.enterprisePort ?? 0).catch(orClose);
  closing.push(enterprise);
  return {
    apisix: {
      url: apisix.origin,
      adminUrl: `${apisix.origin}/apisix/admin`,
      adminKey: admin ?? '',
      viewerKey,
      features,
      keyring,
      store: apisixStore,
      handle: adminApi,
    },
    api7cloud: { url: cloud.origin, token, estate, store: cloudStore, handle: cloudApi },
    api7enterprise: {
      url: enterprise.origin,
      token: enterpriseToken,
      adminKey: enterpriseAdminKey,
      version: switches.version,
      groups,
      store: enterpriseStore,
      handle: enterpriseApi,
    },
    requests: recorder.requests,
    writes: recorder.writes,
    clearRequests: recorder.clear,
    nextRequest: recorder.next,
    faults,
    close: async () => {
      faults.clear();
      recorder.close();
      await Promise.all(closing.map((listener) => listener.close()));
    },
  };
}
