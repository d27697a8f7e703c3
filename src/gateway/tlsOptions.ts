import { constants } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import * as tls from 'node:tls';

/** Whom a connection believes to be its gateway, and as whom it comes itself. All PEM texts. */
export interface TlsIdentity {
  /** Further CAs, or the only ones. Absent: the system's roots. */
  readonly trustedCa?: string | undefined;
  /** No CA but `trustedCa` is believed. */
  readonly trustsOnlyCa?: boolean | undefined;
  /** A certificate with its chain, and its private key without a password. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
}

export interface TlsOptions {
  /**
   * Set in every request: NODE_TLS_REJECT_UNAUTHORIZED, which a dev container can set, counts only where it is not set.
   */
  readonly rejectUnauthorized: true;
  /** Node's own default, which NODE_OPTIONS can lower. */
  readonly minVersion: 'TLSv1.2';
  /**
   * The ciphers that Node was built with. NODE_OPTIONS can replace them, and with them lower which signatures are
   * accepted (`@SECLEVEL=0`: SHA-1 and MD5 too).
   */
  readonly ciphers: string;
  readonly ca?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
}

/** The roots of the system, as far as this runtime knows them. */
export interface RootSources {
  /** `tls.getCACertificates`, which Node has since 22.15. */
  readonly getCaCertificates: ((type: 'default' | 'system') => readonly string[]) | undefined;
  readonly bundled: readonly string[];
  /** Path of `NODE_EXTRA_CA_CERTS`. */
  readonly extraFile: string | undefined;
}

/** Returns the options of every TLS request of one connection. */
export function toTlsOptions(
  { trustedCa, trustsOnlyCa = false, client }: TlsIdentity,
  sources: RootSources = rootSources(),
): TlsOptions {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ciphers: constants.defaultCoreCipherList,
    ...(trustedCa !== undefined && { ca: trustsOnlyCa ? [trustedCa] : [...systemRoots(sources), trustedCa] }),
    ...(client && { cert: client.certificate, key: client.key }),
  };
}

/**
 * Returns the CAs that Node believes by itself: its own, those of the operating system where it can say, and
 * NODE_EXTRA_CA_CERTS.
 */
export function systemRoots({ getCaCertificates, bundled, extraFile }: RootSources): readonly string[] {
  const known = getCaCertificates ? [...getCaCertificates('default'), ...getCaCertificates('system')] : bundled;
  const extra = extraFile === undefined || extraFile === '' ? undefined : readExtra(extraFile);
  return [...new Set([...known, ...(extra === undefined ? [] : [extra])])];
}

/** Larger files are no roots: those of a system are a few hundred kB. */
const maxExtraBytes = 16 * 1024 * 1024;

/** Reads the file like Node: one that cannot be read counts as none. So does a pipe, which would be waited for. */
function readExtra(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= maxExtraBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function rootSources(): RootSources {
  const get: unknown = Reflect.get(tls, 'getCACertificates');
  return {
    getCaCertificates: typeof get === 'function' ? (type) => texts(Reflect.apply(get, tls, [type])) : undefined,
    bundled: tls.rootCertificates,
    extraFile: process.env['NODE_EXTRA_CA_CERTS'],
  };
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
