import type { Dialect } from '../gateway';

/** The API of API7 Cloud that cloud-go-sdk and cloud-cli speak. */
export const api7cloud: Dialect = {
  id: 'api7cloud',
  label: 'API7 Cloud',
  defaultAddress: 'https://api.api7.cloud',
  tokenName: 'personal access token',
  isTokenRequired: true,
  scopeLevels: [
    { id: 'organization', label: 'Organization' },
    { id: 'cluster', label: 'Cluster' },
  ],
  async listScopes(access, signal) {
    const { listScopes } = await import('./client');
    return listScopes(access, signal);
  },
  async open(access) {
    const { Api7CloudGateway } = await import('./client');
    return new Api7CloudGateway(access);
  },
};
