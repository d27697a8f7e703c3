/** Finds the hosts that manifests of a workspace have a gateway serve, and the Secret with the certificate of each. */
import type { HostConflict } from '../../core/findings/manifestRules';
import type { BoundHost } from '../../core/findings/ruleContext';
import type { Span } from '../../core/model';
import type { LineStarts } from '../../core/pem/lineStarts';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import type { FileReading } from '../sources/fileReadings';
import type { HostBinding } from '../sources/hostBindings';
import type { ManifestObject } from '../sources/valueNames';

interface Facts {
  readonly bindings: readonly HostBinding[];
  readonly secrets: readonly { readonly object: ManifestObject; readonly sha256: string }[];
  readonly lines: LineStarts | undefined;
}

/** A host at one place, and the certificate that its Secret holds, where that was found. */
interface Bound {
  readonly uri: string;
  readonly binding: HostBinding;
  readonly host: string;
  readonly span: Span;
  readonly sha256: string | undefined;
}

/** The manifests of every file that was read, as they were read last. */
export class ManifestIndex implements Disposable {
  private readonly files = new Map<string, Facts>();
  private readonly changes = new Emitter<readonly string[]>();
  private bound: ReadonlyMap<string, readonly Bound[]> | undefined;

  /** Files whose hosts may be served otherwise than they were, because another file changed. */
  readonly onDidChange = this.changes.event;

  /** Takes note of a file as it was read. */
  set({ uri, parts, lines }: Pick<FileReading, 'uri' | 'parts' | 'lines'>): void {
    const secrets = (parts?.groups ?? []).flatMap(({ object, leafSha256 }) =>
      object?.kind === 'Secret' && leafSha256 !== undefined ? [{ object, sha256: leafSha256 }] : [],
    );
    const bindings = parts?.bindings ?? [];
    const before = this.files.get(uri);
    if (!before && bindings.length + secrets.length === 0) return;
    const facts = { bindings, secrets, lines };
    const isSame = before !== undefined && toKey(before) === toKey(facts);
    if (bindings.length + secrets.length === 0) this.files.delete(uri);
    else this.files.set(uri, facts);
    if (isSame) return;
    this.bound = undefined;
    const concerned = [...this.files.keys()].filter((other) => other !== uri && isConcerned(this.files.get(other)));
    if (concerned.length > 0) this.changes.fire(concerned);
  }

  forget(uri: string): void {
    this.set({ uri });
  }

  /** Hosts that a gateway is to serve with the certificate of this object. */
  hostsOf(object: ManifestObject | undefined): readonly BoundHost[] {
    if (object?.kind !== 'Secret') return [];
    return [...this.files.values()].flatMap(({ bindings }) =>
      bindings
        .filter((binding) => isMeant(binding, object))
        .flatMap(({ by, hosts }) => hosts.map(({ host }) => ({ host, by: nameOf(by) }))),
    );
  }

  /** Hosts of this file that another manifest, here or elsewhere, has served with another certificate. */
  conflictsOf(uri: string): readonly HostConflict[] {
    const all = (this.bound ??= this.toBound());
    return [...all.values()].flatMap((same) =>
      same
        .filter((each) => each.uri === uri && each.sha256 !== undefined)
        .flatMap((each) => {
          const other = same.find(({ sha256 }) => sha256 !== undefined && sha256 !== each.sha256);
          return other ? [toConflict(each, other)] : [];
        }),
    );
  }

  /** Returns the line starts of another file, as it was read last. */
  linesOf(uri: string): LineStarts | undefined {
    return this.files.get(uri)?.lines;
  }

  dispose(): void {
    this.changes.dispose();
    this.files.clear();
  }

  private toBound(): ReadonlyMap<string, readonly Bound[]> {
    const secrets = [...this.files.values()].flatMap((each) => each.secrets);
    const bound = new Map<string, Bound[]>();
    for (const [uri, { bindings }] of this.files)
      for (const binding of bindings) {
        const meant = new Set(secrets.filter(({ object }) => isMeant(binding, object)).map(({ sha256 }) => sha256));
        const [sha256] = meant;
        for (const { host, span } of binding.hosts) {
          const known = bound.get(host) ?? [];
          bound.set(host, known);
          // Two Secrets of one name, of two environments: which is meant is not known.
          known.push({ uri, binding, host, span, sha256: meant.size === 1 ? sha256 : undefined });
        }
      }
    return bound;
  }
}

const isConcerned = (facts: Facts | undefined): boolean =>
  facts !== undefined && facts.bindings.length + facts.secrets.length > 0;

/** A namespace that one of the two leaves out may be any. A name that a template makes is not known. */
const isMeant = ({ secret }: HostBinding, { name, namespace }: ManifestObject): boolean =>
  secret.name === name &&
  !name.includes('{{') &&
  (secret.namespace === namespace || secret.namespace === '' || namespace === '');

const toConflict = ({ span, host, binding }: Bound, other: Bound): HostConflict => ({
  span,
  host,
  secret: `Secret ${toPath(binding.secret)}`,
  other: `Secret ${toPath(other.binding.secret)}`,
  by: nameOf(other.binding.by),
  at: { span: other.span, file: other.uri },
});

const nameOf = (object: ManifestObject): string => `${object.kind} ${toPath(object)}`;

const toPath = ({ name, namespace }: { readonly name: string; readonly namespace: string }): string =>
  namespace === '' ? name : `${namespace}/${name}`;

const toKey = ({ bindings, secrets }: Facts): string =>
  JSON.stringify([bindings, secrets.map(({ object, sha256 }) => [object, sha256])]);
