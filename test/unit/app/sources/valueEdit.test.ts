/** Changes of values inside other files: each way of writing a value, with each kind of change. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { HeldParts } from '../../../../src/app/sources/heldDocument';
import { toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import { readHoldingSteps } from '../../../../src/app/sources/readHolding';
import type { ChangePem, ValueEdit } from '../../../../src/app/sources/valueEdit';
import { editIndentSteps, editValueSteps } from '../../../../src/app/sources/valueEdit';
import { insertIssuers } from '../../../../src/core/fixes/arrange';
import { fixes } from '../../../../src/core/fixes/fixes';
import { withEdits } from '../../../../src/core/fixes/lines';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 28, 12);
const base64 = (content: string): string => Buffer.from(content).toString('base64');
const indented = (text: string, by: string): string => text.trimEnd().replace(/^(?=.)/gm, by);
const inLines = (text: string, width: number, by: string): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => by + line).join('\n');

const partsOf = (text: string): HeldParts => {
  const held = runSync(toHeldDocumentSteps(runSync(readHoldingSteps({ kind: 'text', text }, { isForeign: true }))));
  assert.ok(held.kind === 'document' && held.parts);
  return held.parts;
};

/** The forms in which people write PEM into other files. The other value beside it has to stay as it is. */
const forms: Readonly<Record<string, (pem: string, key: string) => string>> = {
  'a block scalar': (pem, key) =>
    `kind: Secret\nmetadata: {name: s}\nstringData:\n  tls.crt: |\n${indented(pem, '    ')}\n  tls.key: |\n${indented(key, '    ')}\n`,
  'a block scalar with CR LF': (pem, key) =>
    `ssls:\n  - cert: |\n${indented(pem, '      ')}\n    key: |\n${indented(key, '      ')}\n`.replaceAll('\n', '\r\n'),
  'base64 of a Secret': (pem, key) =>
    `kind: Secret\nmetadata: {name: s}\ndata:\n  tls.crt: ${base64(pem)}\n  tls.key: ${base64(key)}\n`,
  'base64 in lines': (pem, key) =>
    `kind: Secret\nmetadata: {name: s}\ndata:\n  tls.crt: |\n${inLines(base64(pem), 76, '    ')}\n  tls.key: ${base64(key)}\n`,
  'base64 twice': (pem, key) =>
    `kind: Secret\nmetadata: {name: s}\ndata:\n  tls.crt: ${base64(base64(pem))}\n  tls.key: ${base64(key)}\n`,
  JSON: (pem, key) => JSON.stringify({ value: { cert: pem, key } }, undefined, 2),
  'JSON in JSON': (pem, key) => JSON.stringify({ data: JSON.stringify({ cert: pem, key }) }),
  'YAML in double quotes': (pem, key) => `cert: ${JSON.stringify(pem)}\nkey: ${JSON.stringify(key)}\n`,
  '.env': (pem, key) =>
    `A=1\nTLS_CERT="${pem.trimEnd().replaceAll('\n', String.raw`\n`)}"\nTLS_KEY="${key.trimEnd()}"\n`,
  TOML: (pem, key) => `[tls]\ncert = """\n${pem}"""\nkey = '''\n${key}'''\n`,
  'a heredoc of Terraform': (pem, key) =>
    `resource "x" "y" {\n  certificate = <<-EOT\n${indented(pem, '    ')}\n  EOT\n  private_key = <<-EOT\n${indented(key, '    ')}\n  EOT\n}\n`,
  'strings that are added': (pem, key) => {
    const added = (text: string): string =>
      text
        .trimEnd()
        .split('\n')
        .join(String.raw`\n" +` + '\n\t"');
    return `const cert = "${added(pem)}"\nconst key = "${added(key)}"\n`;
  },
  'a raw string of Go': (pem, key) => `var cert = []byte(\`${pem}\`)\nvar key = []byte(\`${key}\`)\n`,
  'a list of lines': (pem, key) => {
    const list = (text: string): string => text.trimEnd().split('\n').join(`',\n  '`);
    return `const cert = ['${list(pem)}'].join('\\n');\nconst key = ['${list(key)}'].join('\\n');\n`;
  },
  'a comment': (pem, key) => `# An example:\n${indented(pem, '# ')}\nkey: |\n${indented(key, '  ')}\n`,
};

