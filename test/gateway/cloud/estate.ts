import type { JsonObject } from '../json';
import { idAt } from './records';

/** The fixed surroundings of the certificates: one user, two organisations, three clusters, two regions. */
export interface Estate {
  readonly user: JsonObject;
  readonly organizations: readonly JsonObject[];
  readonly clusters: readonly JsonObject[];
  readonly regions: readonly JsonObject[];
}

const times = { created_at: '2023-02-01T08:00:00Z', updated_at: '2023-02-01T08:00:00Z' };

/** Ids far above those the store hands out, so that the two never meet. */
const id = (index: number): string => idAt(1_000_000_000 + index);

const region = (index: number, name: string, provider: string): JsonObject => ({
  ...times,
  id: id(index),
  name,
  provider,
  status: 1,
});

const organization = (index: number, name: string): JsonObject => ({
  ...times,
  id: id(index),
  name,
  plan_id: id(90),
  plan_expire_time: '2099-01-01T00:00:00Z',
  subscription_started_at: null,
  owner_id: 'auth0|sample',
});

const cluster = (
  index: number,
  name: string,
  { of, at }: { readonly of: number; readonly at: number },
): JsonObject => ({
  ...times,
  id: id(index),
  name,
  org_id: id(of),
  region_id: id(at),
  status: 3,
  domain: `${name}.sample.example`,
  settings: {},
  policies: {},
  config_version: 1,
});

export function makeEstate(): Estate {
  return {
    user: {
      ...times,
      id: 'auth0|sample',
      first_name: 'Sample',
      last_name: 'Person',
      email: 'sample@example.com',
      org_ids: [id(1), id(2)],
      members: null,
      product_tour: null,
      connection: 'Username-Password-Authentication',
      avatar_url: '',
    },
    organizations: [organization(1, 'Example Shops'), organization(2, 'Example Labs')],
    clusters: [
      cluster(11, 'production', { of: 1, at: 31 }),
      cluster(12, 'staging', { of: 1, at: 32 }),
      cluster(13, 'playground', { of: 2, at: 31 }),
    ],
    regions: [region(31, 'us-west-2', 'aws'), region(32, 'europe-west3', 'gcp')],
  };
}
