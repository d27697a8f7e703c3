import assert from 'node:assert/strict';
import type { Answer } from '../../../../src/gateway/answer';
import { answerLimits } from '../../../../src/gateway/answerLimits';
import { listClusters, listOrganizations } from '../../../../src/gateway/api7cloud/scopes';
import type { Http } from '../../../../src/gateway/http';

const signal = new AbortController().signal;
const answer = (payload: unknown): Answer => ({
  status: 200,
  header: () => undefined,
  json: { payload },
  problem: undefined,
  isOwnError: false,
  words: undefined,
  place: undefined,
  bytes: 0,
});

/** A door that answers after everybody who wants to has asked, and what it was asked. */
function door(payloadOf: (path: string, query: Readonly<Record<string, string | number>>) => unknown) {
  const counts = { requests: 0, inFlight: 0, most: 0 };
  const http: Http = {
    async send({ path, query = {} }) {
      counts.requests += 1;
      counts.inFlight += 1;
      counts.most = Math.max(counts.most, counts.inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      counts.inFlight -= 1;
      return answer(payloadOf(path, query));
    },

    async *list() {
      await Promise.resolve();
      throw new Error('Nothing is listed here.');
    },
    dispose: () => undefined,
  };
  return { http, counts };
}

describe('listOrganizations', () => {
  it('asks for the names of the first ones, a few at a time, and offers the others by id', async () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => String(index + 1));
    const { http, counts } = door((path) =>
      path === '/api/v1/user/me'
        ? { org_ids: ids }
        : { id: path.split('/').pop(), name: `Organization ${path.split('/').pop() ?? ''}` },
    );
    const scopes = await listOrganizations(http, signal);
    assert.deepEqual(
      [counts.requests, counts.most, scopes.length],
      [1 + answerLimits.scopeNames, answerLimits.requestsAtOnce, answerLimits.scopes],
    );
    assert.deepEqual(
      [scopes[0], scopes[99], scopes[100]],
      [
        { id: '1', name: 'Organization 1' },
        { id: '100', name: 'Organization 100' },
        { id: '101', name: '101' },
      ],
    );
  });

  it('asks once for an id that is there twice', async () => {
    const { http, counts } = door((path) =>
      path === '/api/v1/user/me' ? { org_ids: ['7', '7'] } : { id: '7', name: 'x' },
    );
    assert.deepEqual([await listOrganizations(http, signal), counts.requests], [[{ id: '7', name: 'x' }], 2]);
  });
});

describe('listClusters', () => {
  it('ends though a server invents new clusters for ever', async () => {
    const { http, counts } = door((_, { page = 0 }) => ({ list: [{ id: String(page), name: 'x' }], count: 1_000_000 }));
    const scopes = await listClusters(http, { organization: '1', pageSize: 25, signal });
    assert.deepEqual(
      [scopes.length, counts.requests, counts.most],
      [answerLimits.scopePages, answerLimits.scopePages, 1],
    );
  });
});
