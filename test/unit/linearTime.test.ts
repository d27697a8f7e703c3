import assert from 'node:assert/strict';
import { readHolding } from '../../src/app/sources/readHolding';
import { ownersOf, toUsedHosts } from '../../src/app/usage/usedHosts';
import { isIgnored } from '../../src/app/workspace/ignoreFiles';
import { makesObjectSteps } from '../../src/app/workspace/ownerManifest';
import { servedRow } from '../../src/core/details/names';
import { readPemDocument } from '../../src/core/document/document';
import { findFindings } from '../../src/core/findings/findings';
import { applyAllFixes } from '../../src/core/fixes/fixes';
import { stemOf, toSafeName } from '../../src/core/fixes/splitUnits';
import { uncoveredNames, unlistedNames } from '../../src/core/hosts/hostMatching';
import { servedFor, toSniTable } from '../../src/core/hosts/sni';
import { malformedExtensions } from '../../src/core/x509/malformedExtensions';
import { isBelowName } from '../../src/core/x509/nameSubtrees';
import { withoutKeyMaterial } from '../../src/gateway/keyMaterial';
import { runSync } from '../../src/shared/cooperative';
import { redactForeign } from '../../src/shared/redact';
import { textRows } from '../../src/ui/change/impactRows';

/** Characters: what takes the square of them takes minutes, what is in proportion to them a moment. */
const count = 400_000;
/** Milliseconds of processor time, on a slow machine. */
const enough = 10_000;

const many = (text: string): string => text.repeat(count / text.length);
const [begin, end] = ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----'];

/** Texts that make an expression with two repetitions side by side try all ways to share them. */
const texts: Readonly<Record<string, string>> = {
  'blanks between quotes in a block': `a: "${begin}"${many(' ')}x${end}"\n`,
  'equals signs in a block': `${begin}\nMI-B${'='.repeat(count / 2)}x\n${end}\n`,
  'backslashes in a block': `a: "${begin}${many('\\')}x${end}"\n`,
  'escaped line breaks in a block': `a: "${begin}${many('\\\\n')}${end}"\n`,
  'line breaks in a block': `a: "${begin}x${many('\n')}x${end}"\n`,
  'empty lines before what may be base64': `${many('\n')}x\n${'A'.repeat(64)}`,
  'empty lines behind what may be base64': `${'A'.repeat(64)}${many('\n')}x`,
  'carriage returns behind what may be base64': `${'A'.repeat(64)}${many('\r')}x`,
  'blanks behind a block': `${begin}\nAAAA\n${end}"${many(' ')}x\n`,
  'blanks behind a block on one line': `${begin}\\nAAAA\\n${end}"${many(' ')}x\n`,
  'NULs in base64': Buffer.from(`A${many('\0')}x`).toString('base64'),
  'blanks in a header': `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${many(' ')}x\n\nAAAA\n-----END RSA PRIVATE KEY-----`,
  'beginnings of boundaries': many('-----BEGIN '),
  'folds in a boundary': many(`-----BEGIN A${`\n${' '.repeat(50)}`.repeat(70)}`),
  'blocks that are cut short': many(`${begin}\nMIIB${'A'.repeat(200)}\n`),
  'lines of a log in a block': `a "log":"${begin}${many('\n{"log":"A')}\n"log":"${end}`,
  'a margin of a block': `"|${begin}${many('\n   |A')}\n|${end}`,
  'beginnings of blocks': many(`${begin}\n`),
  'ends of blocks': many(`${end}"`),
  dashes: `${many('-')}BEGIN `,
  comments: many('#   \n'),
  'blanks behind what begins as compressed base64': `H4sI${many('\n')}!`,
  'blanks behind what begins as a keystore in base64': `/u3+7Q${many(' ')}!`,
  'beginnings of tokens': many(`${'eyJ'.repeat(166)} `),
  'runs that blank lines end': many(`MIIB${'A'.repeat(60)}\n${'A'.repeat(12)}\n\n`),
  'runs that shorter lines end': many(`MIIB${'A'.repeat(60)}\n${'A'.repeat(15)}\n`),
  'runs that are nearly base64': many(`${'A'.repeat(199)} `),
  'a header of a token with very many certificates': Array.from(
    { length: 3 },
    () => `${Buffer.from(JSON.stringify({ x5c: Array(31_000).fill('') })).toString('base64url')}.e30.c2ln`,
  ).join('\n'),
  'a name without an end': `kind: Secret\n${many('a')}${many(' ')}!`,
};

