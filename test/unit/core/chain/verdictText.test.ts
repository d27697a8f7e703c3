import assert from 'node:assert/strict';
import type { PathVerdict } from '../../../../src/core/chain/verdict';
import { judgeChain } from '../../../../src/core/chain/verdict';
import { verdictText } from '../../../../src/core/chain/verdictText';
import type { Certificate } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 28);

describe('A verdict in words', () => {
  let [leaf, issuer, root, own, old]: Certificate[] = [];
  before(async () => {
    const authority = await makeAuthority(now, 'Words');
    const made = { now, commonName: 'shop.example.com', dns: ['shop.example.com'] };
    root = parse(authority.root);
    issuer = parse(authority.intermediate);
    leaf = parse(await makeCertificate({ ...made, issuer: authority.intermediate }));
    old = parse(await makeCertificate({ ...made, issuer: authority.intermediate, fromDays: -90, toDays: -3 }));
    own = parse(await makeCertificate(made));
  });
  const judge = (certificate: Certificate | undefined, ...pool: readonly (Certificate | undefined)[]): PathVerdict => {
    assert.ok(certificate);
    return judgeChain({ leaf: certificate, pool: pool.flatMap((each) => each ?? []), now });
  };

  const rows: readonly [what: string, verdict: () => PathVerdict, wanted: string | undefined][] = [
    [
      'accepted, as far as a root that is elsewhere',
      () => judge(leaf, issuer),
      'Clients accept it: shop.example.com → Words Issuing CA 1, where they trust CN=Words Root CA,O=Words Trust,C=DE',
    ],
    [
      'accepted, with its root',
      () => judge(leaf, issuer, root),
      'Clients accept it: shop.example.com → Words Issuing CA 1 → Words Root CA, where they trust its root',
    ],
    ['self-signed', () => judge(own), 'Clients accept it: where they trust the certificate itself'],
    ['refused', () => judge(old, issuer), 'Clients refuse it: shop.example.com has expired'],
    [
      'of which nothing is known',
      () => ({ ...judge(leaf, issuer), kind: 'cannotTell', unverified: leaf ? [leaf] : [] }),
      'Clients: It is unknown whether they accept it: the signature of shop.example.com cannot be checked here',
    ],
  ];
  for (const [what, verdict, wanted] of rows) {
    it(what, () => {
      const text = verdictText(verdict(), english, { isSaid: () => false });
      assert.equal(text && `${text.label}: ${text.values.join('; ')}`, wanted);
      assert.equal(text?.isRefused, wanted?.includes('refuse it'));
    });
  }

  it('is not said twice', () =>
    assert.equal(verdictText(judge(old, issuer), english, { isSaid: () => true }), undefined));
});
