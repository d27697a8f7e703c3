import assert from 'node:assert/strict';
import { mayHoldCertificate } from '../../../../src/app/sources/certificateNames';
import type { HeldParts } from '../../../../src/app/sources/heldDocument';
import { toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import { readHoldingSteps } from '../../../../src/app/sources/readHolding';
import { runSync } from '../../../../src/shared/cooperative';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { makePkcs12 } from '../../../fixtures/pkcs12';

const now = Date.UTC(2026, 10, 28, 12);
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const indented = (text: string, by: string): string => text.trimEnd().replace(/^/gm, by);
const quoted = (text: string): string => JSON.stringify(text);

describe('certificates as values of other files', () => {
  let authority: Authority;
  let leaf: MadeCertificate;
  let stranger: MadeCertificate;
  before(async () => {
    authority = await makeAuthority(now);
    ({ root: stranger } = await makeAuthority(now, 'Stranger'));
    leaf = await makeCertificate({
      now,
      commonName: 'shop',
      dns: ['shop.example.com'],
      issuer: authority.intermediate,
    });
  });

  const read = (text: string): HeldParts => {
    const held = runSync(toHeldDocumentSteps(runSync(readHoldingSteps({ kind: 'text', text }, { isForeign: true }))));
    assert.ok(held.kind === 'document' && held.parts);
    return held.parts;
  };
  /**
   * The groups as the names of values and what is in them: `a/tls.crt:C` of a certificate, `K` of a key, `!` of what is
   * broken.
   */
  const groupsOf = (text: string): readonly string[] => {
    const { groups, values } = read(text);
    return groups.map(({ document }) =>
      document.parts
        .map(({ block, certificate, key }) => {
          const value = values.find(({ span }) => span.start <= block.span.start && block.span.end <= span.end);
          const isBroken = certificate?.ok === false || (key && key.status !== 'plain');
          return `${value?.name}:${key ? 'K' : 'C'}${isBroken ? '!' : ''}`;
        })
        .join(' '),
    );
  };
  const secret = (name: string, data: string): string => `kind: Secret\nmetadata: {name: ${name}}\ndata:\n${data}`;

  const texts: readonly (readonly [string, () => string, readonly string[]])[] = [
    [
      'an alias, where its anchor is',
      () =>
        `kind: Secret\nmetadata: {name: s}\nx: &c ${base64(leaf.pem)}\ndata: {tls.crt: *c, tls.key: ${base64(leaf.keyPem)}}`,
      ['s/x:C s/tls.key:K'],
    ],
    [
      'a List',
      () =>
        `kind: List\nitems:\n- kind: Secret\n  metadata: {name: one}\n  data: {tls.crt: ${base64(leaf.pem)}, tls.key: ${base64(leaf.keyPem)}}\n- kind: Secret\n  metadata: {name: two}\n  data: {tls.crt: ${base64(authority.root.pem)}}`,
      ['one/tls.crt:C one/tls.key:K', 'two/tls.crt:C'],
    ],
    [
      'objects of one name in two namespaces',
      () =>
        `kind: Secret\nmetadata: {name: a, namespace: one}\ndata: {tls.crt: ${base64(leaf.pem)}}\n---\nkind: Secret\nmetadata: {name: a, namespace: two}\ndata: {tls.key: ${base64(leaf.keyPem)}}`,
      ['a/tls.crt:C', 'a/tls.key:K'],
    ],
    [
      'a template of Helm',
      () =>
        `{{- range .Values.x }}\nkind: Secret\nmetadata:\n  name: {{ .name }}\n  labels: {{- include "x" . | nindent 4 }}\ndata:\n  tls.crt: {{ .cert | b64enc }}\n  tls.key: ${base64(leaf.keyPem)}\n  ca.crt: "${base64(authority.root.pem)}"\n{{- end }}`,
      ['{{ .name }}/tls.key:K', '{{ .name }}/ca.crt:C'],
    ],
    [
      'a template of Jinja',
      () =>
        `{% if tls %}\nkind: Secret\nmetadata: {name: s}\ndata:\n  tls.crt: ${base64(leaf.pem)}\n  {% if own %}\n  tls.key: ${base64(leaf.keyPem)}\n  {% endif %}\n{% endif %}`,
      ['s/tls.crt:C s/tls.key:K'],
    ],
    [
      'what was applied before, once',
      () =>
        `kind: Secret\nmetadata:\n  name: s\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      ${JSON.stringify({ data: { 'tls.crt': base64(leaf.pem) } })}\ndata:\n  tls.crt: ${base64(leaf.pem)}`,
      ['s/tls.crt:C'],
    ],
    [
      'words around a pair, its issuer, and a CA that issued none of them',
      () => `Before\n${leaf.pem}and\n${leaf.keyPem}below\n${authority.intermediate.pem}and of others\n${stranger.pem}`,
      [':C :K :C', ':C'],
    ],
    ['a chain in base64', () => secret('s', `  tls.crt: ${base64(leaf.chainPem)}`), ['s/tls.crt:C s/tls.crt:C']],
    [
      'acme.json',
      () => JSON.stringify({ le: { Certificates: [{ certificate: base64(leaf.pem), key: base64(leaf.keyPem) }] } }),
      ['le.Certificates[0].certificate:C le.Certificates[0].key:K'],
    ],
    [
      'a string of JSON in JSON, as AWS gives it',
      () => JSON.stringify({ SecretString: JSON.stringify({ cert: leaf.pem, key: leaf.keyPem }) }, undefined, 1),
      ['SecretString:C SecretString:K'],
    ],
    [
      'an answer of Vault',
      () =>
        JSON.stringify({
          data: { certificate: leaf.pem, issuing_ca: authority.intermediate.pem, private_key: leaf.keyPem },
        }),
      ['data.certificate:C data.private_key:K', 'data.issuing_ca:C'],
    ],
    ['TOML', () => `[a]\ncert = '''\n${leaf.pem}'''\nkey = ${quoted(leaf.keyPem)}\n`, ['cert:C key:K']],
    [
      'properties',
      () => `shop.cert=${leaf.pem.trimEnd().replaceAll('\n', '\\n\\\n  ')}\nshop.key=${base64(leaf.keyPem)}\n`,
      ['shop.cert:C shop.key:K'],
    ],
    [
      'an environment with two pairs',
      () => `SHOP_CERT="${leaf.pem}"\nexport SHOP_KEY='${leaf.keyPem}'\nADMIN_CERT=${quoted(authority.root.pem)}\n`,
      ['SHOP_CERT:C SHOP_KEY:K', 'ADMIN_CERT:C'],
    ],
    [
      'strings of JavaScript',
      () => `export const shopCert = \`${leaf.pem}\`;\nconst shopKey = '${leaf.keyPem.replaceAll('\n', '\\n')}';\n`,
      ['shopCert:C shopKey:K'],
    ],
    ['a raw string of Go', () => `var c = []byte(\`${leaf.pem}\`)\n`, ['c:C']],
    ['a text of Python', () => `CERT = b"""\n${leaf.pem}"""\n`, ['CERT:C']],
    [
      'heredocs of Terraform',
      () =>
        `  certificate_body = <<EOT\n${leaf.pem}EOT\n  private_key = <<-"EOT"\n${indented(leaf.keyPem, '    ')}\n  EOT\n`,
      ['certificate_body:C private_key:K'],
    ],
    ['a heredoc of a shell', () => `cat > a.pem <<EOF\n${leaf.pem}EOF\n`, [':C']],
    [
      'YAML inside of YAML',
      () =>
        `kind: ConfigMap\nmetadata: {name: c}\ndata:\n  apisix.yaml: |\n    ssls:\n      - cert: |\n${indented(leaf.pem, '          ')}\n        key: |\n${indented(leaf.keyPem, '          ')}\n`,
      ['c/apisix.yaml:C c/apisix.yaml:K'],
    ],
    ['base64 as a whole', () => base64(leaf.pem), [':C']],
    [
      'a wrong character',
      () => `stringData:\n  tls.crt: |\n${indented(leaf.pem.replace(/(\n.{10})./, '$1!'), '    ')}\n`,
      ['tls.crt:C!'],
    ],
    [
      'code that looks for blocks',
      () => `a.startsWith('-----BEGIN CERTIFICATE-----');\nb + '-----END CERTIFICATE-----'`,
      [],
    ],
    [
      'an example',
      () =>
        'cert: |\n  -----BEGIN CERTIFICATE-----\n  MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n  ...\n  -----END CERTIFICATE-----\n',
      [],
    ],
    [
      'an example in base64',
      () =>
        secret(
          's',
          `  tls.crt: ${base64('-----BEGIN CERTIFICATE-----\n<your certificate here>\n-----END CERTIFICATE-----\n')}`,
        ),
      [],
    ],
  ];
  for (const [title, text, groups] of texts)
    it(`${title}: ${groups.length > 0 ? 'read' : 'nothing'}`, () => {
      assert.deepEqual(groupsOf(text()), groups);
      if (groups.length > 0) assert.ok(mayHoldCertificate(text()), 'The cheap test of the text passes it by.');
    });

  it('places each block of base64 in the value, one behind the other', () => {
    const text = secret('s', `  tls.crt: ${base64(leaf.chainPem)}\n`);
    const [value] = read(text).values;
    assert.ok(value);
    assert.equal(text.slice(value.span.start, value.span.end), base64(leaf.chainPem));
    const [first, second] = value.blocks;
    assert.ok(first && second);
    assert.equal(first.start, value.span.start);
    assert.ok(first.end <= second.start + 4 && second.end <= value.span.end);
    const decoded = Buffer.from(
      text.slice(second.start - ((second.start - value.span.start) % 4), second.end),
      'base64',
    );
    assert.match(decoded.toString(), /-----BEGIN CERTIFICATE-----/);
  });

  it('marks a block on lines of its own where it begins, and one on one line as a whole', () => {
    const text = `stringData:\n  a: |\n${indented(leaf.pem, '    ')}\n  b: ${quoted(leaf.pem)}\n`;
    const [onLines, onOne] = read(text).groups.flatMap(({ document }) => document.parts);
    assert.ok(onLines && onOne);
    const marked = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    assert.equal(marked(onLines.block.begin), '-----BEGIN CERTIFICATE-----');
    assert.equal(marked(onOne.block.begin), quoted(leaf.pem).slice(1, -3));
  });

  it('knows a PKCS#12 file in a value', () => {
    const store = makePkcs12({ certificates: [leaf.der], keys: [leaf.keyPem], password: 'tiger', encryption: '3des' });
    const { values, groups } = read(secret('s', `  a.pfx: ${base64(store)}\n`));
    assert.deepEqual(
      values.map(({ name, isEncrypted }) => [name, isEncrypted]),
      [['s/a.pfx', true]],
    );
    assert.deepEqual(
      groups.flatMap(({ document }) => document.parts),
      [],
    );
  });

  it('reads by which Secret a host is served', () => {
    const text =
      'kind: ApisixTls\nmetadata: {name: t, namespace: n}\nspec:\n  hosts: [A.example.com, b.example.com]\n  secret: {name: s, namespace: o}\n' +
      '---\nkind: Ingress\nmetadata: {name: i}\nspec:\n  tls:\n  - hosts: [c.example.com]\n    secretName: s\n  - secretName: none\n' +
      '---\nkind: Gateway\nmetadata: {name: g}\nspec:\n  listeners:\n  - hostname: d.example.com\n    tls: {certificateRefs: [{name: s}]}\n  - {}\n';
    assert.ok(mayHoldCertificate(text));
    const { bindings } = read(text);
    assert.deepEqual(
      bindings.map(({ by, hosts, secret: { name, namespace } }) => [
        by.kind,
        hosts.map(({ host }) => host),
        name,
        namespace,
      ]),
      [
        ['ApisixTls', ['a.example.com', 'b.example.com'], 's', 'o'],
        ['Ingress', ['c.example.com'], 's', ''],
        ['Gateway', ['d.example.com'], 's', ''],
      ],
    );
    const [first] = bindings[0]?.hosts ?? [];
    assert.ok(first);
    assert.equal(text.slice(first.span.start, first.span.end), 'A.example.com');
  });

  it('heeds comments that switch a rule off for a value', () => {
    const text = `# api7-certificates: ignore expired\na: ${base64(leaf.pem)}\nb: ${base64(authority.root.pem)}\n`;
    const { groups } = read(text);
    assert.deepEqual(groups.map(({ document }) => document.ignores.flatMap(({ codes }) => codes)).flat(), ['expired']);
  });
});

describe('mayHoldCertificate', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
  for (const before of ['', ' ', '  ', '# a comment of some length\n'])
    it(`knows base64 of PEM behind ${before.length} characters`, () => {
      assert.ok(mayHoldCertificate(`a: ${base64(before + pem)}`));
    });
  it('knows it twice encoded', () => assert.ok(mayHoldCertificate(`a: ${base64(base64(pem))}`)));
  const others = [
    'name: shop\nversion: 1.2.3\n',
    '{"integrity": "sha512-xMIIBkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTESMBAGA1UEChMJQmFsdGltb3JlMRMw"}',
    'const begin = "BEGIN CERTIFICATE";',
    'kind: Deployment\n',
  ];
  for (const text of others) it(`passes by ${text.slice(0, 24).trim()}`, () => assert.ok(!mayHoldCertificate(text)));
});
