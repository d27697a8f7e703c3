/**
 * Determines which certificate a gateway presents for a name. A gateway looks at names alone: not at dates, nor at what
 * the certificate says, nor at whether the key fits.
 */
import { toHostPattern } from './hostText';

/**
 * `apisix`: apisix/ssl/router/radixtree_sni.lua of 3.10 and later. `api7cloud`: exact names, then wildcards of one label;
 * which of several it takes is not documented.
 */
export type SniRules = 'apisix' | 'api7cloud';

/** An object that a gateway may choose: of type server and switched on. The caller leaves others out. */
export interface SniHolder {
  readonly id: string;
  readonly names: readonly string[];
  /** APISIX: the object has `sni`, one name as text, instead of the list `snis`; the two are checked differently. */
  readonly isSingle?: boolean;
}

export type SniAnswer =
  | {
      readonly kind: 'served';
      readonly id: string;
      /** The name that won, as the gateway compares it. */
      readonly name: string;
      /** It is a lone `*`, which serves every name since APISIX 3.15 and hardly any before. */
      readonly needsCatchAll: boolean;
    }
  /** Several objects hold the name that won. Which is taken depends on the node: on the order it loaded them in. */
  | {
      readonly kind: 'ambiguous';
      /** Those that may be served, in the order of their ids. */
      readonly ids: readonly string[];
      readonly name: string;
      /** What a node takes after it was restarted: APISIX reads its store in the order of the ids. */
      readonly likely: string | undefined;
      /** Others hold the name that the gateway would choose and then refuse. */
      readonly mayFail: boolean;
    }
  /** The longest wildcard won and is refused for this name; no shorter one is tried, and the handshake fails. */
  | { readonly kind: 'refused'; readonly ids: readonly string[]; readonly name: string }
  | { readonly kind: 'none' }
  /** An address: clients send no server name for it (RFC 6066 §3), and what the gateway does then is set on the gateway. */
  | { readonly kind: 'noServerName' };

/** Objects by name, made once for many questions. */
export interface SniTable {
  readonly rules: SniRules;
  readonly exact: ReadonlyMap<string, readonly SniHolder[]>;
  /** By what stands behind the `*`: `.example.com`, `example.com` of a `*example.com`, nothing of `*`. */
  readonly wildcards: ReadonlyMap<string, readonly SniHolder[]>;
}

export function toSniTable(holders: Iterable<SniHolder>, rules: SniRules): SniTable {
  const exact = new Map<string, SniHolder[]>();
  const wildcards = new Map<string, SniHolder[]>();
  for (const holder of holders) {
    for (const name of new Set(holder.names.map(toSniName))) {
      const [map, key] = name.startsWith('*') ? [wildcards, name.slice(1)] : [exact, name];
      const same = map.get(key);
      if (same) same.push(holder);
      else map.set(key, [holder]);
    }
  }
  for (const same of [...exact.values(), ...wildcards.values()]) same.sort(byId);
  return { rules, exact, wildcards };
}

/** A name as the gateway compares it: in small letters, without one trailing dot. */
export function toSniName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/** Etcd's order: byte by byte, so `10` comes before `9`. */
const byId = (a: SniHolder, b: SniHolder): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** @param host a host, or a `*.` name, which stands for the hosts below it that no object names exactly */
export function servedFor(table: SniTable, host: string): SniAnswer {
  const asked = toHostPattern(host);
  if (asked?.kind === 'ip') return { kind: 'noServerName' };
  const name = asked?.text ?? toSniName(host);
  const exact = table.exact.get(name);
  if (exact) return toAnswer(table, { asked: name, name, accepting: exact, refusing: [] });
  for (const suffix of suffixesOf(name, table.rules)) {
    const holders = table.wildcards.get(suffix);
    if (!holders) continue;
    const accepting = holders.filter((holder) => table.rules === 'api7cloud' || isAccepted(holder, name, `*${suffix}`));
    return toAnswer(table, {
      asked: name,
      name: `*${suffix}`,
      accepting,
      refusing: holders.filter((holder) => !accepting.includes(holder)),
    });
  }
  return { kind: 'none' };
}

/** What may stand behind the `*` of a wildcard that wins, longest first. */
function* suffixesOf(name: string, rules: SniRules): Iterable<string> {
  const dot = name.indexOf('.');
  if (rules === 'api7cloud') {
    if (dot > 0) yield name.slice(dot);
    return;
  }
  for (let start = 0; start <= name.length; start++) yield name.slice(start);
}

/**
 * APISIX's check of the winner. It turns names round and asks for a dot from the last character of the configured name
 * on, so that a longer name in the same list lets more through than was meant.
 */
function isAccepted({ names, isSingle = false }: SniHolder, name: string, winner: string): boolean {
  const hasDotFrom = ({ length }: string): boolean =>
    length <= name.length && name.lastIndexOf('.', name.length - length) !== -1;
  if (isSingle) return winner === '*' || !hasDotFrom(winner);
  return names.map(toSniName).some((configured) => configured === name || !hasDotFrom(configured));
}

function toAnswer(
  { rules }: SniTable,
  {
    asked,
    name,
    accepting,
    refusing,
  }: {
    readonly asked: string;
    readonly name: string;
    readonly accepting: readonly SniHolder[];
    readonly refusing: readonly SniHolder[];
  },
): SniAnswer {
  const [first] = accepting;
  if (!first) return { kind: 'refused', ids: refusing.map(({ id }) => id), name };
  const mayFail = refusing.length > 0;
  if (accepting.length === 1 && !mayFail)
    return { kind: 'served', id: first.id, name, needsCatchAll: name === '*' && asked.includes('.') };
  const likely = rules === 'apisix' && !(mayFail && byId(refusing[0] ?? first, first) < 0) ? first.id : undefined;
  return { kind: 'ambiguous', ids: accepting.map(({ id }) => id), name, likely, mayFail };
}
