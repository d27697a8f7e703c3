/** Finds the hosts that manifests of a workspace have a gateway serve, and the Secret with the certificate of each. */
import type { HostConflict } from '../../core/findings/manifestRules';
import type { BoundHost } from '../../core/findings/ruleContext';
import type { Span } from '../../core/model';
import type { LineStarts } from '../../core/pem/lineStarts';
import { appendTo } from '../../shared/appendTo';
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

interface Bound {
  readonly uri: string;
  readonly binding: HostBinding;
  readonly host: string;
  readonly span: Span;
}

/** The Secrets of one name. */
interface Holders {
  /** By namespace: how many hold which certificate. */
  readonly counts: Map<string, Map<string, number>>;
  /** The certificate found in {@link counts}, by the namespace of the manifest that refers to it. */
  readonly chosen: Map<string, { readonly sha256: string | undefined }>;
}

/**
 * The manifests of every file that was read, as they were read last. What a file costs does not grow with the number of
 * others.
 */
export class ManifestIndex implements Disposable {
  private readonly files = new Map<string, Facts>();
  private readonly changes = new Emitter<readonly string[]>();
  /** By host, and by file. */
  private readonly bound: ByName<Bound> = new Map();
  /** By the name of the Secret, and by file. */
  private readonly bindings: ByName<HostBinding> = new Map();
  /** SHA-256 of the certificates, by the name of the Secret, and by file. */
  private readonly secrets: ByName<string> = new Map();
  private readonly holders = new Map<string, Holders>();

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
    if (before && toKey(before) === toKey(facts)) {
      this.files.set(uri, facts);
      return;
    }
    const concerned = new Set<string>();
    if (before) {
      this.addConcerned(before, concerned);
      this.leave(uri, before);
    }
    if (bindings.length + secrets.length > 0) {
      this.enter(uri, facts);
      this.addConcerned(facts, concerned);
    }
    concerned.delete(uri);
    if (concerned.size > 0) this.changes.fire([...concerned]);
  }

  forget(uri: string): void {
    this.set({ uri });
  }

  /** Returns hosts that a gateway is to serve with the certificate of this object. */
  hostsOf(object: ManifestObject | undefined): readonly BoundHost[] {
    if (object?.kind !== 'Secret') return [];
    return [...(this.bindings.get(object.name)?.values() ?? [])].flatMap((bindings) =>
      bindings
        .filter((binding) => isBoundTo(binding, object))
        .flatMap(({ by, hosts }) => hosts.map(({ host }) => ({ host, by: nameOf(by) }))),
    );
  }

  /** Finds hosts of this file that another manifest, here or elsewhere, has served with another certificate. */
  conflictsOf(uri: string): readonly HostConflict[] {
    const hosts = (this.files.get(uri)?.bindings ?? []).flatMap((binding) => binding.hosts.map(({ host }) => host));
    return [...new Set(hosts)].flatMap((host) => this.conflictsAt(host, uri));
  }

  private conflictsAt(host: string, uri: string): readonly HostConflict[] {
    const files = this.bound.get(host);
    // The first, and the first that is served otherwise: each place is in conflict with one of the two.
    let first: Known | undefined;
    let other: Known | undefined;
    for (const bound of [...(files?.values() ?? [])].flat()) {
      const sha256 = this.certificateOf(bound.binding);
      if (sha256 === undefined) continue;
      first ??= { bound, sha256 };
      if (sha256 === first.sha256) continue;
      other = { bound, sha256 };
      break;
    }
    if (!first || !other) return [];
    const [one, two] = [first, other];
    return (files?.get(uri) ?? []).flatMap((each) => {
      const sha256 = this.certificateOf(each.binding);
      return sha256 === undefined ? [] : [toConflict(each, (sha256 === one.sha256 ? two : one).bound)];
    });
  }

  /**
   * Returns the certificate of its Secret, where there is one. Two Secrets of one name may be of two environments:
   * which is meant is not known.
   */
  private certificateOf({ secret: { name, namespace } }: HostBinding): string | undefined {
    // A name that a template makes is not known.
    const holders = name.includes('{{') ? undefined : this.holders.get(name);
    if (!holders) return undefined;
    const known = holders.chosen.get(namespace);
    if (known) return known.sha256;
    const { counts } = holders;
    const meant = namespace === '' ? [...counts.values()] : [counts.get(namespace), counts.get('')];
    const hashes = new Set(meant.flatMap((each) => (each ? [...each.keys()] : [])));
    const [sha256] = hashes.size === 1 ? hashes : [];
    holders.chosen.set(namespace, { sha256 });
    return sha256;
  }

  /** Returns the line starts of another file, as it was read last. */
  linesOf(uri: string): LineStarts | undefined {
    return this.files.get(uri)?.lines;
  }

  dispose(): void {
    this.changes.dispose();
    for (const each of [this.files, this.bound, this.bindings, this.secrets, this.holders]) each.clear();
  }

  private enter(uri: string, facts: Facts): void {
    this.files.set(uri, facts);
    for (const binding of facts.bindings) {
      append(this.bindings, [binding.secret.name, uri], binding);
      for (const { host, span } of binding.hosts) append(this.bound, [host, uri], { uri, binding, host, span });
    }
    for (const { object, sha256 } of facts.secrets) {
      append(this.secrets, [object.name, uri], sha256);
      this.count(object, sha256, 1);
    }
  }

  private leave(uri: string, { bindings, secrets }: Facts): void {
    this.files.delete(uri);
    for (const { secret, hosts } of bindings) {
      remove(this.bindings, [secret.name, uri]);
      for (const { host } of hosts) remove(this.bound, [host, uri]);
    }
    for (const { object, sha256 } of secrets) {
      remove(this.secrets, [object.name, uri]);
      this.count(object, sha256, -1);
    }
  }

  private count({ name, namespace }: ManifestObject, sha256: string, by: 1 | -1): void {
    const { counts, chosen } = this.holders.get(name) ?? {
      counts: new Map<string, Map<string, number>>(),
      chosen: new Map(),
    };
    const own = counts.get(namespace) ?? new Map<string, number>();
    const number = (own.get(sha256) ?? 0) + by;
    if (number > 0) own.set(sha256, number);
    else own.delete(sha256);
    if (own.size > 0) counts.set(namespace, own);
    else counts.delete(namespace);
    chosen.clear();
    if (counts.size > 0) this.holders.set(name, { counts, chosen });
    else this.holders.delete(name);
  }

  /** Adds files with one of these hosts, with a host of one of these Secrets, or with a Secret that is named here. */
  private addConcerned({ bindings, secrets }: Facts, concerned: Set<string>): void {
    const hosts = new Set<string>();
    const addHosts = (binding: HostBinding): void => {
      for (const { host } of binding.hosts) hosts.add(host);
    };
    bindings.forEach(addHosts);
    for (const name of new Set(secrets.map(({ object }) => object.name)))
      for (const own of this.bindings.get(name)?.values() ?? []) own.forEach(addHosts);
    for (const host of hosts) {
      // All of them, and many hosts still to come.
      if (concerned.size >= this.files.size) return;
      for (const uri of this.bound.get(host)?.keys() ?? []) concerned.add(uri);
    }
    for (const name of new Set(bindings.map(({ secret }) => secret.name)))
      for (const uri of this.secrets.get(name)?.keys() ?? []) concerned.add(uri);
  }
}

/** Lists of what files hold, by a name and by the file. */
type ByName<T> = Map<string, Map<string, T[]>>;

function append<T>(map: ByName<T>, [name, uri]: readonly [string, string], item: T): void {
  const files = map.get(name) ?? new Map<string, T[]>();
  map.set(name, files);
  appendTo(files, uri, item);
}

function remove(map: ByName<unknown>, [name, uri]: readonly [string, string]): void {
  const files = map.get(name);
  files?.delete(uri);
  if (files?.size === 0) map.delete(name);
}

interface Known {
  readonly bound: Bound;
  readonly sha256: string;
}

/**
 * Returns whether a manifest means an object. A namespace that one of the two leaves out may be any; a name that a
 * template makes is not known.
 */
const isBoundTo = ({ secret }: HostBinding, { name, namespace }: ManifestObject): boolean =>
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
