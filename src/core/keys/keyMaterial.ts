import type { DerValue } from '../asn1/der';
import { DerError, parseDer } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { bits, contentBytes, octets, rawBytes, sequenceOf, tags } from '../asn1/values';
import { limits } from '../limits';
import type { KeyAlgorithm, KeyInfo } from '../model';

/**
 * The parts that make two public keys the same key, however each is spelled: EC points compressed or not, a curve named
 * or written out, parameters left out. `undefined` parts are not known.
 */
export interface KeyMaterial {
  /** The kind of mathematics, of which there may be several OIDs. Undefined for one that is not known here. */
  readonly family: string | undefined;
  /** OID of the algorithm. */
  readonly algorithm: string;
  /** The group the key lives in: curve, or DSA parameters. */
  readonly group: string | undefined;
  readonly key: string;
}

const families: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '2.5.8.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa',
  '1.2.840.113549.1.1.7': 'rsa',
  '1.2.840.10045.2.1': 'ec',
  '1.3.132.1.12': 'ec',
  '1.2.156.10197.1.301': 'ec',
  '1.2.840.10040.4.1': 'dsa',
  '1.3.14.3.2.12': 'dsa',
  '1.2.840.113549.1.3.1': 'dh',
  '1.2.840.10046.2.1': 'dh',
  '1.3.101.110': 'x25519',
  '1.3.101.111': 'x448',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa-44',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa-65',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa-87',
};

/**
 * Another OID of the same algorithm: OIW's DSA, and SM2 by the OID of its curve (GB/T 33560), as TASSL and APISIX's
 * tests have it.
 */
const aliases: Readonly<Record<string, string>> = {
  '1.3.14.3.2.12': '1.2.840.10040.4.1',
  '1.2.156.10197.1.301': '1.2.840.10045.2.1',
};

const sm2 = '1.2.156.10197.1.301';

/** @throws DerError where the SubjectPublicKeyInfo is malformed. */
export function toKeyMaterial(spki: Uint8Array): KeyMaterial {
  const [algorithmValue, keyValue] = sequenceOf(parseDer(spki), 'The public key');
  const [oidValue, parameters] = sequenceOf(algorithmValue, 'The algorithm');
  const oid = oidText(oidValue, 'The algorithm');
  const algorithm = aliases[oid] ?? oid;
  const family = families[oid];
  const key = bits(keyValue, 'The public key').bytes;
  switch (family) {
    case 'rsa': {
      const [modulus, exponent] = sequenceOf(parseDer(key), 'The RSA key');
      return { family, algorithm, group: '', key: `${unsigned(modulus)}/${unsigned(exponent)}` };
    }
    case 'ec':
      return { family, algorithm, group: oid === sm2 ? sm2 : toGroup(parameters), key: toPoint(key) };
    case 'dsa':
      return {
        family,
        algorithm,
        group: parameters?.tag === tags.sequence ? hex(rawBytes(parameters)) : undefined,
        key: unsigned(parseDer(key)),
      };
    default:
      return { family, algorithm, group: parameters ? hex(rawBytes(parameters)) : '', key: hex(key) };
  }
}

const hex = (bytes: Buffer): string => bytes.toString('hex');

/** Returns the hex of an INTEGER that is meant as positive, even where its leading zero was forgotten. */
function unsigned(value: DerValue | undefined): string {
  if (value?.tag !== tags.integer) throw new DerError('An integer is missing.', value?.start ?? 0);
  return hex(contentBytes(value)).replace(/^(?:00)+/, '');
}

/**
 * Returns the x coordinate and which of the two points it is (SEC 1 §2.3.3): `02…` or `03…`, as the compressed form has
 * it.
 */
function toPoint(point: Buffer): string {
  const [form = 0] = point;
  if (form === 2 || form === 3) return hex(point);
  const size = (point.length - 1) / 2;
  if (![4, 6, 7].includes(form) || !Number.isInteger(size)) throw new DerError('The EC point is malformed.', 0);
  const isOdd = ((point[point.length - 1] ?? 0) & 1) === 1;
  return `${isOdd ? '03' : '02'}${hex(point.subarray(1, 1 + size))}`;
}

/**
 * Curves that are in use, by their base point as {@link toPoint} has it (SEC 2 §2, RFC 5639 §3): for curves written
 * out.
 */
