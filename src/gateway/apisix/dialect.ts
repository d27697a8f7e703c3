import type { Dialect } from '../gateway';

/** Apache APISIX's Admin API, 3.0 and later. */
export const apisix: Dialect = {
  id: 'apisix',
  label: 'Apache APISIX',
  defaultAddress: 'http://127.0.0.1:9180',
  tokenName: 'admin key',
  isTokenRequired: false,
  scopeLevels: [],
  listScopes: () => Promise.resolve([]),
  async open(access) {
    const { ApisixGateway } = await import('./client');
    return new ApisixGateway(access);
  },
};
