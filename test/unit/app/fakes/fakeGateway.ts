import type { StoredCertificate } from '../../../../src/core/model';
import type {
  CertificateBundle,
  CertificateChange,
  Gateway,
  GatewayErrorKind,
  RemoveOptions,
  ReplaceOptions,
} from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import { stored } from './fakeConnections';

/** A failure of the next write: before or after it took effect. */
export type Trouble = { readonly kind: GatewayErrorKind; readonly when: 'before' | 'after' };

/** A gateway in memory that counts what it is asked, and breaks where a test says so. */
export class FakeGateway {
  readonly objects = new Map<string, StoredCertificate>();
  readonly calls: string[] = [];
  readonly capabilities: Gateway['capabilities'] = {
    wantsNames: true,
    labels: 'pairs',
    returnsPem: true,
    canEditLabelsAlone: true,
    canReadCa: true,
    hasDepth: true,
    needsKeyOnReplace: false,
    canDisable: true,
    canHavePairs: true,
  };
  trouble: Trouble | undefined;
  /** Says how much the gateway tells of an object that is read. */
  show: (object: StoredCertificate) => StoredCertificate = (object) => object;
  /** Objects that cannot be read when it is listed. */
  unreadable: readonly string[] = [];
  /** Set where reading fails. */
  isMute = false;
  /** Happens on the gateway as soon as a write arrived. */
  meanwhile: () => void = () => undefined;

  put(object: StoredCertificate): StoredCertificate {
    this.objects.set(object.id, object);
    return object;
  }

  read(id: string, signal: AbortSignal): Promise<StoredCertificate> {
    this.calls.push(`read ${id}`);
    if (signal.aborted) return Promise.reject(new GatewayError('cancelled', 'stopped'));
    if (this.isMute) return Promise.reject(new GatewayError('unreachable', 'nobody there'));
    const object = this.objects.get(id);
    return object ? Promise.resolve(this.show(object)) : Promise.reject(new GatewayError('notFound', 'no such object'));
  }

  async *list(
    _signal: AbortSignal,
  ): AsyncGenerator<{ items: readonly StoredCertificate[]; unreadable: readonly string[] }> {
    this.calls.push('list');
    await Promise.resolve();
    if (this.isMute) throw new GatewayError('unreachable', 'nobody there');
    for (const object of this.objects.values()) yield { items: [this.show(object)], unreadable: [] };
    yield { items: [], unreadable: this.unreadable };
  }

  create(bundle: CertificateBundle, _signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate> {
    this.calls.push('create');
    const id = `new-${this.objects.size}`;
    return this.write(onSent, () =>
      this.put(
        stored(id, {
          certificatePem: bundle.certificate,
          names: bundle.names,
          labels: bundle.labels,
          type: bundle.type,
        }),
      ),
    );
  }

  replace(id: string, change: CertificateChange, { expected, onSent }: ReplaceOptions): Promise<StoredCertificate> {
    this.calls.push(`replace ${id}`);
    const before = this.objects.get(id);
    if (!before) return Promise.reject(new GatewayError('notFound', 'no such object'));
    if (before.revision !== expected.revision)
      return Promise.reject(new GatewayError('conflict', 'changed', { current: before }));
    const { certificate, labels, names, type } = change;
    return this.write(onSent, () =>
      this.put({
        ...before,
        ...(certificate === undefined ? {} : { certificatePem: certificate }),
        ...(labels && { labels }),
        ...(names && { names }),
        ...(type && { type }),
        revision: `${before.revision}+`,
      }),
    );
  }

  remove(id: string, { expected, onSent }: RemoveOptions): Promise<'removed' | 'alreadyGone'> {
    this.calls.push(`remove ${id}`);
    const before = this.objects.get(id);
    if (!before) return Promise.resolve('alreadyGone');
    if (expected && before.revision !== expected.revision)
      return Promise.reject(new GatewayError('conflict', 'changed', { current: before }));
    return this.write(onSent, () => {
      this.objects.delete(id);
      return 'removed';
    });
  }

  private write<T>(onSent: (() => void) | undefined, take: () => T): Promise<T> {
    const { trouble } = this;
    if (trouble?.when === 'before') {
      this.meanwhile();
      // Whether it arrived is what a client cannot know of a connection that broke.
      const mayHaveTakenEffect = ['unreachable', 'timeout', 'unavailable'].includes(trouble.kind);
      return Promise.reject(new GatewayError(trouble.kind, 'broken', { mayHaveTakenEffect }));
    }
    onSent?.();
    const answer = take();
    this.meanwhile();
    return trouble
      ? Promise.reject(new GatewayError(trouble.kind, 'broken', { mayHaveTakenEffect: true }))
      : Promise.resolve(answer);
  }
}
