import type { Access, Dialect, DialectId } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { SecretStoreError, secretStoreSentence } from '../base/failureText';
import { addressSentence, checkAddress } from './address';
import type { ClientIdentityParts, ClientIdentityReading } from './clientIdentity';
import type { Connection } from './connection';
import type { StoredToken, TokenStore } from './storedToken';
import { keyPasswordId, readToken } from './storedToken';

export interface AccessLog {
  /** A line per request and answer. */
  debug(line: string): void;
  /** Takes this text out of every further line. */
  hide(secret: string): void;
}

export interface AccessParts extends ClientIdentityParts {
  /** `requestTimeout`: milliseconds for a whole request. */
  readonly settings: { readonly requestTimeout: number };
  readonly tokens: Pick<TokenStore, 'get'>;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly log: AccessLog;
  readonly translate: Translate;
}

export type UnreadyReason =
  | 'unknownConnection'
  | 'noToken'
  /** The token is kept for another origin. It was not sent. */
  | 'tokenForOtherAddress'
  /** The secret storage failed, so nobody knows if there is a token. */
  | 'secretsUnreadable'
  | 'badAddress'
  | 'caUnreadable'
  /** Files of the client certificate that cannot be read, do not belong together, or need a password. */
  | 'clientCertificateUnusable'
  /** The dialect needs more than an address, e.g. a cluster, and none is chosen yet. */
  | 'scopeMissing'
  /** A defect, or a part of the extension that cannot be loaded; the log has it. */
  | 'broken';

/** The reason why a connection cannot be used yet. No request was made. */
export interface Unready {
  readonly ok: false;
  readonly reason: UnreadyReason;
  /** For a person, in their language. */
  readonly sentence: string;
}

export type AccessReading = { readonly ok: true; readonly access: Access; readonly dialect: Dialect } | Unready;

/** The token to use: the one kept for the connection, or one that was just typed (undefined: none). */
export type TokenUse = (
  { readonly from: 'store' } | { readonly from: 'person'; readonly token: string | undefined }
) & {
  /** Keeps what was typed in memory alone: the person chose that where the secret storage failed. */
  readonly isForSession?: boolean;
  /** The password of the client certificate's private key, where it was just typed; else the kept one is used. */
  readonly keyPassword?: string;
};

/** Turns a connection into what its dialect needs, or says why that cannot be. Makes no request. */
export async function readAccess(connection: Connection, use: TokenUse, parts: AccessParts): Promise<AccessReading> {
  const { translate, dialects, settings, tokens, log } = parts;
  const dialect = dialects.get(connection.dialect);
  if (!dialect) return unready('badAddress', translate('This kind of gateway is not supported.'));
  const address = checkAddress(connection.address, dialect);
  if (address.kind === 'bad') return unready('badAddress', addressSentence(address, translate));
  if (address.kind === 'plainHttp' && connection.allowPlainHttp !== true)
    return unready(
      'badAddress',
      translate(
        'The address is unencrypted (http:) and not on this machine. Edit the connection to confirm that, or use https:.',
      ),
    );
  const stored = use.from === 'store' ? await readStored(connection.id, tokens) : undefined;
  if (stored === 'failed') return unready('secretsUnreadable', secretStoreSentence(translate));
  if (stored && stored.origin !== address.origin)
    return unready(
      'tokenForOtherAddress',
      translate(
        'The token was entered for {origin} and is not sent anywhere else. Set the token again for this address.',
        {
          origin: stored.origin,
        },
      ),
    );
  const token = use.from === 'store' ? stored?.token : use.token;
  if (token === undefined && dialect.isTokenRequired)
    return unready(
      'noToken',
      translate('{dialect} needs a {token}.', { dialect: dialect.label, token: translate(dialect.tokenName) }),
    );
  const ca = connection.caFile === undefined ? undefined : await readCa(connection.caFile, parts);
  if (typeof ca === 'string') return unready('caUnreadable', ca);
  const client = await readClient(connection, address.origin, { ...parts, typed: use.keyPassword });
  if (client === 'failed') return unready('secretsUnreadable', secretStoreSentence(translate));
  if (client?.ok === false) {
    const { clientCertificateFile: certificateFile = '', clientKeyFile: keyFile = certificateFile } = connection;
    const { clientIdentitySentence } = await import('./clientIdentity');
    return unready(
      'clientCertificateUnusable',
      clientIdentitySentence(client.fault, { certificateFile, keyFile, translate }),
    );
  }
  if (token !== undefined) log.hide(token);
  return {
    ok: true,
    dialect,
    access: {
      address: address.address,
      token,
      ...(ca && { trustedCa: ca.pem, trustsOnlyCa: connection.caFileUse === 'replace' }),
      ...(client && { client: client.identity }),
      timeout: settings.requestTimeout,
      scopes: toScopes(connection, dialect, token),
      log: (line) => log.debug(`${connection.name}: ${line}`),
    },
  };
}

