import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { entryText, objectText } from '../../../../src/app/writes/objectText';
import { english } from '../../../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { connection, stored } from '../fakes/fakeConnections';

const now = Date.UTC(2026, 10, 23);

const facts = {
  type: 'server',
  names: ['b.test', 'a.test'],
  labels: [{ key: 'team', value: 'x' }],
  isEnabled: true,
  ca: 'none',
} as const;

describe('objectText', () => {
  it('has a fact a line, names in an order that does not depend on the gateway', () => {
    assert.equal(
      objectText(facts, { translate: english, width: 14 }),
      'Type:         Server\nName:         a.test\nName:         b.test\nLabel:        team=x\nEnabled:      Yes\nCA for peers: none\n',
    );
  });

  it('says what there is none of', () => {
    const text = objectText({ ...facts, names: [], labels: [] }, { translate: english, width: 0 });
    assert.match(text, /^Name: none$/m);
    assert.match(text, /^Label: none$/m);
  });

  it('shows what hides in a label', () => {
    assert.match(
      objectText({ ...facts, labels: [{ key: 'a\u202Eb' }] }, { translate: english, width: 0 }),
      /Label: a\\u\{202E\}b/,
    );
  });
});

describe('entryText', () => {
  const text = (change: Parameters<typeof stored>[1]): string =>
    entryText(toEntry(connection('a'), stored('1', change)), 'none', english);

  it('says all of it, and what the gateway does not return', () => {
    const change = {
      names: ['a.test'],
      description: 'Shop',
      protocols: ['TLSv1.2', 'TLSv1.3'],
      extraCertificates: ['x'],
      updatedAt: Date.UTC(2026, 10, 23),
    } as const;
    const lines = (values: Parameters<typeof stored>[1]): readonly string[] =>
      text(values)
        .split('\n')
        .map((line) => line.replace(/: {2,}/, ': '));
    assert.deepEqual(lines(change), [
      'Subject: not returned by the gateway',
      'Issuer: not returned by the gateway',
      'Serial number: not returned by the gateway',
      'Valid from: not returned by the gateway',
      'Valid until: not returned by the gateway',
      'SHA-256: not returned by the gateway',
      'Intermediates: not returned by the gateway',
      'Type: Server',
      'Name: a.test',
      'Label: none',
      'Enabled: Yes',
      'CA for peers: none',
      'Description: Shop',
      'TLS versions: TLSv1.2, TLSv1.3',
      'Further certificates: 1',
      'Updated: 2026-11-23 00:00:00 UTC',
      '',
    ]);
    assert.deepEqual(lines({}).slice(-5), [
      'Description: –',
      'TLS versions: –',
      'Further certificates: 0',
      'Updated: –',
      '',
    ]);
  });

  it('counts the intermediates, not the certificate itself', async () => {
    const { intermediate: issuer } = await makeAuthority(now);
    const made = await makeCertificate({ now, issuer });
    for (const [certificatePem, count] of [
      [made.pem, 0],
      [made.chainPem, 1],
    ] as const)
      assert.match(text({ certificatePem }), new RegExp(`^Intermediates: +${String(count)}$`, 'm'));
  });

  it('says of which type it is, and whether it is enabled', () => {
    for (const [change, line] of [
      [{ type: 'client' }, 'Type: +Client'],
      [{ type: undefined }, 'Type: +unknown'],
      [{ isEnabled: false }, 'Enabled: +No'],
    ] as const)
      assert.match(text(change), new RegExp(`^${line}$`, 'm'));
    assert.doesNotMatch(text({ isEnabled: undefined }), /Enabled/);
  });

  it('differs wherever a person could have changed something', () => {
    const before = text({});
    for (const change of [
      { names: ['x.test'] },
      { type: 'client' },
      { labels: [{ key: 'x' }] },
      { isEnabled: false },
      { description: 'x' },
      { protocols: ['TLSv1.3'] },
      { updatedAt: 1 },
    ] as const)
      assert.notEqual(text(change), before, JSON.stringify(change));
  });
});
