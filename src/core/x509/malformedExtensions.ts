/** Finds malformed extensions, and says who refuses the certificate for them. */
import type { Sentence } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { isStrictDer } from '../asn1/strictDer';
import type { Certificate, Extension, SanEntry } from '../model';

/**
 * The clients that refuse a certificate for one of its extensions: OpenSSL (`ossl_x509v3_cache_extensions`), Chrome and
 * what is built on its verifier (BoringSSL, `ParsedCertificate::Create`), and Go (`processExtensions`). Each was asked,
 * see docs/rules-measured.md. Java takes most of it.
 */
export type Refusal = 'all' | 'openSslAndChrome' | 'openSslAndGo' | 'chromeAndGo' | 'chrome' | 'go';

export interface MalformedExtension {
  readonly oid: string;
  readonly name: string;
  /** A plain sentence. */
  readonly reason: Sentence;
  readonly refusedBy: Refusal;
}

type Judged = Pick<Certificate, 'extensions' | 'subject'>;
type Fault = Pick<MalformedExtension, 'reason' | 'refusedBy'>;

const names = '2.5.29.17';
const constraints = '2.5.29.30';
const points = '2.5.29.31';
const policies = '2.5.29.32';

/**
 * Extensions that cannot be read, by who refuses the certificate then. Others are read by nobody who does not need
 * them.
 */
const readers: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['2.5.29.14', 'all'],
  ['2.5.29.15', 'all'],
  [names, 'all'],
  ['2.5.29.19', 'all'],
  [constraints, 'all'],
  [points, 'openSslAndGo'],
  [policies, 'chromeAndGo'],
  ['2.5.29.35', 'all'],
  ['2.5.29.37', 'all'],
  ['1.3.6.1.5.5.7.1.1', 'chromeAndGo'],
]);

/** Returns true if OpenSSL, and gateways built on it, refuse the certificate. */
export const isRefusedByOpenSsl = ({ refusedBy }: MalformedExtension): boolean =>
  refusedBy === 'all' || refusedBy === 'openSslAndChrome' || refusedBy === 'openSslAndGo';

/** Finds extensions that cannot be read, of those that clients read in every certificate. */
export const unreadableExtensions = ({ extensions }: Pick<Judged, 'extensions'>): readonly MalformedExtension[] =>
  extensions.flatMap((extension) => {
    const { oid, name, content } = extension;
    const refusedBy = content.kind === 'malformed' ? refusalOf(extension) : undefined;
    return content.kind === 'malformed' && refusedBy ? [{ oid, name, reason: content.reason, refusedBy }] : [];
  });

/** Finds extensions that clients refuse the certificate for: what cannot be read, and what may not be in them. */
export const malformedExtensions = (certificate: Judged): readonly MalformedExtension[] => [
  ...unreadableExtensions(certificate),
  ...certificate.extensions.flatMap((extension) => {
    const { oid, name } = extension;
    return faultsOf(extension, certificate).map((fault) => ({ oid, name, ...fault }));
  }),
];

function refusalOf({ oid, hex }: Extension): Refusal | undefined {
  const refusedBy = readers.get(oid);
  if (!refusedBy || !passedOverByGo.has(oid) || !isTakenByGo(oid, Buffer.from(hex, 'hex'))) return refusedBy;
  if (refusedBy === 'all') return 'openSslAndChrome';
  return hasOnlyReadableQualifiers(Buffer.from(hex, 'hex')) ? undefined : 'chrome';
}

/** Extensions in which Go passes over names and qualifiers that it does not know. */
const passedOverByGo: ReadonlySet<string> = new Set([names, constraints, policies]);

function isTakenByGo(oid: string, value: Buffer): boolean {
  const [list] = shallow(value) ?? [];
  if (list?.tag !== 0x30) return false;
  if (oid !== policies) return isWhole(list.content);
  return (
    shallow(list.content)?.every(({ tag, content }) => tag === 0x30 && shallow(content)?.[0]?.tag === 0x06) ?? false
  );
}

/** Returns whether all qualifiers are an OID and a value, which is all that Chrome looks at. */
function hasOnlyReadableQualifiers(value: Buffer): boolean {
  const [list] = shallow(value) ?? [];
  return (shallow(list?.content ?? Buffer.alloc(0)) ?? []).every(({ content }) => {
    const [, qualifiers] = shallow(content) ?? [];
    const all = qualifiers && (qualifiers.tag === 0x30 ? shallow(qualifiers.content) : undefined);
    return (
      !qualifiers || (all?.every((each) => each.tag === 0x30 && shallow(each.content)?.[0]?.tag === 0x06) ?? false)
    );
  });
}

