import assert from 'node:assert/strict';
import type { CaFileFault } from '../../../../src/app/connections/caFile';
import { caFileSentence, readCaFile } from '../../../../src/app/connections/caFile';
import type { LocalFileReading } from '../../../../src/app/connections/localFile';
import { english } from '../../../../src/shared/translate';

const base64 = 'QUJD'.repeat(30);
const certificate = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
const key = '-----BEGIN PRIVATE KEY-----\nhunter22\n-----END PRIVATE KEY-----\n';

function read(path: string, reading: LocalFileReading) {
  const asked: string[] = [];
  const readFile = (place: string) => {
    asked.push(place);
    return Promise.resolve(reading);
  };
  return { asked, reading: readCaFile(path, { readFile, home: '/home/me' }) };
}
const readText = (text: string) => read('/ca.pem', { ok: true, text }).reading;

describe('readCaFile', () => {
  for (const [path, place] of [
    ['/etc/ca.pem', '/etc/ca.pem'],
    ['~/ca.pem', '/home/me/ca.pem'],
  ] as const)
    it(`looks for ${path} at ${place}`, async () => {
      const { asked, reading } = read(path, { ok: true, text: certificate });
      assert.equal((await reading).ok, true);
      assert.deepEqual(asked, [place]);
    });

  for (const path of ['ca.pem', './ca.pem', '~other/ca.pem', ''])
    it(`does not look for ${JSON.stringify(path)}`, async () => {
      const { asked, reading } = read(path, { ok: true, text: certificate });
      assert.deepEqual(await reading, { ok: false, fault: 'relative' });
      assert.deepEqual(asked, []);
    });

  it('takes the certificates and leaves the key', async () => {
    const reading = await readText(`Subject: CA\r\n${key}${certificate.replaceAll('\n', '\r\n')}${key}${certificate}`);
    assert.ok(reading.ok);
    assert.equal(reading.count, 2);
    assert.doesNotMatch(reading.pem, /PRIVATE|hunter22|Subject/);
    assert.equal(reading.pem.match(/-----BEGIN CERTIFICATE-----/g)?.length, 2);
    assert.ok(reading.pem.replaceAll('\n', '').includes(base64));
  });

  it('takes the old label, each block with its own end', async () => {
    const reading = await readText(certificate.replaceAll('CERTIFICATE', 'X509 CERTIFICATE') + certificate);
    assert.deepEqual(reading, {
      ok: true,
      count: 2,
      pem: ((await readText(certificate + certificate)) as { pem: string }).pem,
    });
  });

  const bad: readonly [what: string, text: string, fault: CaFileFault][] = [
    ['an empty file', '', 'noCertificate'],
    ['only a key', key, 'noCertificate'],
    ['a page', '<html>', 'noCertificate'],
    ['no end', certificate.slice(0, 60), 'brokenCertificate'],
    [
      'a key inside a certificate block',
      `-----BEGIN CERTIFICATE-----\n${key}-----END CERTIFICATE-----\n`,
      'brokenCertificate',
    ],
    [
      'a broken certificate block that runs on into a key',
      `-----BEGIN CERTIFICATE-----\n…\n${key}${certificate}`,
      'brokenCertificate',
    ],
    [
      'base64 that ends like a certificate behind something else',
      `-----BEGIN CERTIFICATE-----\nhunter22!${base64}\n-----END CERTIFICATE-----\n`,
      'brokenCertificate',
    ],
    [
      'base64 with something else behind it',
      `-----BEGIN CERTIFICATE-----\n${base64}===hunter22\n-----END CERTIFICATE-----\n`,
      'brokenCertificate',
    ],
    ['a broken block behind a good one', `${certificate}-----BEGIN CERTIFICATE-----\n`, 'brokenCertificate'],
    ['an end of another form', certificate.replace('END CERT', 'END X509 CERT'), 'brokenCertificate'],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', 'brokenCertificate'],
    ['OpenSSL’s trusted form', certificate.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'), 'brokenCertificate'],
  ];
  for (const [what, text, fault] of bad)
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await readText(text), { ok: false, fault });
      assert.doesNotMatch(caFileSentence(fault, { path: '/ca.pem', translate: english }), /hunter22/);
    });

  for (const fault of ['missing', 'notAFile', 'tooLarge', 'unreadable'] as const)
    it(`passes ${fault} on`, async () =>
      assert.deepEqual(await read('/ca.pem', { ok: false, fault }).reading, { ok: false, fault }));
});
