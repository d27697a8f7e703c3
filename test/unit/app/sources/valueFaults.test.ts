import assert from 'node:assert/strict';
import { toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import { readHolding } from '../../../../src/app/sources/readHolding';
import { runSync } from '../../../../src/shared/cooperative';
import { english, translateSentence } from '../../../../src/shared/translate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { toPem } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 28);
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const json = (value: unknown): string => JSON.stringify(value, undefined, 1);
const block = (pem: string): string => `|\n${pem.trimEnd().replace(/^/gm, '    ')}`;
const oneLine = (pem: string): string => `"${pem.replaceAll('\n', '\\n')}"`;

/** The PKCS#12 and foreign values beside these are in `cases.test.ts`, SM2 pairs in `gmPairs.test.ts`. */
describe('valueFaults', () => {
  let leaf: MadeCertificate;
  let client: MadeCertificate;
  let request: string;
  before(async () => {
    leaf = await makeCertificate({ now, commonName: 'shop', dns: ['shop.example.com', '*.a.example.com'] });
    request = await makeRequest({ commonName: 'shop.example.com' });
    client = await makeCertificate({ now, commonName: 'me', purpose: 'client' });
  });

  const secret = (section: 'data' | 'stringData', crt: string, key: string, kind = 'Secret'): string =>
    `kind: ${kind}\nmetadata: {name: shop}\n${section}:\n  tls.crt: ${crt}\n  tls.key: ${key}\n`;
  const ssl = (snis: string, certificate = leaf): string =>
    `ssls:\n- snis: ${snis}\n  certificates:\n  - certificate: ${oneLine(certificate.pem)}\n    key: ${oneLine(certificate.keyPem)}\n`;

  const keyInstead = 'This value holds a private key where a certificate belongs.';
  const certificateInstead = 'This value holds a certificate where the private key belongs.';
  const base64Instead = 'Whoever reads this value from the Secret gets base64 instead of PEM.';
  const plainData =
    'Kubernetes refuses this Secret: values under “data” have to be base64; plain PEM belongs under “stringData”.';
  const uncovered = (host: string, name = 'shop.example.com'): string =>
    `${host}: No name of ${name} covers ${host}, which it is to be served for: clients refuse it there.`;

  const rows: readonly (readonly [what: string, text: () => string, faults: readonly string[]])[] = [
    [
      'key and certificate in each other’s place',
      () => secret('data', base64(leaf.keyPem), base64(leaf.pem)),
      [keyInstead, certificateInstead],
    ],
    [
      'the same of an object of APISIX',
      () => json({ cert: leaf.keyPem, key: leaf.pem }),
      [keyInstead, certificateInstead],
    ],
    [
      'the same of variables',
      () => `TLS_CERT=${oneLine(leaf.keyPem)}\nTLS_KEY=${oneLine(leaf.pem)}\n`,
      [keyInstead, certificateInstead],
    ],
    ['the certificate in both places', () => secret('data', base64(leaf.pem), base64(leaf.pem)), [certificateInstead]],
    ['a key before its certificate in one value', () => json({ cert: leaf.keyPem + leaf.pem, key: leaf.keyPem }), []],
    [
      'a request in the place of a certificate, and a public key in that of a private one',
      () => secret('data', base64(request), base64(toPem(leaf.keys.spki, 'PUBLIC KEY'))),
      [
        'This value holds no certificate, and one belongs here.',
        'This value holds no private key, and one belongs here.',
      ],
    ],
    ['a broken certificate', () => secret('data', base64(leaf.pem.replace('MII', 'M*I')), base64(leaf.keyPem)), []],
    ['a certificate as a public key', () => json({ public_key: leaf.pem, cert: leaf.pem }), []],
    ['what nothing is beside', () => json({ key: leaf.pem }), []],
    ['plain PEM under data', () => secret('data', block(leaf.pem), base64(leaf.keyPem)), [plainData]],
    ['plain PEM of a ConfigMap', () => secret('data', block(leaf.pem), block(leaf.keyPem), 'ConfigMap'), []],
    ['base64 under stringData', () => secret('stringData', base64(leaf.pem), block(leaf.keyPem)), [base64Instead]],
    ['base64 twice under data', () => secret('data', base64(base64(leaf.pem)), base64(leaf.keyPem)), [base64Instead]],
    [
      'DER under data',
      () => secret('data', base64(leaf.der), base64(leaf.keyPem)),
      ['Whoever reads this value from the Secret gets DER instead of PEM.'],
    ],
    [
      'base64 and DER of values that no gateway reads',
      () => `kind: Secret\nstringData:\n  APP_CERT: ${base64(leaf.pem)}\ndata:\n  app.der: ${base64(leaf.der)}\n`,
      [],
    ],
    ['what is right', () => secret('data', base64(leaf.pem), base64(leaf.keyPem)), []],
    [
      'hosts of an SSL object',
      () => ssl('[shop.example.com, b.a.example.com, www.example.com, a.example.com]'),
      [uncovered('www.example.com'), uncovered('a.example.com')],
    ],
    [
      'the host of one',
      () => json({ sni: 'api.example.com', cert: leaf.pem, key: leaf.keyPem }),
      [uncovered('api.example.com')],
    ],
    ['a wildcard that is covered for one name alone', () => ssl('["*.example.com"]'), [uncovered('*.example.com')]],
    ['hosts that a template or a variable makes', () => ssl('["{{ host }}.example.com", "${{HOST}}"]'), []],
    ['hosts beside the certificate of a client', () => ssl('[www.example.com]', client), []],
    ['the server that a client means', () => json({ tls: { sni: 'api.example.com', cert: leaf.pem } }), []],
    [
      'hosts of objects that stand at one place of two documents',
      () => `${ssl('[www.example.com]')}---\n${ssl('[shop.example.com]')}`,
      [],
    ],
    ['hosts beside a certificate that is elsewhere', () => 'ssls:\n- snis: [a.b]\n  cert: "$env://C"\n', []],
  ];
  for (const [what, toText, faults] of rows)
    it(`${what}: ${faults.length === 0 ? 'fine' : 'found'}`, () => {
      const text = toText();
      const held = runSync(toHeldDocumentSteps(readHolding({ kind: 'text', text })));
      assert.ok(held.kind === 'document');
      const sentences = (held.parts?.faults ?? []).map(({ code, sentence, span, facts = {} }) => {
        const isOfHost = code === 'hostNotCovered';
        if (!isOfHost) assert.equal(code, 'misplacedValue');
        const place = isOfHost ? `${text.slice(span.start, span.end).replaceAll('"', '')}: ` : '';
        const values = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, String(fact)]));
        return place + translateSentence({ text: sentence ?? assert.fail('no sentence'), values }, english);
      });
      assert.deepEqual(sentences, faults);
    });
});
