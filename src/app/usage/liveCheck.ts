/** Compares what a server shows in a handshake with what a gateway holds and with a file. Pure, but for the waiting. */
import type { PathVerdict } from '../../core/chain/verdict';
import { judgeChain } from '../../core/chain/verdict';
import type { Sameness } from '../../core/comparison/metadataMatch';
import { metadataSameness } from '../../core/comparison/metadataMatch';
import { toHost } from '../../core/hosts/hostText';
import type { Certificate } from '../../core/model';
import { parseCertificate } from '../../core/x509/certificate';
import type { HandshakeResult } from '../../gateway/handshake';
import type { Scheduler } from '../base/scheduler';
import type { CertificateEntry } from '../inventory/certificateEntry';

/** The address that a person wants to connect to, as they wrote it. */
export interface LiveAddress {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

const httpsPort = 443;

/**
 * Parses `shop.example.com`, `127.0.0.1:9443`, `[::1]:443`, or the address of an HTTPS page; undefined for anything
 * else.
 */
export function parseLiveAddress(text: string): LiveAddress | undefined {
  const trimmed = text.trim().replace(/^https:\/\/([^/?#]*).*$/is, '$1');
  const bare = toHost(trimmed);
  if (bare) return { host: bare.text, port: httpsPort };
  const [, name = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(trimmed) ?? [];
  const host = toHost(name);
  const port = Number(digits);
  return host && port > 0 && port < 65_536 ? { host: host.text, port } : undefined;
}

/** Writes an address: `[::1]:443`. */
export const liveAddressText = ({ host, port }: LiveAddress): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

export interface LiveCheck {
  readonly asked: LiveAddress;
  readonly address: string;
  /** The client certificate that was shown, in words. */
  readonly client: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly result: HandshakeResult;
}

/** The certificates that the server showed, leaf first, as far as they can be read. */
export const shownChain = (result: HandshakeResult): readonly Certificate[] =>
  result.kind === 'shown'
    ? result.chain.flatMap((der) => {
        const read = parseCertificate(der);
        return read.ok ? [read.value] : [];
      })
    : [];

/** Judges the chain as a client does that trusts its end. */
export function judgeShown(
  chain: readonly Certificate[],
  { host, now }: { readonly host: string; readonly now: number },
): PathVerdict | undefined {
  const [leaf] = chain;
  return leaf && judgeChain({ leaf, pool: chain, now, host, purpose: 'server' });
}

/**
 * Returns whether the server showed one of an object's certificates: by SHA-256, or by serial number, issuer and dates.
 */
export function isOfObject(leaf: Certificate, { fingerprints, extraFingerprints, stored }: CertificateEntry): Sameness {
  const pairs = [fingerprints[0], ...extraFingerprints];
  const known = pairs.filter((each) => each !== undefined);
  if (known.includes(leaf.fingerprints.sha256)) return 'same';
  // One of its pairs is kept elsewhere, or cannot be read.
  if (known.length > 0) return known.length === pairs.length ? 'different' : 'cannotTell';
  return stored.metadata ? metadataSameness(leaf, stored.metadata) : 'cannotTell';
}

/** Milliseconds between two handshakes while the gateway's nodes take in what it holds, and for all of them. */
const interval = 2_000;
const patience = 60_000;

export interface Waiting {
  readonly check: () => Promise<LiveCheck>;
  /** Returns true once the server shows the certificate that is waited for. */
  readonly isDone: (check: LiveCheck) => boolean;
  readonly onDidCheck: (check: LiveCheck) => void;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Makes handshakes until one shows what is waited for, for a minute at most. */
export async function waitUntilShown(waiting: Waiting): Promise<'shown' | 'tooLong' | 'cancelled'> {
  const { check, isDone, onDidCheck, scheduler, now, signal } = waiting;
  const end = now() + patience;
  for (;;) {
    const made = await check();
    if (signal.aborted) return 'cancelled';
    onDidCheck(made);
    if (isDone(made)) return 'shown';
    if (now() + interval > end) return 'tooLong';
    await rest(scheduler, signal);
    if (signal.aborted) return 'cancelled';
  }
}

const rest = (scheduler: Scheduler, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      timer.dispose();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = scheduler.after(interval, end);
    signal.addEventListener('abort', end);
  });
