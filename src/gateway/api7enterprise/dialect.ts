import type { Dialect } from '../gateway';
import { isAdminKey } from './ids';

/** The API of API7 Enterprise's dashboard (API7 Gateway), 3.3 and later. */
export const api7enterprise: Dialect = {
  id: 'api7enterprise',
  label: 'API7 Enterprise',
  defaultAddress: 'https://127.0.0.1:7443',
  tokenName: 'access token or admin key',
  isTokenRequired: true,
  scopeLevels: [{ id: 'gatewayGroup', label: 'Gateway Group' }],
  isScoped: isAdminKey,
  async listScopes(access, signal) {
    const { listScopes } = await import('./client');
    return listScopes(access, signal);
  },
  async open(access) {
    const { Api7EnterpriseGateway } = await import('./client');
    return new Api7EnterpriseGateway(access);
  },
};
