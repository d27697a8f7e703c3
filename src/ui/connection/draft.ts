import type { TokenUse } from '../../app/connections/access';
import { originOf } from '../../app/connections/address';
import type { Connection } from '../../app/connections/connection';
import type { DialectId } from '../../gateway/gateway';

/** A connection while it is asked for. Everything typed stays in it, whichever way the person goes. */
export interface ConnectionDraft {
  readonly id: string;
  /** The connection as saved, when it is edited. */
  readonly saved?: Connection;
  readonly dialect: DialectId;
  readonly address: string;
  /** The origin that a person confirmed unencrypted http: for. */
  readonly plainHttpOrigin?: string;
  readonly caFile: string;
  /** Undefined until it was chosen, and in connections from before there was a choice. */
  readonly caFileUse?: 'add' | 'replace';
  readonly clientCertificateFile: string;
  readonly clientKeyFile: string;
  readonly isClientKeyProtected?: boolean;
  /** The password just typed. */
  readonly clientKeyPassword?: string;
  readonly token: string;
  /** A token is kept already, for this very origin. */
  readonly isTokenKept: boolean;
  readonly organization?: string;
  readonly cluster?: string;
  readonly gatewayGroup?: string;
  /** Empty until it was typed. */
  readonly name: string;
  readonly production: boolean;
  readonly readOnly: boolean;
  /** The chosen scope's name, offered as the connection's. */
  readonly scopeName?: string;
}

/** Returns whether certificates of its own matter to it: plain http: carries none. */
export const isSecure = ({ address }: Pick<ConnectionDraft, 'address'>): boolean => address.startsWith('https:');

/** Returns whether it can show a client certificate: API7 Cloud asks for none. */
export const canHaveClient = (draft: Pick<ConnectionDraft, 'address' | 'dialect'>): boolean =>
  draft.dialect !== 'api7cloud' && isSecure(draft);

export function toDraft(saved: Connection): ConnectionDraft {
  const {
    id,
    dialect,
    address,
    organization,
    cluster,
    gatewayGroup,
    name,
    allowPlainHttp,
    production = false,
    readOnly = false,
  } = saved;
  const origin = originOf(address);
  return {
    id,
    saved,
    dialect,
    address,
    ...(allowPlainHttp && origin !== undefined && { plainHttpOrigin: origin }),
    caFile: saved.caFile ?? '',
    ...(saved.caFileUse !== undefined && { caFileUse: saved.caFileUse }),
    clientCertificateFile: saved.clientCertificateFile ?? '',
    clientKeyFile: saved.clientKeyFile ?? '',
    token: '',
    isTokenKept: false,
    ...(organization !== undefined && { organization }),
    ...(cluster !== undefined && { cluster }),
    ...(gatewayGroup !== undefined && { gatewayGroup }),
    name,
    production,
    readOnly,
  };
}

export function toConnection(draft: ConnectionDraft): Connection {
  const {
    id,
    name,
    dialect,
    address,
    organization,
    cluster,
    gatewayGroup,
    caFile,
    caFileUse,
    clientCertificateFile,
    clientKeyFile,
    plainHttpOrigin,
    production,
    readOnly,
  } = draft;
  const isCloud = dialect === 'api7cloud';
  return {
    id,
    name,
    dialect,
    address,
    ...(isCloud && organization !== undefined && { organization }),
    ...(isCloud && organization !== undefined && cluster !== undefined && { cluster }),
    ...(dialect === 'api7enterprise' && gatewayGroup !== undefined && { gatewayGroup }),
    ...(caFile !== '' && { caFile }),
    ...(caFile !== '' && caFileUse !== undefined && { caFileUse }),
    ...(clientCertificateFile !== '' && { clientCertificateFile, ...(clientKeyFile !== '' && { clientKeyFile }) }),
    ...(plainHttpOrigin !== undefined && plainHttpOrigin === originOf(address) && { allowPlainHttp: true }),
    ...(readOnly && { readOnly }),
    ...(production && { production }),
  };
}

/** Returns the token just typed; the kept one where nothing was typed and it may be used; else none. */
export function toTokenUse({ token, isTokenKept, clientKeyPassword }: ConnectionDraft): TokenUse {
  const keyPassword = clientKeyPassword === undefined ? {} : { keyPassword: clientKeyPassword };
  if (token !== '') return { from: 'person', token, ...keyPassword };
  return isTokenKept ? { from: 'store', ...keyPassword } : { from: 'person', token: undefined, ...keyPassword };
}
