import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers, Inputs } from '../boring/answers';
import { makeCertificate } from '../fixtures/certificates';
import { certificate } from '../fixtures/der';
import type { KeyKind } from '../fixtures/keyPairs';
import { toPem } from '../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 28);
const project = join(__dirname, '..', '..');

type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
const kinds: Readonly<Record<string, () => Pair>> = {
  'RSA 2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'RSA-PSS 2048': () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
  'EC P-224': () => generateKeyPairSync('ec', { namedCurve: 'secp224r1' }),
  'EC P-256': () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  'EC P-384': () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
  'EC P-521': () => generateKeyPairSync('ec', { namedCurve: 'secp521r1' }),
  'EC secp256k1': () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  'EC brainpoolP256r1': () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
  Ed448: () => generateKeyPairSync('ed448'),
  X25519: () => generateKeyPairSync('x25519'),
  'DSA 2048': () => generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }),
};
const ciphers = ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc'] as const;

/**
 * Answers of BoringSSL that differ from OpenSSL's: always that it cannot tell, never that something does not fit. VS
 * Code's own runtime is made of BoringSSL.
 */
const differences: Readonly<Record<string, string>> = { Ed448: 'unsupported: cannotTell, cannotTell' };

describe('The same on BoringSSL', () => {
  let openssl: Answers;
  let boring: Answers;
  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'boring-'));
    try {
      const inputs = join(folder, 'inputs.json');
      writeFileSync(inputs, JSON.stringify(await makeInputs()), { mode: 0o600 });
      const answers = join(project, 'test', 'boring', 'answers.ts');
      const run = (program: string, ...args: readonly string[]): Answers =>
        JSON.parse(
          execFileSync(program, [...args, answers, inputs], { cwd: project, encoding: 'utf8', timeout: 60_000 }),
        ) as Answers;
      openssl = run(process.execPath, '--require', join(project, 'test', 'host', 'register.cjs'));
      boring = run(join(project, 'node_modules', '.bin', 'bun'), 'run');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is asked there', () => {
    assert.ok(Object.keys(openssl).length > 20);
    assert.deepEqual(Object.keys(boring), Object.keys(openssl));
  });

  it('knows what is right on OpenSSL', () => {
    for (const name of Object.keys(kinds)) assert.match(openssl[name] ?? '', /: fits, doesNotFit$/, name);
    for (const [name, answer] of Object.entries(openssl)) {
      if (name.startsWith('encrypted')) assert.equal(answer, 'opened', name);
      if (name.startsWith('chain')) assert.equal(answer, 'accepted', name);
    }
  });

  it('differs where the table says so, and never into a false answer', () => {
    const found = Object.fromEntries(Object.entries(boring).filter(([name, answer]) => answer !== openssl[name]));
    assert.deepEqual(found, differences);
    for (const answer of Object.values(found)) assert.ok(/cannotTell|cannotOpen|unsupported/.test(answer), answer);
  });
});

/** Reasons why a test does not pass there, and the words of its failure. None of them is a false answer of ours. */
const excuses = {
  /** The answer itself says that this runtime cannot; the extension says the same in VS Code. */
  cannotTell: /cannotTell|cannotOpenHere/,
  /** The test makes, with this runtime, a key that it lacks. */
  cannotMake: /OPENSSL_internal|Failed to get public key length|Invalid EC curve name/,
  /** The test counts calls of node:crypto by functions in their place, which modules of bun do not see. */
  cannotCount: /createPrivateKey|derivations/,
} as const;

/**
 * Tests of keys, protected files and chains that do not pass on BoringSSL. docs/rules-measured.md has the same table.
 */
