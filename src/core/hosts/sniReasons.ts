/** Explains which certificate is served for a name: the rule that decided, and why each other object was not taken. */
import type { SniAnswer, SniTable } from './sni';
import { servedFor } from './sni';
import type { LeftOut, SniHolder } from './sniChoices';
import { isAccepted, toAskedName } from './sniChoices';

type SniRule =
  /** An object has this very name. */
  | 'exact'
  /** The longest wildcard that the name ends with, and one label in place of its `*`. */
  | 'wildcard'
  /** A lone `*` as `sni` takes every name. */
  | 'anyName'
  /** The wildcard does not cover as many labels; a longer name in the same list lets them through (APISIX). */
  | 'longerName'
  /** The longest wildcard won, and is refused for more than one label; no other is tried. */
  | 'refused'
  | 'noName'
  /** An address: no server name is sent. */
  | 'noServerName';

export type RejectionReason =
  | LeftOut
  /** Another object has the very name, or a longer wildcard. */
  | 'exactWins'
  | 'longerWins'
  /** Its wildcard stands for one label only. */
  | 'oneLabel'
  /** A shorter wildcard than one that won and was refused. */
  | 'notTried'
  /** Has the name that won, too: a restarted node takes the one whose ID comes first. */
  | 'loadedLater'
  /** A `*.` name does not stand for the domain itself. */
  | 'belowOnly'
  /** Its name ends with a dot, which clients do not send. */
  | 'trailingDot';

interface Rejection {
  readonly id: string;
  /** The name for which it was looked at, as the gateway compares it. */
  readonly name: string;
  readonly reason: RejectionReason;
}

export interface SniExplanation {
  readonly answer: SniAnswer;
  readonly rule: SniRule;
  /** At most {@link maxRejections}, nearest first. */
  readonly rejections: readonly Rejection[];
}

const maxRejections = 20;

/** Explains the answer for a host. Costs some look-ups for each letter of the name, however many objects there are. */
export function explainSni(table: SniTable, host: string): SniExplanation {
  const answer = servedFor(table, host);
  const name = toAskedName(host, table.rules);
  if (name === undefined) return { answer, rule: 'noServerName', rejections: [] };
  return { answer, rule: ruleOf(answer, name, table), rejections: rejectionsOf(table, name, answer) };
}

function ruleOf(answer: SniAnswer, asked: string, { wildcards }: SniTable): SniRule {
  switch (answer.kind) {
    case 'served':
    case 'ambiguous':
      if (!answer.name.startsWith('*')) return 'exact';
      if (answer.name === '*' && takesAnyName(answer, wildcards.get(''))) return 'anyName';
      return asked.slice(0, asked.length - answer.name.length + 1).includes('.') ? 'longerName' : 'wildcard';
    case 'refused':
      return 'refused';
    case 'none':
      return 'noName';
    case 'noServerName':
      return 'noServerName';
  }
}

/** A lone `*` in a list takes no more than another wildcard does. */
function takesAnyName(
  answer: Extract<SniAnswer, { readonly kind: 'served' | 'ambiguous' }>,
  holders: readonly SniHolder[] = [],
): boolean {
  const taken = answer.kind === 'served' ? answer.id : (answer.likely ?? answer.ids[0]);
  return holders.some(({ id, isSingle = false }) => isSingle && id === taken);
}

function rejectionsOf(table: SniTable, name: string, answer: SniAnswer): readonly Rejection[] {
  const rejections = new Map<string, Rejection>();
  const note = (
    holders: readonly SniHolder[] | undefined,
    at: string,
    reason: (holder: SniHolder) => RejectionReason,
  ) => {
    for (const holder of holders ?? []) {
      if (rejections.size >= maxRejections) return;
      if (!isTaken(answer, holder.id) && !rejections.has(holder.id))
        rejections.set(holder.id, { id: holder.id, name: at, reason: reason(holder) });
    }
  };
  const leftOut = (at: string) => note(table.leftOut.get(at), at, (holder) => holder.leftOut ?? 'disabled');
  const winner = 'name' in answer ? answer.name : undefined;
  note(table.exact.get(name), name, () => 'loadedLater');
  leftOut(name);
  for (let start = 0; start <= name.length; start++) {
    const wildcard = `*${name.slice(start)}`;
    note(table.wildcards.get(name.slice(start)), wildcard, (holder) => {
      const covers = isAccepted(holder, { name, winner: wildcard, rules: table.rules });
      if (wildcard === winner) return covers ? 'loadedLater' : 'oneLabel';
      if (winner === undefined) return 'oneLabel';
      if (answer.kind === 'refused') return 'notTried';
      return winner.startsWith('*') ? 'longerWins' : 'exactWins';
    });
    leftOut(wildcard);
  }
  if (winner === undefined) {
    note(table.wildcards.get(`.${name}`), `*.${name}`, () => 'belowOnly');
    const [dotted, dottedSuffix] = [`${name}.`, `${name.slice(Math.max(0, name.indexOf('.')))}.`];
    note(table.exact.get(dotted), dotted, () => 'trailingDot');
    note(table.wildcards.get(dottedSuffix), `*${dottedSuffix}`, () => 'trailingDot');
  }
  return [...rejections.values()];
}

/** Returns whether an object is served, or may be; of several, the one that a restarted node takes. */
function isTaken(answer: SniAnswer, id: string): boolean {
  if (answer.kind === 'served') return answer.id === id;
  return answer.kind === 'ambiguous' && (answer.likely === undefined ? answer.ids.includes(id) : answer.likely === id);
}
