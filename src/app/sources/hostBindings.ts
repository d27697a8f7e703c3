/** Reads for which hosts manifests and gateway configurations have a certificate served. */
import type { YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import type { Span } from '../../core/model';
import type { ManifestObject } from './valueNames';

export interface HostBinding {
  /** The manifest that says so. */
  readonly by: ManifestObject;
  readonly hosts: readonly { readonly host: string; readonly span: Span }[];
  readonly secret: { readonly name: string; readonly namespace: string };
}

/** The hosts (`snis`) of an SSL object of adc.yaml, apisix.yaml or the Admin API, beside its certificates. */
export interface SniList {
  /** Names the object: `ssls[0]`. */
  readonly owner: string;
  readonly hosts: HostBinding['hosts'];
}

/** The text as it is, templates included, and where in it the parsed text begins. */
interface Source {
  readonly text: string;
  readonly offset: number;
}

type Pairs = YAMLMap.Parsed;

/** More hosts in one manifest are not looked at. */
const maxHosts = 500;

/** The bindings of an `ApisixTls`, an `Ingress` or a `Gateway`; none of any other object. */
export function readBinding(map: Pairs, by: ManifestObject, source: Source): readonly HostBinding[] {
  const spec = at(map, 'spec');
  const toBinding = (hosts: unknown, name: unknown, namespace: unknown): readonly HostBinding[] => {
    const secret = textOf(name);
    const places = toHosts(hosts, source);
    return secret && places.length > 0
      ? [{ by, hosts: places, secret: { name: secret, namespace: textOf(namespace) ?? by.namespace } }]
      : [];
  };
  switch (by.kind) {
    case 'ApisixTls':
      return toBinding(at(spec, 'hosts'), at(at(spec, 'secret'), 'name'), at(at(spec, 'secret'), 'namespace'));
    case 'Ingress':
      return items(at(spec, 'tls')).flatMap((tls) => toBinding(at(tls, 'hosts'), at(tls, 'secretName'), undefined));
    case 'Gateway':
      return items(at(spec, 'listeners')).flatMap((listener) =>
        items(at(at(listener, 'tls'), 'certificateRefs'))
          .slice(0, 1)
          .flatMap((reference) =>
            toBinding(at(listener, 'hostname'), at(reference, 'name'), at(reference, 'namespace')),
          ),
      );
    default:
      return [];
  }
}

/** Reads the hosts (`snis`) that an SSL object lists; empty where it lists none. */
export function readSniLists(map: Pairs, owner: string, source: Source): readonly SniList[] {
  // Elsewhere, `sni` is the name that a client asks for.
  const names = /(?:^|ssls?\[\d+\]|\.value)$/.test(owner) ? ['snis', 'sni'] : ['snis'];
  const hosts = names.flatMap((name) => toHosts(at(map, name), source));
  return hosts.length > 0 ? [{ owner, hosts }] : [];
}

const toHosts = (node: unknown, { text, offset }: Source): HostBinding['hosts'] =>
  (isSeq(node) ? node.items.slice(0, maxHosts) : [node]).flatMap((item) => {
    const host = textOf(item)?.trim().toLowerCase();
    const [start, end] = (isScalar(item) && item.range) || [0, 0];
    const span = { start: start + offset, end: end + offset };
    // What a template inserts is not known.
    return host && !text.slice(span.start, span.end).includes('{{') ? [{ host, span }] : [];
  });

const at = (node: unknown, name: string): unknown =>
  isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === name)?.value : undefined;

const items = (node: unknown): readonly unknown[] => (isSeq(node) ? node.items.slice(0, maxHosts) : []);

const textOf = (node: unknown): string | undefined =>
  isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
