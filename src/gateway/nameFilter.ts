import { isSecretMember } from './keyMaterial';

/**
 * The treatment of a member, by its name. `labels`: its own members are a person's words. `pem`: it may be a
 * certificate.
 */
export type NameVerdict = 'kept' | 'secret' | 'labels' | 'pem' | 'value';

/** Most letters of different names that are remembered; further ones are looked at anew each time. */
const maxNodes = 2_048;
/** By the number that is kept of them; 0 is none. */
const verdicts: readonly (NameVerdict | undefined)[] = [undefined, 'kept', 'secret', 'labels', 'pem', 'value'];
const numbers: ReadonlyMap<NameVerdict | undefined, number> = new Map(verdicts.map((verdict, i) => [verdict, i]));

/** Decides about members by their names in UTF-8, each name once: the same few come with every object of a gateway. */
export class NameFilter {
  /** A tree of letters: 128 numbers a node, that of the node which each letter leads to. */
  private next = new Int16Array(64 * 128);
  private readonly ends = new Uint8Array(maxNodes);
  private nodes = 1;

  /** @param bytes holds the name, as it stands between its quotes, from `start` to `end` */
  verdict(bytes: Buffer, start: number, end: number): NameVerdict {
    let node = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      // Escapes and other scripts are rare.
      if (byte === backslash || byte >= 0x80) return judge(bytes, start, end);
      const child = this.next[node * 128 + byte] ?? 0;
      node = child === 0 ? this.grow(node, byte) : child;
      if (node === 0) return judge(bytes, start, end);
    }
    const known = verdicts[this.ends[node] ?? 0];
    if (known) return known;
    const verdict = judge(bytes, start, end);
    this.ends[node] = numbers.get(verdict) ?? 0;
    return verdict;
  }

  /** Returns 0 where there is no room for another. */
  private grow(node: number, byte: number): number {
    if (this.nodes === maxNodes) return 0;
    if ((this.nodes + 1) * 128 > this.next.length) {
      const larger = new Int16Array(this.next.length * 2);
      larger.set(this.next);
      this.next = larger;
    }
    const child = this.nodes++;
    this.next[node * 128 + byte] = child;
    return child;
  }
}

const backslash = 0x5c;

function judge(bytes: Buffer, start: number, end: number): NameVerdict {
  const name = nameOf(bytes.toString('utf8', start, end));
  if (name === undefined || isSecretMember(name)) return 'secret';
  return ownVerdicts.get(name) ?? 'kept';
}

const ownVerdicts: ReadonlyMap<string, NameVerdict> = new Map([
  ['labels', 'labels'],
  ['cert', 'pem'],
  ['value', 'value'],
]);

/** Undefined for a name that is no JSON: whoever parses it will say so. */
function nameOf(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  try {
    const name: unknown = JSON.parse(`"${text}"`);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