/** @returns the sentence where the file cannot be read or holds no CA */
async function readCa(path: string, parts: AccessParts): Promise<{ readonly pem: string } | string> {
  const { caFileSentence, readCaFile } = await import('./caFile');
  const ca = await readCaFile(path, parts);
  return ca.ok ? ca : caFileSentence(ca.fault, { path, translate: parts.translate });
}

async function readStored(id: string, tokens: Pick<TokenStore, 'get'>): Promise<StoredToken | 'failed' | undefined> {
  try {
    return readToken(await tokens.get(id));
  } catch (error) {
    if (error instanceof SecretStoreError) return 'failed';
    throw error;
  }
}

/** Undefined where the connection has no client certificate, or cannot show one. */
async function readClient(
  { id, address, clientCertificateFile, clientKeyFile }: Connection,
  origin: string,
  parts: AccessParts & { readonly typed: string | undefined },
): Promise<ClientIdentityReading | 'failed' | undefined> {
  if (clientCertificateFile === undefined || !address.startsWith('https:')) return undefined;
  const kept = parts.typed === undefined ? await readStored(keyPasswordId(id), parts.tokens) : undefined;
  if (kept === 'failed') return 'failed';
  const password = parts.typed ?? (kept?.origin === origin ? kept.token : undefined);
  if (password !== undefined) parts.log.hide(password);
  // Few connections have one: what reads keys and certificates is loaded with the first.
  const { readClientIdentity } = await import('./clientIdentity');
  return readClientIdentity(
    { certificateFile: clientCertificateFile, keyFile: clientKeyFile ?? clientCertificateFile, password },
    parts,
  );
}

/** Returns the ids chosen so far: a level counts only if all levels above it are chosen. */
function toScopes(connection: Connection, dialect: Dialect, token: string | undefined): readonly string[] {
  const scopes: string[] = [];
  for (const { id } of scopeLevelsOf(dialect, token)) {
    const chosen = connection[id];
    if (chosen === undefined) break;
    scopes.push(chosen);
  }
  return scopes;
}

/** Returns what has to be chosen with this token: nothing where it belongs to one scope already. */
export const scopeLevelsOf = (dialect: Dialect, token: string | undefined): Dialect['scopeLevels'] =>
  token !== undefined && dialect.isScoped?.(token) === true ? [] : dialect.scopeLevels;

/** Returns whether a gateway opened with the one would behave like one opened with the other. */
export const isSameAccess = (one: Access, other: Access): boolean =>
  one.address === other.address &&
  one.token === other.token &&
  one.trustedCa === other.trustedCa &&
  one.trustsOnlyCa === other.trustsOnlyCa &&
  one.client?.certificate === other.client?.certificate &&
  one.client?.key === other.client?.key &&
  one.timeout === other.timeout &&
  one.scopes.join('/') === other.scopes.join('/');

export const unready = (reason: UnreadyReason, sentence: string): Unready => ({ ok: false, reason, sentence });