const byBasePoint: ReadonlyMap<string, string> = new Map([
  ['03188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012', '1.2.840.10045.3.1.1'],
  ['02b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21', '1.3.132.0.33'],
  ['036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', '1.2.840.10045.3.1.7'],
  [
    '03aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7',
    '1.3.132.0.34',
  ],
  [
    '0200c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66',
    '1.3.132.0.35',
  ],
  ['0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798', '1.3.132.0.10'],
  ['038bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262', '1.3.36.3.3.2.8.1.1.7'],
  [
    '031d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e',
    '1.3.36.3.3.2.8.1.1.11',
  ],
  [
    '0281aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822',
    '1.3.36.3.3.2.8.1.1.13',
  ],
]);

function toGroup(parameters: DerValue | undefined): string | undefined {
  if (!parameters || parameters.tag === tags.null) return undefined;
  if (parameters.tag === tags.oid) return oidText(parameters, 'The curve');
  // SpecifiedECDomain (SEC 1 §C.2): version, field, curve, base point, order.
  const basePoint = sequenceOf(parameters, 'The curve')[3];
  const point = toPoint(octets(basePoint, tags.octetString, 'The base point'));
  return byBasePoint.get(point) ?? `base point ${point}`;
}

/** Returns whether two spellings are of one key; undefined where they do not say enough. */
export function isSameKey(a: KeyMaterial, b: KeyMaterial): boolean | undefined {
  const isSame = a.key === b.key;
  if (a.family === undefined || b.family === undefined)
    // Nobody knows here how such a key may be spelled otherwise.
    return isSame && a.algorithm === b.algorithm && a.group === b.group ? true : undefined;
  if (a.family !== b.family) return false;
  // A key for RSA-PSS alone is no key for plain RSA, though the numbers are the same: TLS libraries differ on it.
  if (a.algorithm !== b.algorithm) return isSame ? undefined : false;
  if (a.group === b.group || a.group === undefined || b.group === undefined) return isSame;
  // The same point of two groups that are spelled differently may be one.
  return isSame ? undefined : false;
}

/** The support of a key by clients in handshakes. Each client was asked, see docs/rules-measured.md. */
type KeySupport =
  | 'usual'
  /** Programs do, Chrome does not: BoringSSL's `kVerifySignatureAlgorithms`. */
  | 'notChrome'
  /** Go does not: `maxRSAKeySize` of crypto/tls. */
  | 'notGo'
  /** Neither browsers nor Go. */
  | 'none'
  /** No client checks a signature with it: OpenSSL, BoringSSL and Java end at `limits.rsaBits`. */
  | 'tooLong';

/** Curves that clients offer to be spoken with (RFC 8446 §9.1; OpenSSL, Go and, of browsers, Firefox). */
const servedCurves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

/** Keys that sign nothing, or with which neither browsers nor Go do: they read keys for RSA, not for RSA-PSS alone. */
const unservedAlgorithms: ReadonlySet<KeyAlgorithm> = new Set(['rsa-pss', 'dsa', 'dh', 'x25519', 'x448', 'ed448']);

/** Bits of the longest RSA key that programs written in Go take in a handshake. */
const goRsaBits = 8192;

/**
 * SM2 under an OID of its own (GM/T 0006), DSA under that of OIW, and GOST (RFC 9189): spoken by clients made for them
 * alone.
 */
const unservedOids = /^(?:1\.2\.156\.10197\.1\.301|1\.3\.14\.3\.2\.12|1\.2\.643\..*)$/;

/**
 * Says which clients take part in a handshake with this key. RSA below 2048 bits has a finding of its own. What is not
 * known here may be served.
 */
export function keySupport({ algorithm, oid, curve, bits = 0 }: KeyInfo): KeySupport {
  if (isTooLong({ algorithm, bits })) return 'tooLong';
  if (unservedAlgorithms.has(algorithm) || unservedOids.test(oid)) return 'none';
  if (algorithm === 'ec') return curve === 'P-521' ? 'notChrome' : isServedCurve(curve) ? 'usual' : 'none';
  if (algorithm === 'ed25519') return 'notChrome';
  return algorithm === 'rsa' && bits > goRsaBits ? 'notGo' : 'usual';
}

const isServedCurve = (curve: string | undefined): boolean => curve === undefined || servedCurves.has(curve);

/** Returns true for RSA keys of more bits than any client computes with. */
export const isTooLong = ({ algorithm, bits }: Pick<KeyInfo, 'algorithm' | 'bits'>): boolean =>
  (algorithm === 'rsa' || algorithm === 'rsa-pss') && bits !== undefined && bits > limits.rsaBits;