interface Shallow {
  readonly tag: number;
  readonly content: Buffer;
}

/** Reads values one after the other, without what is in them; undefined where one does not end. */
function shallow(bytes: Buffer): readonly Shallow[] | undefined {
  const values: Shallow[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = contentStart(bytes, at);
    const end = start === undefined ? undefined : valueEnd(bytes, at);
    if (end === undefined) return undefined;
    values.push({ tag: bytes[at] ?? 0, content: bytes.subarray(start, end) });
    at = end;
  }
  return values;
}

/** Returns whether values follow each other to the end. Keeps none: there may be very many. */
function isWhole(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length;) {
    const end = valueEnd(bytes, at);
    if (end === undefined) return false;
    at = end;
  }
  return true;
}

/** Returns where the content of a value begins; undefined where its length cannot be read. */
function contentStart(bytes: Buffer, at: number): number | undefined {
  const first = bytes[at + 1] ?? 0x80;
  if (first < 0x80) return at + 2;
  const octets = first & 0x7f;
  return octets === 0 || octets > 4 || at + 2 + octets > bytes.length ? undefined : at + 2 + octets;
}

/** Returns where a value ends; undefined where it does not end within the bytes. */
function valueEnd(bytes: Buffer, at: number): number | undefined {
  const start = contentStart(bytes, at);
  if (start === undefined) return undefined;
  const end = start + (start === at + 2 ? (bytes[at + 1] ?? 0) : bytes.readUIntBE(at + 2, start - at - 2));
  return end <= bytes.length ? end : undefined;
}

/** Finds what may not be in an extension that can be read. */
function faultsOf(extension: Extension, { subject }: Judged): readonly Fault[] {
  const { oid, content, hex, isCritical } = extension;
  if (content.kind === 'malformed' || !readers.has(oid)) return [];
  if (hasBytesBehind(hex)) return [{ reason: 'There are bytes after its value.', refusedBy: 'chrome' }];
  if (!isStrictDer(Buffer.from(hex, 'hex')))
    return [{ reason: 'It is encoded as BER, where DER is needed.', refusedBy: oid === points ? 'go' : 'chromeAndGo' }];
  switch (content.kind) {
    case 'basicConstraints':
      return /^30..(?:0101..)?02..[89a-f]/.test(hex)
        ? [{ reason: 'It has a negative path length.', refusedBy: 'all' }]
        : [];
    case 'nameConstraints':
      return content.permitted.length + content.excluded.length === 0
        ? [{ reason: 'It constrains nothing.', refusedBy: 'chromeAndGo' }]
        : [];
    case 'certificatePolicies': {
      const seen = new Set<string>();
      const again = content.policies.find(({ oid }) => seen.size === seen.add(oid).size)?.oid;
      const reason = { text: 'It has the policy {oid} twice.', values: { oid: again ?? '' } };
      return again === undefined ? [] : [{ reason, refusedBy: 'chromeAndGo' }];
    }
    case 'subjectAltName':
      return [
        ...content.entries.flatMap(nameFault).slice(0, 1),
        ...(subject.text === '' && !isCritical && content.entries.length > 0 ? [notCritical] : []),
      ];
    default:
      return [];
  }
}

/** RFC 5280 §4.1.2.6. */
const notCritical: Fault = { reason: 'The subject is empty, and it is not marked as critical.', refusedBy: 'chrome' };

/** Finds what is wrong with names that no host is found by. Those for hosts have rules of their own. */
function nameFault({ kind, value }: SanEntry): readonly Fault[] {
  if (kind !== 'email' && kind !== 'uri') return [];
  const values = { name: toShortText(value, 80) };
  if (/[^\u0000-\u007f]/.test(value))
    return [{ reason: { text: 'The name “{name}” is not written in ASCII.', values }, refusedBy: 'chromeAndGo' }];
  return kind === 'uri' && hasNoHost(value)
    ? [{ reason: { text: 'The URI “{name}” has no valid host name.', values }, refusedBy: 'go' }]
    : [];
}

/** Returns whether a URI has a host that Go refuses, with an empty label (`domainToReverseLabels`). */
function hasNoHost(uri: string): boolean {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(uri)?.[1];
  return host === undefined ? uri.startsWith(':') : host !== '' && host.split('.').includes('');
}

/** Returns whether the value ends before the bytes do. OpenSSL and Go do not look behind it. */
function hasBytesBehind(hex: string): boolean {
  const bytes = Buffer.from(hex, 'hex');
  const end = valueEnd(bytes, 0);
  return end !== undefined && end < bytes.length && isWhole(bytes.subarray(end));
}
