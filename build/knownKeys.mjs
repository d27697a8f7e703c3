/**
 * Makes `src/core/keys/knownKeys.ts`: hashes of the public halves of private keys that anyone can download.
 *
 *     node build/knownKeys.mjs FOLDER… FILE…
 *
 * Adds to the hashes that are there. Each folder is an unpacked source tree: it is searched for private keys without a
 * password, in files of any kind. Nothing of a key but the hash of its public half is kept. Each file is a public key
 * in PEM whose private half is known.
 */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const largest = 4 * 1024 * 1024;
const file = join(import.meta.dirname ?? '.', '../src/core/keys/knownKeys.ts');
const block = /-----BEGIN ((?:RSA |EC |DSA )?(?:PRIVATE|TESTING) KEY)-----([\s\S]{1,20000}?)-----END \1-----/g;

const kept = /const hashes = `([^`]*)`/.exec(readFileSync(file, 'utf8'))?.[1]?.replaceAll('\n', '') ?? '';
const hashes = new Set(kept.match(/.{7}/g));
for (const folder of process.argv.slice(2)) {
  const before = hashes.size;
  const isFolder = statSync(folder).isDirectory();
  for (const hash of isFolder ? [] : toPublicHash(readFileSync(folder, 'latin1'))) hashes.add(hash);
  for (const path of isFolder ? filesOf(folder) : []) for (const hash of hashesOf(path)) hashes.add(hash);
  console.log(`${folder}: ${hashes.size - before} more keys`);
}
const lines =
  [...hashes]
    .sort()
    .join('')
    .match(/.{1,112}/g) ?? [];
writeFileSync(file, `${head()}${lines.join('\n')}${tail()}`);

function* filesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (entry.isFile() && statSync(path).size <= largest) yield path;
  }
}

function hashesOf(path) {
  const bytes = readFileSync(path);
  if (/\.(key|der|pk8|p8)$/i.test(path) && bytes[0] === 0x30)
    return ['pkcs8', 'pkcs1', 'sec1'].flatMap((type) => toHash({ key: bytes, format: 'der', type })).slice(0, 1);
  const text = bytes.toString('latin1').replaceAll('\\n', '\n').replaceAll('TESTING KEY', 'PRIVATE KEY');
  return [...text.matchAll(block)].flatMap(([, label, body]) => {
    // Source code has quotes, commas and plus signs around the lines of a string.
    const lines = body
      .split('\n')
      .map((line) => line.replaceAll(/^[\s"'`*#>|]+(?:\/\/ )?|["'`][\s,;\\+)]*$|[\s\\]+$/g, ''));
    const base64 = lines.some((line) => line.includes(':')) ? '' : lines.join('');
    const intact = [`-----BEGIN ${label}-----`, ...(base64.match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ''];
    return toHash(intact.join('\n'));
  });
}

function toHash(key) {
  try {
    return toPublicHash(createPrivateKey(key));
  } catch {
    return [];
  }
}

function toPublicHash(key) {
  try {
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
    return [createHash('sha256').update(spki).digest().toString('base64url', 0, 6).slice(0, 7)];
  } catch {
    return [];
  }
}

function head() {
  return `/** Private keys that are public. No key is here, and nothing that one could be computed from. */

/**
 * The first 42 bits of each hash, seven letters of base64url, one behind the other: too many for another key to have
 * them by chance. Made by \`build/knownKeys.mjs\` from the sources of OpenSSL 3.0.20, Go 1.19.8, Node.js 18.20.4,
 * Python 3.11.2, Apache APISIX, libtomcrypt and Mbed TLS, of the keys of RFC 9500, and of badkeys (keys of RFCs, and
 * one of Debian's weak ones).
 */
const hashes = \`
`;
}

function tail() {
  return `
\`;

const known: ReadonlySet<string> = new Set(hashes.replaceAll('\\n', '').match(/.{7}/g));

/** @param spkiSha256 hex of the SHA-256 of the SubjectPublicKeyInfo */
export const isPubliclyKnownKey = (spkiSha256: string): boolean =>
  known.has(Buffer.from(spkiSha256.slice(0, 12), 'hex').toString('base64url').slice(0, 7));
`;
}
