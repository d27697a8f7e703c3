import type { JsonObject } from '../json';

/** A secret that must never be seen: the password of a gateway group's store, which a list of groups carries. */
export const storePassword = 'CANARY-etcd-password-of-the-group';

const group = (
  id: string,
  name: string,
  { description, type = 'api7_gateway' }: { readonly description: string; readonly type?: string },
): JsonObject => ({
  id,
  name,
  description,
  type,
  labels: {},
  enforce_service_publishing: false,
  config: {
    image_tag: '3.10.5',
    control_plane_key_prefix: `/gateway_groups/${id}`,
    control_plane_user: `user-${name}`,
    control_plane_password: storePassword,
  },
  created_at: 1_700_000_000,
  updated_at: 1_700_000_000,
});

/** The gateway groups there are. */
export const groups: readonly JsonObject[] = [
  group('31a2ee3a-14f9-4a10-9d3a-0c4d3a6b9d01', 'default', { description: 'The default gateway group' }),
  group('31a2ee3a-14f9-4a10-9d3a-0c4d3a6b9d02', 'staging', { description: '' }),
  group('31a2ee3a-14f9-4a10-9d3a-0c4d3a6b9d03', 'cluster', {
    description: 'Kubernetes',
    type: 'api7_ingress_controller',
  }),
];
