/**
 * THE contract between this extension and a gateway. Dialects implement it; everything else knows only this file.
 * Private keys go in through {@link CertificateBundle} and never come back: no type that an answer becomes has room for one.
 */
import type { CertificateType, Validity } from '../core/model';
import type { Disposable } from '../shared/emitter';

export type DialectId = 'api7cloud' | 'apisix';

/** A label. API7 Cloud's are plain words (`value` undefined), APISIX's are key and value. */
export interface Label {
  readonly key: string;
  readonly value?: string;
}

/** What a gateway says of a certificate where it does not return the PEM. Texts are the gateway's own, unparsed. */
export interface CertificateMetadata {
  readonly subject?: string;
  readonly issuer?: string;
  /** The gateway's own spelling; whether hex or decimal is not documented for API7 Cloud. */
  readonly serial?: string;
  readonly signatureAlgorithm?: string;
  readonly validity?: Validity;
  /** Names the gateway derived from the certificate. */
  readonly names: readonly string[];
  /** OID or name to text, as the gateway renders them. */
  readonly extensions: Readonly<Record<string, string>>;
}

/** One certificate object of a gateway, as read. Never holds a private key. */
export interface StoredCertificate {
  /** Opaque. API7 Cloud: 64-bit decimal digits; APISIX: 1–64 of letters, digits, `-_.`. Never a number. */
  readonly id: string;
  /** Absent in the answer means `server` on APISIX; undefined where the gateway says something we do not know. */
  readonly type: CertificateType | undefined;
  /** The names the gateway serves this certificate for (SNIs). May differ from the certificate's SANs on APISIX. */
  readonly names: readonly string[];
  readonly labels: readonly Label[];
  /** False where the object is switched off and never served. Undefined where the dialect does not say. */
  readonly isEnabled: boolean | undefined;
  /** PEM text, leaf first, chain after it, where the gateway returns it (APISIX). May be a secret reference. */
  readonly certificatePem?: string;
  /** What the gateway says instead of the PEM (API7 Cloud). */
  readonly metadata?: CertificateMetadata;
  /** The CA that peers are verified with. A PEM (APISIX) or metadata (API7 Cloud). */
  readonly ca?: { readonly pem?: string; readonly metadata?: CertificateMetadata; readonly depth?: number };
  /** Certificates of further pairs of the same object, e.g. an EC one beside an RSA one (APISIX `certs`). PEM. */
  readonly extraCertificates: readonly string[];
  /** TLS protocol versions the object is limited to (APISIX). */
  readonly protocols?: readonly string[];
  readonly description?: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  /** Opaque; differs whenever the object does. For noticing a change between reading and writing. */
  readonly revision: string;
  /** What in the answer could not be read, in plain words. */
  readonly notes: readonly string[];
}

/** What is sent to create an object. All PEM texts. Lives only as long as the call. */
export interface CertificateBundle {
  /** Leaf first, then its chain, each block with a line break behind it. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly caCertificate?: string;
  readonly type: CertificateType;
  /** Names to serve it for, where the dialect wants them stated (`capabilities.wantsNames`). */
  readonly names: readonly string[];
  readonly labels: readonly Label[];
}

export interface Page {
  readonly items: readonly StoredCertificate[];
  /** How many there are in all, where the gateway says so. */
  readonly total?: number;
  /** Objects of this page that could not be read at all, in plain words. */
  readonly unreadable: readonly string[];
}

export interface Identity {
  /** As shown to a person: `APISIX 3.18.0`, `API7 Cloud · cluster production`. */
  readonly description: string;
  readonly version?: string;
  /** Plain warnings worth showing once, e.g. an old version. */
  readonly warnings: readonly string[];
}

export interface Capabilities {
  /** Names are part of the object and must be sent (APISIX server type). */
  readonly wantsNames: boolean;
  /** `words`: plain labels; `pairs`: key and value. */
  readonly labels: 'words' | 'pairs';
  /** The gateway returns the certificate's PEM. */
  readonly returnsPem: boolean;
}

