import assert from 'node:assert/strict';
import { english } from '../../../../src/shared/translate';
import { caText } from '../../../../src/ui/text/caText';
import type { Authority } from '../../../fixtures/certificates';
import { makeAuthority } from '../../../fixtures/certificates';

describe('caText', () => {
  let authority: Authority;
  before(async () => {
    authority = await makeAuthority(Date.UTC(2026, 10, 23));
  });

  it('says that there is none', () => assert.equal(caText(undefined, english), 'none'));

  it('names each certificate of a PEM, and the depth', () => {
    const { root, intermediate } = authority;
    assert.equal(caText({ pem: root.pem }, english), 'CN=Example Root CA,O=Example Trust,C=DE');
    assert.equal(
      caText({ pem: intermediate.pem + root.pem, depth: 2 }, english),
      'CN=Example Issuing CA 1,O=Example Trust,C=DE + CN=Example Root CA,O=Example Trust,C=DE, depth 2',
    );
  });

  it('takes the subject that a gateway tells where it returns no PEM', () => {
    assert.equal(
      caText({ metadata: { subject: 'CN=Root', issuer: 'CN=Root', serial: '1' } as never }, english),
      'CN=Root',
    );
  });

  it('says so where nothing of it can be read, and hides nothing', () => {
    assert.equal(caText({ pem: 'no certificate' }, english), 'one that cannot be read here');
    assert.equal(caText({ depth: 1 }, english), 'one that cannot be read here, depth 1');
    assert.equal(caText({ metadata: { subject: 'CN=a\u202Eb' } as never }, english), 'CN=a\\u{202E}b');
  });
});