describe('changes of a value in place', () => {
  let leaf: MadeCertificate;
  let issuer: MadeCertificate;
  let root: MadeCertificate;
  before(async () => {
    const authority = await makeAuthority(now, 'Values');
    root = authority.root;
    issuer = authority.intermediate;
    leaf = await makeCertificate({ now, commonName: 'shop.example.com', dns: ['shop.example.com'], issuer });
  });

  const fixFor = (code: string): ChangePem => {
    const found = fixes.find(({ solves }) => solves.includes(code));
    assert.ok(found);
    return found.apply;
  };
  const editAt = (text: string, at: number, change: ChangePem): ValueEdit =>
    runSync(editValueSteps({ text, at, now }, change));
  const edited = (text: string, change: ChangePem): string => {
    const at = partsOf(text).values[0]?.span.start ?? -1;
    const edit = editAt(text, at, change);
    assert.ok(typeof edit === 'object', JSON.stringify(edit));
    return withEdits(text, [edit]);
  };
  const insertIssuer: ChangePem = function* (given) {
    yield;
    const edits = insertIssuers(given.text, given.document, [{ certificate: parse(issuer), after: parse(leaf) }]);
    return edits && withEdits(given.text, edits);
  };

  for (const [name, write] of Object.entries(forms))
    describe(name, () => {
      const pairOf = (...chain: readonly MadeCertificate[]): string =>
        write(chain.map(({ pem }) => pem).join(''), leaf.keyPem);

      it('is put in order, and is the file that was meant', () => {
        const text = pairOf(leaf, root, issuer);
        assert.equal(edited(text, fixFor('chainOutOfOrder')), pairOf(leaf, issuer, root));
      });
      it('loses a root, and a duplicate', () => {
        assert.equal(edited(pairOf(leaf, issuer, root), fixFor('rootIncluded')), pairOf(leaf, issuer));
        assert.equal(edited(pairOf(leaf, issuer, leaf), fixFor('duplicateCertificate')), pairOf(leaf, issuer));
      });
      it('takes an issuer', () => {
        assert.equal(edited(pairOf(leaf), insertIssuer), pairOf(leaf, issuer));
      });
      it('has nothing to do where all is well, and nothing beside values', () => {
        const text = pairOf(leaf, issuer);
        assert.equal(editAt(text, partsOf(text).values[0]?.span.start ?? -1, fixFor('chainOutOfOrder')), 'unchanged');
        assert.equal(editAt(text, 0, fixFor('chainOutOfOrder')), 'unchanged');
      });
    });

  it('takes the lines along that introduce a block, in a scalar', () => {
    const bag = (made: MadeCertificate, word: string): string =>
      `Bag Attributes\n    friendlyName: ${word}\n${made.pem}`;
    const write = (pem: string): string => `tls.crt: |\n${indented(pem, '  ')}\nother: x\n`;
    const text = write(bag(issuer, 'issuer') + bag(leaf, 'leaf'));
    assert.equal(edited(text, fixFor('chainOutOfOrder')), write(bag(leaf, 'leaf') + bag(issuer, 'issuer')));
    const json = (pem: string): string => JSON.stringify({ a: 1, cert: pem });
    assert.equal(
      edited(json(bag(issuer, 'issuer') + bag(leaf, 'leaf')), fixFor('chainOutOfOrder')),
      json(bag(leaf, 'leaf') + bag(issuer, 'issuer')),
    );
  });

  it('mends what base64 of a Secret holds', () => {
    const write = (pem: string): string => `kind: Secret\nmetadata: {name: s}\ndata:\n  tls.crt: ${base64(pem)}\n`;
    const misspelt = leaf.pem.replace('-----BEGIN', '----BEGIN');
    assert.equal(edited(write(misspelt), fixFor('misspeltBoundary')), write(leaf.pem));
    const beside = `certificate: ${leaf.pem}`;
    assert.equal(edited(write(beside), fixFor('textBesideBoundary')), write(`certificate:\n${leaf.pem}`));
  });

  it('mends dashes as word processors write them, in a block scalar', () => {
    const write = (pem: string): string => `kind: Secret\nstringData:\n  tls.crt: |\n${indented(pem, '    ')}\n`;
    const turned = leaf.pem.replaceAll('-----', '—--—') + issuer.pem;
    assert.equal(edited(write(turned), fixFor('misspeltBoundary')), write(leaf.pem + issuer.pem));
  });

  it('is refused where the lines are not written alike, and where other values would change', () => {
    const numbered = (leaf.pem + root.pem + issuer.pem)
      .trimEnd()
      .split('\n')
      .map((line, index) => `${index + 1}\t${line}`)
      .join('\n');
    assert.equal(editAt(numbered, numbered.indexOf('-----BEGIN'), fixFor('chainOutOfOrder')), 'notWritable');
    const mixed = `a = "${leaf.pem.replaceAll('\n', String.raw`\n`)}${root.pem}${issuer.pem}"\n`;
    assert.equal(editAt(mixed, mixed.indexOf('-----BEGIN'), fixFor('chainOutOfOrder')), 'notWritable');
  });

  it('leaves the lines of a script or a configuration where they are', () => {
    const script = (pem: string): string => `#!/bin/sh\ncat > /etc/chain.pem <<'EOF'\n${pem}EOF\nnginx -s reload\n`;
    const scalar = (pem: string): string => `run: |\n${indented(script(pem), '  ')}\nother: x\n`;
    const json = (pem: string): string => JSON.stringify({ run: script(pem) });
    for (const write of [scalar, json]) {
      assert.equal(edited(write(issuer.pem + leaf.pem), fixFor('chainOutOfOrder')), write(leaf.pem + issuer.pem));
      assert.equal(edited(write(leaf.pem), insertIssuer), write(leaf.pem + issuer.pem));
      const two = write(`${leaf.pem}EOF\ncat > /etc/other.pem <<'EOF'\n${leaf.pem}`);
      assert.equal(editAt(two, two.indexOf('-----BEGIN'), fixFor('duplicateCertificate')), 'unchanged');
    }
    const encoded = `kind: Secret\nmetadata: {name: s}\ndata:\n  run: ${base64(script(issuer.pem + leaf.pem))}\n`;
    assert.equal(editAt(encoded, encoded.indexOf('run: ') + 5, fixFor('chainOutOfOrder')), 'notWritable');
    const nested = `kind: Secret\nmetadata: {name: s}\ndata:\n  inner: ${base64(`issuer: |\n${issuer.pem}${leaf.pem}`)}\n`;
    assert.equal(editAt(nested, nested.indexOf('inner: ') + 7, fixFor('chainOutOfOrder')), 'notWritable');
  });

  it('is refused where something else counts: the lines of a patch, the MAC of SOPS', () => {
    const wrong = leaf.pem + root.pem + issuer.pem;
    const lines = wrong.trimEnd().split('\n').length;
    const patch = `--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1,${lines + 1} @@\n+cert: |\n${indented(wrong, '+  ')}\n`;
    assert.equal(editAt(patch, patch.indexOf('-----BEGIN'), fixFor('rootIncluded')), 'notWritable');
    const sealed = 'ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]';
    const sops = `cert_unencrypted: |\n${indented(wrong, '  ')}\nkey: ${sealed}\nsops:\n  mac: ${sealed}\n`;
    assert.equal(editAt(sops, sops.indexOf('-----BEGIN'), fixFor('chainOutOfOrder')), 'notWritable');
    const inOrder = sops.replace(indented(wrong, '  '), indented(leaf.pem + issuer.pem, '  '));
    assert.equal(editAt(inOrder, inOrder.indexOf('-----BEGIN'), fixFor('chainOutOfOrder')), 'unchanged');
  });

  it('indents what is not below its key, with the blocks behind it', () => {
    const text = `kind: Secret\nstringData:\n  tls.crt: |\n${leaf.pem}${issuer.pem}  tls.key: |-\n${leaf.keyPem}`;
    const edit = (at: number) => runSync(editIndentSteps(text, at));
    const certificate = edit(text.indexOf('-----BEGIN'));
    const key = edit(text.indexOf('-----BEGIN PRIVATE'));
    assert.ok(certificate && key);
    assert.equal(
      withEdits(text, [certificate, key]),
      `kind: Secret\nstringData:\n  tls.crt: |\n${indented(leaf.pem + issuer.pem, '    ')}\n  tls.key: |-\n${indented(leaf.keyPem, '    ')}\n`,
    );
    assert.equal(runSync(editIndentSteps(withEdits(text, [certificate, key]), certificate.span.start + 9)), undefined);
  });

  it('is what kubectl and OpenSSL read', () => {
    const [, write = (): string => ''] = Object.entries(forms).find(([name]) => name === 'base64 of a Secret') ?? [];
    const text = edited(write(root.pem + leaf.pem + issuer.pem, leaf.keyPem), fixFor('chainOutOfOrder'));
    const data = /tls\.crt: (\S+)/.exec(text)?.[1] ?? '';
    const first = execFileSync('openssl', ['x509', '-noout', '-subject'], { input: Buffer.from(data, 'base64') });
    assert.match(first.toString(), /CN ?= ?shop\.example\.com/);
  });
});
