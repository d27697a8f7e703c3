/** Chains with a verdict that others gave: cases of x509-limbo, of NIST's PKITS, and of BoringSSL's own tests. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CertificateType } from '../../src/core/model';
import { scanPem } from '../../src/core/pem/scan';

export interface ChainCase {
  readonly suite: string;
  readonly name: string;
  /** DER; undefined where the PEM holds none. */
  readonly leaf: Uint8Array | undefined;
  readonly pool: readonly Uint8Array[];
  readonly roots: readonly Uint8Array[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly host?: string | undefined;
  readonly purpose?: CertificateType | undefined;
  /** Their verdict. */
  readonly isAccepted: boolean;
  /** Set where the case asks for what the product does not claim to judge. */
  readonly leftOut?: string | undefined;
}

/** Certificates of x509-limbo end in 2969; cases without a time are judged at this one. */
const someTime = Date.UTC(2026, 10, 28);

/** Reads a `limbo.json`, or a folder of BoringSSL's sources. */
export function chainCases(path: string): readonly ChainCase[] {
  if (statSync(path).isFile()) return limboCases(path);
  const folder = [join(path, 'pki', 'testdata'), path].find((each) => existsSync(join(each, 'nist-pkits')));
  if (folder === undefined) throw new Error(`${path} holds no nist-pkits: it is no folder of BoringSSL's sources.`);
  return [...pkitsCases(join(folder, 'nist-pkits')), ...boringCases(join(folder, 'verify_certificate_chain_unittest'))];
}

interface LimboCase {
  readonly id: string;
  readonly features: readonly string[];
  readonly validation_kind: 'CLIENT' | 'SERVER';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly expected_peer_name: { readonly value: string } | null;
  readonly max_chain_depth: number | null;
}

function limboCases(path: string): readonly ChainCase[] {
  // The person who runs this gives the file; a case of another shape ends in an exception.
  const { testcases } = JSON.parse(readFileSync(path, 'utf8')) as { readonly testcases: readonly LimboCase[] };
  return testcases.map((each) => ({
    suite: `limbo ${each.id.split('::')[0] ?? ''}`,
    name: each.id,
    leaf: dersOf(each.peer_certificate)[0],
    pool: each.untrusted_intermediates.flatMap(dersOf),
    roots: each.trusted_certs.flatMap(dersOf),
    now: each.validation_time === null ? someTime : Date.parse(each.validation_time),
    host: each.expected_peer_name?.value,
    purpose: each.validation_kind === 'SERVER' ? 'server' : 'client',
    isAccepted: each.expected_result === 'SUCCESS',
    leftOut: leftOutOf(each),
  }));
}

function leftOutOf({ features, max_chain_depth }: LimboCase): string | undefined {
  if (features.includes('has-crl')) return 'revocation';
  if (features.includes('has-policy-constraints')) return 'policies';
  return max_chain_depth === null ? undefined : 'a depth that the client sets';
}

const pkitsSections: Readonly<Record<string, string>> = {
  '4.1': 'signatures',
  '4.2': 'dates',
  '4.3': 'name chaining',
  '4.5': 'self-issued',
  '4.6': 'basic constraints',
  '4.7': 'key usage',
  '4.13': 'name constraints',
  '4.16': 'private extensions',
};

/** Fail by a CRL alone; their certificates are in order. */
const pkitsByRevocation: ReadonlySet<string> = new Set([
  ...['4.3.9', '4.5.2', '4.5.5', '4.5.7', '4.5.8'],
  ...['4.7.4', '4.7.5'],
]);

/** `certs[]`, `test_number` and `should_validate` of each test in their table of tests. */
function* pkitsCases(folder: string): Generator<ChainCase> {
  const table = readFileSync(join(folder, 'pkits_testcases-inl.h'), 'utf8');
  for (const test of table.split(/^WRAPPED_TYPED_TEST_P\(/m).slice(1)) {
    const files = [...(/certs\[\] = \{([^}]*)\}/.exec(test)?.[1] ?? '').matchAll(/"([^"]+)"/g)].flatMap(
      ([, name]) => name ?? [],
    );
    const number = /test_number = "([\d.]+)"/.exec(test)?.[1] ?? '';
    const section = number.replace(/\.\d+$/, '');
    const [root, ...others] = files.map((name) => readFileSync(join(folder, 'certs', `${name}.crt`)));
    if (!root) continue;
    yield {
      suite: pkitsSections[section] === undefined ? 'PKITS, the rest' : `PKITS ${section} ${pkitsSections[section]}`,
      name: `PKITS ${number}`,
      leaf: others.at(-1),
      pool: others.slice(0, -1),
      roots: [root],
      now: Date.UTC(2011, 3, 15),
      isAccepted: /should_validate = true/.test(test),
      leftOut:
        pkitsSections[section] === undefined
          ? 'revocation or policies'
          : pkitsByRevocation.has(number)
            ? 'revocation'
            : undefined,
    };
  }
}

/** `x.test` beside the chain that it names, leaf first and the anchor last. */
function* boringCases(folder: string): Generator<ChainCase> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test'));
  for (const file of files.sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const value = (key: string): string => new RegExp(`^${key}: *(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
    const ders = dersOf(readFileSync(join(folder, dirname(file), value('chain')), 'utf8'));
    const purpose = value('key_purpose');
    yield {
      suite: 'BoringSSL',
      name: `${dirname(file)}/${basename(file, '.test')}`,
      leaf: ders[0],
      pool: ders.slice(1, -1),
      roots: ders.slice(-1),
      now: utcTime(value('utc_time')),
      purpose: purpose.startsWith('SERVER') ? 'server' : purpose.startsWith('CLIENT') ? 'client' : undefined,
      isAccepted: !/^ERROR:/m.test(text),
      leftOut:
        ders.length < 2
          ? 'no trust, or in the leaf itself'
          : boringLeftOut({ trust: value('last_cert_trust'), purpose, text }),
    };
  }
}

function boringLeftOut({ trust, purpose, text }: Readonly<Record<'trust' | 'purpose' | 'text', string>>) {
  if (!/^TRUSTED_ANCHOR(?!_OR)/.test(trust)) return 'no trust, or in the leaf itself';
  if (/polic/i.test(text)) return 'policies';
  return /^(SERVER_AUTH|CLIENT_AUTH|ANY_EKU)/.test(purpose) ? undefined : 'another purpose than TLS';
}

/** `DEFAULT` is what their reader takes for it. */
const utcTime = (text: string): number =>
  Date.parse(
    (text === 'DEFAULT' ? '211005120000Z' : text).replace(/^(..)(..)(..)(..)(..)(..)Z$/, '20$1-$2-$3T$4:$5:$6Z'),
  );

const dersOf = (pem: string): readonly Uint8Array[] =>
  scanPem(pem).blocks.flatMap((block) => (block.kind === 'certificate' && block.der ? [block.der] : []));
