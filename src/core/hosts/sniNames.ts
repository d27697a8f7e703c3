import { toHostPattern } from './hostText';

/**
 * The rules of a gateway. `apisix`: apisix/ssl/router/radixtree_sni.lua. `api7cloud`: exact names, then wildcards of
 * one label; which of several it takes is not documented. `api7enterprise`: as APISIX, which it is made from; in which
 * order it loads them is not known.
 */
export interface SniRules {
  readonly dialect: 'apisix' | 'api7cloud' | 'api7enterprise';
  /** APISIX 3.10 takes a trailing dot off, 3.15 knows a lone `*`. Undefined where the gateway hides it. */
  readonly version?: { readonly major: number; readonly minor: number } | undefined;
}

/** @param version as a gateway says it: `3.18.0` */
export function toSniRules(dialect: SniRules['dialect'], version: string | undefined): SniRules {
  const numbers = /^(\d{1,4})\.(\d{1,4})(?!\d)/.exec(version ?? '');
  return numbers ? { dialect, version: { major: Number(numbers[1]), minor: Number(numbers[2]) } } : { dialect };
}

/** Returns whether the version is this one or later; undefined where it is not known. */
export const isSince = ({ version }: SniRules, minor: number): boolean | undefined =>
  version && (version.major > 3 || (version.major === 3 && version.minor >= minor));

/** The reason why a gateway never serves an object, whatever its names: it looks at neither of these. */
export type LeftOut = 'client' | 'disabled' | 'ignored' | 'typeUnknown';

/** An object that a gateway may choose: of type server and switched on. Others say why they are left out. */
export interface SniHolder {
  readonly id: string;
  readonly names: readonly string[];
  /** APISIX: the object has `sni`, one name as text, instead of the list `snis`; the two are checked differently. */
  readonly isSingle?: boolean;
  readonly leftOut?: LeftOut | undefined;
}

/** Returns a name as the gateway compares it: in small letters, without one trailing dot. */
export function toSniName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/** Does the same by the rules of a version: before 3.10 APISIX compares the dot like any other character. */
export const toComparedName = (name: string, rules: SniRules): string =>
  rules.dialect === 'apisix' && isSince(rules, 10) === false ? name.toLowerCase() : toSniName(name);

/**
 * Returns a name of an object that is never served, to say so to those who ask for it: U-labels, for which the gateway
 * ignores an object, as clients send them.
 */
export function toLeftOutName(name: string, rules: SniRules): string {
  const compared = toComparedName(name, rules);
  return /^[\u0000-\u007f]*$/.test(compared) ? compared : (toHostPattern(compared)?.text ?? compared);
}

/** Orders by id as etcd does: byte by byte, so `10` comes before `9`. */
export const byId = (a: Pick<SniHolder, 'id'>, b: Pick<SniHolder, 'id'>): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** Returns the server name that a client sends for a host, as the gateway compares it; undefined for an address. */
export function toAskedName(host: string, rules: SniRules): string | undefined {
  const asked = toHostPattern(host);
  if (asked?.kind === 'ip') return undefined;
  const name = asked === undefined ? host : host.endsWith('.') ? `${asked.text}.` : asked.text;
  return toComparedName(name, rules);
}
