import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { KnownCertificates } from '../../../../src/app/timeline/items';
import type { CheckedCertificate, CheckedFile } from '../../../../src/app/workspace/workspaceCheckFile';
import type { StoredCertificate } from '../../../../src/core/model';
import { expiryState } from '../../../../src/core/x509/expiry';
import { connection, stored } from '../fakes/fakeConnections';

export const day = 24 * 60 * 60 * 1000;
export const now = Date.UTC(2026, 10, 28, 12);
export const clock = { now, warningDays: null };

/** An object whose certificate of `lifetime` days has `left` days left. */
export interface Planned extends Partial<StoredCertificate> {
  readonly left?: number;
  readonly lifetime?: number;
  readonly issuer?: string;
}

const toStored = (id: string, { left, lifetime = 365, issuer = 'CN=R3', ...more }: Planned): StoredCertificate => {
  const notAfter = left === undefined ? undefined : now + left * day;
  const metadata =
    notAfter === undefined
      ? undefined
      : { names: [], extensions: {}, issuer, validity: { notBefore: notAfter - lifetime * day, notAfter } };
  return stored(id, { ...(metadata && { metadata }), ...more });
};

export const gatewayOf = (
  name: string,
  objects: Readonly<Record<string, Planned>>,
): KnownCertificates['gateways'][number] => {
  const at = connection(name);
  return { connection: at, entries: Object.entries(objects).map(([id, plan]) => toEntry(at, toStored(id, plan))) };
};

export const fileOf = (
  uri: string,
  certificates: readonly (Partial<CheckedCertificate> & { readonly left: number })[],
): CheckedFile => ({
  uri,
  findings: [],
  hasKey: false,
  contents: '',
  fault: undefined,
  certificates: certificates.map(({ left, ...more }, index) => {
    const validity = { notBefore: now + (left - 365) * day, notAfter: now + left * day };
    return {
      index,
      name: `${uri}.${index}`,
      validity,
      isCa: false,
      type: undefined,
      issuer: 'File CA',
      silent: [],
      state: expiryState(validity, now, null),
      range: undefined,
      ...more,
    };
  }),
});
