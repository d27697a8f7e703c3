import type { Incoming } from '../http/exchange';
import type { JsonObject } from '../json';
import type { Features } from './version';

export interface AdminKeys {
  /** Absent: nobody needs a key. */
  readonly admin: string | undefined;
  /** May GET only. */
  readonly viewer: string | undefined;
}

const cookieOf = ({ headers }: Incoming, name: string): string | undefined =>
  headers['cookie']
    ?.split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1];

/**
 * The body of a 401, or nothing where the request may pass. The query's key wins over the header's over the cookie's.
 */
export function findAuthError(
  request: Incoming,
  { admin, viewer }: AdminKeys,
  features: Features,
): JsonObject | undefined {
  if (admin === undefined) return undefined;
  const refuse = (description: string): JsonObject => ({
    error_msg: 'failed to check token',
    ...(features.tellsWhyUnauthorized ? { description } : {}),
  });
  const key = request.query.get('api_key') ?? request.headers['x-api-key'] ?? cookieOf(request, 'x_api_key');
  if (key === undefined) return refuse('missing apikey');
  if (key === admin) return undefined;
  if (key !== viewer) return refuse('wrong apikey');
  return request.method === 'GET' ? undefined : refuse('invalid method for role viewer');
}
