import assert from 'node:assert/strict';
import type { CertificateUse } from '../../../../src/app/usage/certificateUse';
import { useText } from '../../../../src/app/usage/useText';
import type { CertificateType } from '../../../../src/core/model';
import type { DialectId, Referrer } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';
import { toEntries } from '../fakes/fakeEntries';

const owners = (...kinds: readonly Referrer['kind'][]): readonly Referrer[] =>
  kinds.map((kind, index) => ({ kind, id: String(index) }));
const used = (...kinds: readonly Referrer['kind'][]): CertificateUse => ({
  owners: owners(...kinds),
  isAll: true,
  isUnused: false,
  copies: [],
});
const unused: CertificateUse = { owners: [], isAll: true, isUnused: true, copies: [] };

describe('useText', () => {
  const cases: readonly [use: CertificateUse, dialect: DialectId, type: CertificateType, text: string | undefined][] = [
    [used('application'), 'api7cloud', 'server', 'used by 1 application'],
    [used('application', 'application'), 'api7cloud', 'server', 'used by 2 applications'],
    [used('route'), 'apisix', 'server', 'used by 1 route'],
    [used('route', 'route', 'route'), 'apisix', 'server', 'used by 3 routes'],
    [
      used('streamRoute', 'upstream', 'service', 'route', 'route'),
      'apisix',
      'server',
      'used by 2 routes, 1 service, 1 stream route, 1 upstream',
    ],
    [
      used('streamRoute', 'streamRoute', 'service', 'service'),
      'apisix',
      'server',
      'used by 2 services, 2 stream routes',
    ],
    [used('upstream', 'upstream'), 'apisix', 'client', 'used by 2 upstreams'],
    [{ ...used('route'), isAll: false }, 'apisix', 'server', 'used by at least 1 route'],
    [{ ...used(), isAll: false }, 'apisix', 'server', undefined],
    [used(), 'apisix', 'server', undefined],
    [{ ...unused, copies: owners('upstream') }, 'apisix', 'client', 'not used by any upstream, a copy in 1 upstream'],
    [{ ...used('upstream'), copies: owners('route') }, 'apisix', 'client', 'used by 1 upstream, a copy in 1 route'],
    [{ ...used(), isAll: false, copies: owners('service', 'service') }, 'apisix', 'client', 'a copy in 2 services'],
    [unused, 'api7cloud', 'server', 'not used by any application'],
    [unused, 'api7cloud', 'client', 'not used by any application'],
    [unused, 'apisix', 'server', 'not used by any route'],
    [unused, 'apisix', 'client', 'not used by any upstream'],
  ];
  for (const [use, dialect, type, text] of cases) {
    it(`${dialect}, ${type}: ${text ?? 'says nothing'}`, () => {
      const [entry] = toEntries({ me: { type } }, dialect);
      assert(entry);
      assert.equal(useText(use, entry, english), text);
    });
  }
});