describe('Text of strangers', () => {
  const inTime = (title: string, work: () => unknown): void => {
    it(title, () => {
      const start = process.cpuUsage();
      work();
      const took = process.cpuUsage(start).user / 1000;
      assert.ok(took < enough, `${took.toFixed(0)} ms`);
    });
  };
  for (const [name, text] of Object.entries(texts)) {
    inTime(`is read in time that grows with its length: ${name}`, () => readHolding({ kind: 'text', text }));
    inTime(`is judged and fixed so: ${name}`, () => {
      const document = readPemDocument(text);
      findFindings(document, { now: 0, warningDays: null });
      return runSync(applyAllFixes({ text, document }));
    });
    inTime(`is redacted so: ${name}`, () => [redactForeign(text), runSync(withoutKeyMaterial({ text }))]);
  }

  inTime('in a name of a certificate', () => {
    const rdns = [[{ oid: '2.5.4.3', type: 'CN', value: `a${many(' ')}x` }]];
    return [isBelowName({ rdns }, { rdns }), toSafeName(`a${many(' ')}.${many('-')}x`)];
  });

  inTime('in the name of a file', () => [
    stemOf(`${many('. ')}x.pem`),
    stemOf(`a${many(' ')}x.pem`),
    stemOf(many('.pem')),
    stemOf(`${many('a-')}!`),
  ]);

  inTime('in a sentence that is cut into rows', () => textRows('warning', many('. ')));

  inTime('in the names of a certificate beside those it is served for', () => {
    const names = (by: string) => Array.from({ length: 40_000 }, (_, at) => `${by}${at}.example.com`);
    const sans = (by: string) => names(by).map((value) => ({ kind: 'dns', value }) as const);
    return servedRow(names('b'), sans('a'), {
      now: 0,
      warningDays: null,
      translate: (sentence) => sentence,
      isServed: true,
    });
  });

  inTime('in extensions of a certificate', () => {
    const oids = Array.from({ length: 100_000 }, (_, at) => `1.2.3.${at}`);
    const extension = { isCritical: false, name: 'x' };
    const ofPolicies = { kind: 'certificatePolicies', policies: oids.map((oid) => ({ oid, cps: [] })) } as const;
    const malformed = { kind: 'malformed', reason: 'x' } as const;
    const unread = `30840030d400${'8200'.repeat(1_600_000)}`;
    return malformedExtensions({
      subject: { text: '', rdns: [], der: '3000' },
      extensions: [
        { ...extension, oid: '2.5.29.32', hex: '3000', content: ofPolicies },
        { ...extension, oid: '2.5.29.17', hex: unread, content: malformed },
      ],
    });
  });

  inTime('in a manifest that may make an object', () => {
    const owner = { kind: 'ingressController', source: 'Ingress a/b' } as const;
    const manifest = `kind: Ingress\n  name: b\n${many('\n')}`;
    const names = Array.from({ length: 50_000 }, (_, at) => `${at}.example.com`);
    return [
      makesObjectSteps(manifest, owner, []),
      makesObjectSteps(`kind: Ingress\n${many('\n')}`, owner, []),
      makesObjectSteps(many('\n'), { kind: 'adc' }, ['a']),
      makesObjectSteps(`ssls:\n${many('a\n')}`, { kind: 'adc' }, names),
      makesObjectSteps(`ssls:\n${many('.-')}`, { kind: 'adc' }, ['a', '::']),
      makesObjectSteps(`ssls:\n${many(':*')}`, { kind: 'adc' }, ['a', '::']),
    ].map(runSync);
  });

  inTime('in names that a gateway lists', () => {
    const { hosts, names } = {
      hosts: Array.from({ length: 100 }, (_, at) => `${at}${'a.'.repeat(10_000)}`),
      names: (prefix: string) => Array.from({ length: 20_000 }, (_, at) => `${prefix}${at}.example.com`),
    };
    const used = runSync(
      toUsedHosts({ hosts: [], anyHost: [], clientReferences: [], inlineCertificates: [], unknown: [] }),
    );
    const table = toSniTable([], { dialect: 'apisix' });
    return [
      hosts.map((host) => [ownersOf(used, host), servedFor(table, host)]),
      [uncoveredNames, unlistedNames].map((find) =>
        find(
          names('a').map((value) => ({ kind: 'dns', value })),
          names('b'),
        ),
      ),
    ];
  });

  inTime('in a pattern of .gitignore', () =>
    isIgnored(`${'a'.repeat(200)}.key`, [{ folder: '', text: `${'*a'.repeat(40)}b\n` }]),
  );
});