/** An open gateway. Every call takes a signal, has a time limit, and fails only with {@link GatewayError}. */
export interface Gateway extends Disposable {
  readonly capabilities: Capabilities;
  /** Address, credentials and version, in as few requests as possible, changing nothing. */
  check(signal: AbortSignal): Promise<Identity>;
  /** All certificates, page by page, as they arrive. Stop iterating, or abort, to stop requesting. */
  list(signal: AbortSignal): AsyncIterable<Page>;
  read(id: string, signal: AbortSignal): Promise<StoredCertificate>;
  /** @param onSent called when the request's last byte has been handed to the network: from here on it may take effect. */
  create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate>;
}

/** A choice a connection needs beyond address and token, e.g. API7 Cloud's organisation, then its cluster. */
export interface Scope {
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
}

/** Where and as whom. `token` is the only secret and stays inside the gateway layer. */
export interface Access {
  /** Scheme, host, port and, where the dialect has one, a path. Already checked by `app/connections.ts`. */
  readonly address: string;
  readonly token: string | undefined;
  /** PEM text of additional trusted CAs. */
  readonly trustedCa?: string;
  /** Milliseconds for a whole request; 30,000 by default. */
  readonly timeout?: number;
  /** Ids of the chosen scopes, in the order of {@link Dialect.scopeLevels}. */
  readonly scopes: readonly string[];
  /** One line per request and answer, already redacted: method, path, status, duration, size, gateway's error text. */
  readonly log?: (line: string) => void;
}

/** A kind of gateway. One per folder of `src/gateway`, listed in `registry.ts`. */
export interface Dialect {
  readonly id: DialectId;
  /** `API7 Cloud`, `Apache APISIX`. */
  readonly label: string;
  readonly defaultAddress: string;
  /** What the secret is called there: `personal access token`, `admin key`. */
  readonly tokenName: string;
  readonly isTokenRequired: boolean;
  /** Header the token travels in is the dialect's business; a token is refused if it does not fit in a header. */
  readonly scopeLevels: readonly { readonly id: 'organization' | 'cluster'; readonly label: string }[];
  /** The choices at level `access.scopes.length`. */
  listScopes(access: Access, signal: AbortSignal): Promise<readonly Scope[]>;
  open(access: Access): Gateway;
}

export type GatewayErrorKind =
  /** 401, or the token is missing. */
  | 'unauthorized'
  /** 403, or a token that may only read. */
  | 'forbidden'
  /** No connection: DNS, refused, reset, not TLS. */
  | 'unreachable'
  /** The server's TLS certificate is not trusted or does not fit its name. */
  | 'untrusted'
  | 'timeout'
  | 'notFound'
  /** The object changed meanwhile, or exists already. */
  | 'conflict'
  /** The gateway understood and said no, in its own words. */
  | 'rejected'
  /** 429. */
  | 'throttled'
  /** An answer that is not this gateway's: HTML, half a body, another version's envelope, 5xx. */
  | 'unexpected'
  /** The caller aborted. Never shown. */
  | 'cancelled';

/** Why a call failed. `message` is English, for logs; `ui/notify.ts` words it for a person. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly kind: GatewayErrorKind;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The gateway's own words: redacted, one line, at most 500 characters, control characters escaped. */
  readonly gatewayText: string | undefined;
  /** Node or TLS error code (`ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`), where there was no answer. */
  readonly code: string | undefined;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** Of a write. False only where it is certain that nothing changed: the request never left whole, or was refused (4xx). */
  readonly mayHaveTakenEffect: boolean;

  constructor(
    kind: GatewayErrorKind,
    message: string,
    facts: {
      readonly status?: number | undefined;
      readonly gatewayText?: string | undefined;
      readonly code?: string | undefined;
      readonly retryAfter?: number | undefined;
      readonly mayHaveTakenEffect?: boolean | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.status = facts.status;
    this.gatewayText = facts.gatewayText;
    this.code = facts.code;
    this.retryAfter = facts.retryAfter;
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect ?? false;
  }
}