const failing: Readonly<Record<string, keyof typeof excuses>> = {
  ...Object.fromEntries(
    ['rsa', 'ec prime256v1', 'ec secp521r1', 'ed25519', 'x25519'].map(
      (kind) => [usualKey(kind), 'cannotCount'] as const,
    ),
  ),
  'A key of a usual size is shown to node:crypto up to the limits': 'cannotCount',
  'The work that a protected file asks for is counted for the file as a whole': 'cannotCount',
  ...Object.fromEntries(
    ['rsa-pss', 'dsa', 'ec secp256k1', 'ec brainpoolP512r1', 'ec sect571r1', 'ed448', 'x448'].map(
      (kind) => [usualKey(kind), 'cannotMake'] as const,
    ),
  ),
  'isSameKey a hybrid point: true': 'cannotMake',
  'labelInstead takes the label that OpenSSL 3 gives SM2 keys in SEC1, and no others': 'cannotMake',
  'readPrivateKey reads OpenSSL’s own form of a DSA key': 'cannotMake',
  'An encrypted private key opens a legacy key under aes-256-cfb, or says that this runtime lacks it': 'cannotMake',
  'An encrypted private key opens a legacy key under aes-128-ofb, or says that this runtime lacks it': 'cannotMake',
  'judgeChain refused: a curve that is spelled out': 'cannotMake',
  'readPrivateKey reads an EC key without its public half': 'cannotTell',
  'An encrypted private key written by OpenSSL opens: openssl pkcs8 -v2 aria-256-cbc': 'cannotTell',
  'An encrypted private key written by OpenSSL opens: openssl pkcs8 -v2 camellia-256-cbc': 'cannotTell',
  'An encrypted private key written by OpenSSL opens: openssl rsa -camellia192 -traditional': 'cannotTell',
  ...Object.fromEntries(
    ['tiger', '', 'pässwörd密码'].map(
      (password) =>
        [
          `decryptPkcs12 written by OpenSSL opens -certpbe camellia-256-cbc with the password “${password}”`,
          'cannotTell',
        ] as const,
    ),
  ),
};

function usualKey(kind: string): string {
  return `A key of a usual size is read with node:crypto: ${kind}`;
}

interface Report {
  readonly stats: { readonly passes: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

/** The test files themselves, run by bun. `openssl` is asked once, by Node. */
describe('The tests of keys, protected files and chains on BoringSSL', () => {
  it('pass, but for those of the table', () => {
    const folder = mkdtempSync(join(tmpdir(), 'boring-'));
    try {
      const files = ['keys', 'encrypted', 'chain'].flatMap((room) => {
        const path = join(project, 'test', 'unit', 'core', room);
        return readdirSync(path).map((file) => join(path, file));
      });
      const report = join(folder, 'report.json');
      const mocha = join(project, 'node_modules', 'mocha', 'bin', 'mocha.js');
      const options = ['--no-config', '--timeout', '120000', '--grep', 'beside openssl', '--invert'];
      const { stderr } = spawnSync(
        join(project, 'node_modules', '.bin', 'bun'),
        [mocha, ...options, '--reporter', 'json', '--reporter-option', `output=${report}`, ...files],
        { cwd: project, encoding: 'utf8', timeout: 110_000 },
      );
      assert.ok(existsSync(report), stderr.slice(0, 2000));
      const { stats, failures } = JSON.parse(readFileSync(report, 'utf8')) as Report;
      assert.ok(stats.passes > 300);
      assert.deepEqual(
        Object.fromEntries(
          failures.map(({ fullTitle, err: { message = '' } }) => {
            const excuse = failing[fullTitle];
            return [fullTitle, excuse && excuses[excuse].test(message) ? excuse : message];
          }),
        ),
        failing,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function makeInputs(): Promise<Inputs> {
  const keys = Object.entries(kinds).map(([name, make]) => {
    const [own, other] = [make(), make()];
    const toCertificate = ({ publicKey }: Pair): string =>
      toPem(certificate({ spki: publicKey.export({ format: 'der', type: 'spki' }) }), 'CERTIFICATE');
    return {
      name,
      pem: own.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      own: toCertificate(own),
      other: toCertificate(other),
    };
  });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const encrypted = ciphers.map((cipher) => ({
    name: `encrypted ${cipher}`,
    pem: privateKey.export({ format: 'pem', type: 'pkcs8', cipher, passphrase: 'tiger' }).toString(),
    password: 'tiger',
  }));
  const signers: readonly KeyKind[] = ['RSA 2048', 'EC P-256', 'EC P-384', 'EC P-521', 'Ed25519'];
  const chains = await Promise.all(
    signers.map(async (key) => {
      const issuer = await makeCertificate({ now, commonName: `CA ${key}`, key, isCa: true });
      const leaf = await makeCertificate({ now, commonName: 'a', dns: ['a.example.com'], issuer });
      return { name: `chain ${key}`, pem: leaf.pem + issuer.pem };
    }),
  );
  return { now, keys, encrypted, chains };
}
