import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import { checkHost, toHostTable } from '../../../../src/app/usage/hostCheck';
import type { LiveCheck } from '../../../../src/app/usage/liveCheck';
import type { StoredCertificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { HandshakeResult } from '../../../../src/gateway/handshake';
import { english } from '../../../../src/shared/translate';
import type { GatewayAnswer, HostFacts } from '../../../../src/ui/hosts/hostFacts';
import { toHostReport } from '../../../../src/ui/hosts/hostReport';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { connection, stored } from '../../app/fakes/fakeConnections';

const now = Date.UTC(2026, 10, 28);
const clock = { now, warningDays: null };
const host = 'shop.example.com';

describe('the page of a host', () => {
  let authority: Authority;
  let shop: MadeCertificate;
  before(async () => {
    authority = await makeAuthority(now);
    shop = await makeCertificate({ now, issuer: authority.intermediate, dns: [host] });
  });

  type Objects = Readonly<Record<string, Partial<StoredCertificate>>>;
  const gateway = (objects: Objects, more: Partial<GatewayAnswer> = {}): GatewayAnswer => {
    const from = more.connection ?? connection('a');
    const entries = Object.entries(objects).map(([id, change]) =>
      toEntry(
        from,
        stored(id, { type: 'server', isEnabled: true, names: [host], certificatePem: shop.chainPem, ...change }),
      ),
    );
    const state: ConnectionState = {
      kind: 'ready',
      entries,
      isComplete: true,
      loaded: entries.length,
      total: undefined,
      unreadable: [],
    };
    const table = toHostTable(entries, from.dialect);
    return { connection: from, state, checked: { answer: checkHost(table, host, clock), table }, ...more };
  };
  const reportOf = (gateways: readonly GatewayAnswer[], more: Partial<HostFacts> = {}) =>
    toHostReport({ host, gateways, live: [], clock, translate: english, ...more });
  /** `id: values` with the severity in front. */
  const rowsOf = (report: ReturnType<typeof toHostReport>, section: number): readonly string[] =>
    report.detail.sections[section]?.rows.map(
      ({ id, values, severity = '', isAbsent }) =>
        `${isAbsent ? '–' : severity} ${id.replace(/^\w+\./, '')}: ${values.join(' | ')}`,
    ) ?? [];

  it('says what is served, why, and what a client says of it', () => {
    const report = reportOf([gateway({ '42': {} }, { owners: [{ kind: 'route', id: '7', name: 'checkout' }] })]);
    assert.deepEqual(rowsOf(report, 0), [
      'ok answer: shop.example.com (42) is served for shop.example.com: it has exactly this name.',
      ' certificate0: shop.example.com',
      ' id0: 42',
      'ok name0: It names shop.example.com',
      'ok dates0: 2026-10-29 00:00:00 UTC to 2027-01-27 00:00:00 UTC',
      `ok chain0: In order; clients have to trust ${'CN=Test Root'}`.replace('CN=Test Root', rootName()),
      ' owners: route checkout',
    ]);
    assert.deepEqual(report.detail.badges, [{ text: 'Gateway a: served', severity: 'ok' }]);
    assert.deepEqual(report.actions.get('gateway0.certificate0'), [
      { kind: 'show', subject: { from: 'gateway', connection: 'a', id: '42' } },
      { kind: 'update', subject: { from: 'gateway', connection: 'a', id: '42' } },
    ]);
  });
  const rootName = (): string => {
    const read = parseCertificate(authority.intermediate.der);
    return read.ok ? read.value.issuer.text : '';
  };

  const app = { kind: 'application', id: '9', name: 'shop' } as const;
  const usableRow = (objects: Objects, more: Partial<GatewayAnswer>) =>
    reportOf([gateway(objects, more)]).detail.sections[0]?.rows.find(({ id }) => id === 'gateway0.usable');

  it('compares the answer with what the gateway itself lists', () => {
    const same = usableRow({ '42': {} }, { owners: [app], usable: ['42', '43'] });
    assert.deepEqual([same?.severity, same?.values], ['ok', ['shop.example.com (42)', '43']]);
    assert.match(same?.note ?? '', /itself lists what is served/);
    const other = usableRow({ '42': {} }, { owners: [app], usable: ['43'] });
    assert.equal(other?.severity, 'warning');
    assert.match(other?.note ?? '', /itself lists others/);
    for (const more of [{ owners: [app], usable: [] }, { owners: [app] }, { owners: [], usable: ['42'] }])
      assert.equal(usableRow({ '42': {} }, more), undefined);
  });

  it('says which gateway is a production one', () => {
    const { detail } = reportOf([
      gateway({}, { connection: { ...connection('a'), production: true } }),
      gateway({}, { connection: connection('b') }),
    ]);
    assert.deepEqual(
      detail.sections.slice(0, 2).map(({ title }) => title),
      ['Gateway a · PRODUCTION', 'Gateway b'],
    );
  });

  it('offers no renewal where nothing may be written', () => {
    const report = reportOf([gateway({ '1': {} }, { connection: { ...connection('a'), readOnly: true } })]);
    assert.deepEqual(
      report.actions.get('gateway0.certificate0')?.map(({ kind }) => kind),
      ['show'],
    );
  });

  it('says of a secret reference that it is not known until it resolves', () => {
    const report = reportOf([gateway({ a: { certificatePem: '$secret://vault/1/a/cert' } })]);
    const [answer, , , name, dates, chain] = rowsOf(report, 0);
    assert.equal(
      answer,
      'warning answer: The gateway takes shop.example.com (a) for shop.example.com, by its name shop.example.com. It is a secret reference: it is served once the reference resolves; until then the handshake fails, and no other certificate is tried.',
    );
    assert.equal(name, '– name0: a secret reference: not known until it resolves');
    assert.equal(dates, '– dates0: a secret reference: not known until it resolves');
    assert.equal(chain, '– chain0: a secret reference: not known until it resolves');
    assert.deepEqual(report.detail.badges, [
      { text: 'Gateway a: served once its reference resolves', severity: 'warning' },
    ]);
  });

  it('shows every candidate where it depends on the node', () => {
    const report = reportOf([gateway({ b: {}, a: {} })]);
    const ids = rowsOf(report, 0).map((row) => row.split(':')[0]);
    assert.deepEqual(ids.slice(0, 4), ['warning answer', 'warning warnings', ' certificate0', ' id0']);
    assert.ok(ids.includes(' certificate1'));
    assert.deepEqual(report.detail.badges, [{ text: 'Gateway a: depends on the node', severity: 'warning' }]);
  });

  for (const [what, objects, badge] of [
    ['nothing', {}, 'error Gateway a: nothing is served'],
    ['another name', { a: { names: ['x.test'] } }, 'error Gateway a: nothing is served'],
    [
      'no name in the certificate',
      { a: { names: ['*.example.com'], certificatePem: undefined } },
      'ok Gateway a: served',
    ],
    ['only one of type client', { a: { type: 'client' } }, 'error Gateway a: nothing is served'],
  ] as const)
    it(`marks the gateway: ${what}`, () => {
      const [first] = reportOf([gateway(objects as Objects)]).detail.badges;
      assert.equal(`${first?.severity} ${first?.text}`, badge);
    });

  it('says of a list that is not whole that it may be another one', () => {
    const whole = gateway({ a: {} });
    const rows = (state: Partial<Extract<ConnectionState, { kind: 'ready' }>>) =>
      rowsOf(reportOf([{ ...whole, state: { ...whole.state, ...state } as ConnectionState }]), 0).at(-1);
    assert.match(rows({ isComplete: false }) ?? '', /^warning state: Not all of its certificates/);
    assert.match(rows({ unreadable: ['x'] }) ?? '', /^warning state: Some of its objects/);
    assert.match(
      rowsOf(reportOf([{ connection: connection('a'), state: { kind: 'idle', entries: [] } }]), 0).join(),
      /^– state: Its certificates have not been read/,
    );
  });

  describe('on the wire', () => {
    const check = (result: HandshakeResult, more: Partial<LiveCheck> = {}): LiveCheck => ({
      asked: { host: 'localhost', port: 9443 },
      address: '127.0.0.1',
      client: undefined,
      at: now - 60_000,
      result,
      ...more,
    });
    const shown = (made: MadeCertificate, more: Partial<Extract<HandshakeResult, { kind: 'shown' }>> = {}) =>
      check({
        kind: 'shown',
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_128_GCM_SHA256',
        chain: [made.der, authority.intermediate.der],
        trust: { isTrusted: false, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
        end: 'kept',
        ...more,
      });
    const live = (made: LiveCheck, more: Partial<HostFacts> = {}) => {
      const report = reportOf([gateway({ '42': {} })], { live: [made], ...more });
      return { rows: rowsOf(report, 1), report };
    };

    it('is the same as on the gateway and in the file', () => {
      const read = parseCertificate(shop.der);
      assert.ok(read.ok);
      const { rows } = live(shown(shop), { file: { name: 'shop.pem', leaf: read.value } });
      assert.deepEqual(rows.slice(0, 6), [
        'ok result: Clients that trust its issuer accept it for shop.example.com',
        'warning trust: This machine does not trust it: its issuer is none of the CAs of this machine, or an intermediate is missing (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
        'ok gateway0: The same certificate as shop.example.com (42)',
        'ok file: The same certificate as in shop.pem',
        ' address: localhost:9443 at 127.0.0.1:9443',
        ' protocol: TLSv1.3 · TLS_AES_128_GCM_SHA256',
      ]);
    });

    it('says why this machine does not trust it, where that is known', () => {
      const trustOf = (code: string) => live(shown(shop, { trust: { isTrusted: false, code } })).rows[1];
      for (const [code, why] of [
        ['DEPTH_ZERO_SELF_SIGNED_CERT', ': it is self-signed'],
        ['SELF_SIGNED_CERT_IN_CHAIN', ': its root is none of the CAs of this machine'],
        ['CERT_HAS_EXPIRED', ''],
      ] as const)
        assert.equal(trustOf(code), `warning trust: This machine does not trust it${why} (${code})`);
    });

    it('is not yet what the gateway holds, which can be waited for', async () => {
      const old = await makeCertificate({ now, issuer: authority.intermediate, dns: [host], toDays: -1, fromDays: -9 });
      const { rows, report } = live(shown(old));
      assert.equal(rows[0], 'error result: Clients refuse it: shop.example.com has expired');
      assert.equal(rows[2], 'warning gateway0: Not yet what the gateway holds: shop.example.com (42)');
      assert.deepEqual(report.actions.get('live.gateway0'), [
        { kind: 'wait', subject: { from: 'gateway', connection: 'a', id: '42' } },
      ]);
    });

    it('is one of those of which the node serves one', async () => {
      const other = await makeCertificate({ now, issuer: authority.intermediate, dns: [host], toDays: 9 });
      for (const [made, expected] of [
        [shop, 'ok gateway0: The same certificate as shop.example.com (a)'],
        [other, 'ok gateway0: The same certificate as shop.example.com (b)'],
      ] as const) {
        const gateways = [gateway({ a: {}, b: { certificatePem: other.chainPem } })];
        const { detail } = reportOf(gateways, { live: [shown(made)] });
        const row = detail.sections[1]?.rows.find(({ id }) => id === 'live.gateway0');
        assert.equal(row && `${row.severity ?? ''} gateway0: ${row.values.join()}`, expected);
      }
    });

    it('says that a leaf alone, or one that signed itself, is not enough', async () => {
      assert.deepEqual(live(shown(shop, { chain: [shop.der] })).rows[0]?.split(' | '), [
        'warning result: Clients that trust its issuer accept it for shop.example.com',
        'shop.example.com comes without an intermediate: clients that do not know its issuer refuse it.',
      ]);
      const own = await makeCertificate({ now, dns: [host] });
      assert.match(live(shown(own, { chain: [own.der] })).rows[0] ?? '', /^warning result: .* is self-signed: /);
      const trusted = live(shown(shop, { chain: [shop.der], trust: { isTrusted: true } }));
      assert.match(trusted.rows[0] ?? '', /^ok result: [^|]*$/);
    });

    it('says what some clients alone refuse', async () => {
      const any = await makeCertificate({ now, issuer: authority.intermediate, dns: [host], purpose: 'any' });
      assert.match(live(shown(any)).rows[0] ?? '', /^warning result: Some clients refuse it: The Extended Key Usage/);
    });

    it('says what the server wants of a client, and of trust that it was not checked', () => {
      const ended = (end: 'closed' | 'wantsClient', client?: string) => {
        const result = { end, trust: undefined, protocol: 'TLSv1.2' };
        return live({ ...shown(shop, result), client }).rows.slice(1, 3);
      };
      const trust = 'warning trust: Not checked: the handshake was not finished';
      const row = (sentence: string) => [trust, `warning end: ${sentence}`];
      assert.deepEqual(ended('wantsClient'), row('The server requires a client certificate and ended the connection.'));
      assert.deepEqual(
        ended('wantsClient', 'CN=me'),
        row('The server does not accept this client certificate and ended the connection.'),
      );
      assert.deepEqual(
        ended('closed'),
        row('The server closed the connection at once: it may require a client certificate.'),
      );
      assert.deepEqual(
        ended('closed', 'CN=me'),
        row('The server closed the connection at once: it may not accept this client certificate.'),
      );
    });

    it('says why there is nothing to show', () =>
      assert.equal(
        live(check({ kind: 'failed', reason: 'refused', code: 'ECONNREFUSED' })).rows[0],
        'error result: Nothing listens at this address and port. (ECONNREFUSED)',
      ));
  });
});
