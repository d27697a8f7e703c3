import { toAnswerError } from '../answer';
import { answerLimits } from '../answerLimits';
import type { Scope } from '../gateway';
import { GatewayError } from '../gateway';
import type { Http } from '../http';
import { collectScopes } from '../paging';
import { readListPayload, readNamed, readOrganizationIds, readPayload } from './records';
import { toScope } from './translate';

/** Lists organisations. There is no call for it: the user names their ids, and each is asked for its name. */
export async function listOrganizations(cloud: Http, signal: AbortSignal): Promise<readonly Scope[]> {
  const answer = await cloud.send({ method: 'GET', path: '/api/v1/user/me', isList: true, signal });
  const ids = answer.status === 200 ? readOrganizationIds(answer.json) : undefined;
  if (ids === undefined) throw toAnswerError(answer, { isWrite: false });
  return nameAll(cloud, [...new Set(ids)].slice(0, answerLimits.scopes), signal);
}

/** Names the first ones, a few at a time; the ids of the rest are enough to choose by. */
async function nameAll(cloud: Http, ids: readonly string[], signal: AbortSignal): Promise<readonly Scope[]> {
  const scopes = ids.map((id): Scope => ({ id, name: id }));
  const waiting = ids.slice(0, answerLimits.scopeNames).entries();
  // All take from the same iterator, each the next one that nobody has yet.
  const work = async (): Promise<void> => {
    for (const [index, id] of waiting) scopes[index] = await nameOrganization(cloud, id, signal);
  };
  await Promise.all(Array.from({ length: answerLimits.requestsAtOnce }, work));
  return scopes;
}

/**
 * Names an organisation. The id is enough to go on with: a name that cannot be read is no failure. Cancelling is one.
 */
async function nameOrganization(cloud: Http, id: string, signal: AbortSignal): Promise<Scope> {
  try {
    const answer = await cloud.send({ method: 'GET', path: `/api/v1/orgs/${encodeURIComponent(id)}`, signal });
    const organization = answer.status === 200 ? readNamed(readPayload(answer.json)) : undefined;
    return { id, name: organization?.name ?? id };
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'cancelled') throw error;
    return { id, name: id };
  }
}

export async function listClusters(
  cloud: Http,
  {
    organization,
    pageSize,
    signal,
  }: { readonly organization: string; readonly pageSize: number; readonly signal: AbortSignal },
): Promise<readonly Scope[]> {
  const path = `/api/v1/orgs/${organization}/clusters`;
  const clusters = await collectScopes(async (page) => {
    const query = { page, page_size: pageSize };
    const answer = await cloud.send({ method: 'GET', path, query, isList: true, signal });
    const payload = answer.status === 200 ? readListPayload(answer.json) : undefined;
    if (payload === undefined) throw toAnswerError(answer, { isWrite: false });
    return payload;
  }, readNamed);
  return clusters.map(toScope);
}
