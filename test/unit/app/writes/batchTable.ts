import { toServingTable } from '../../../../src/app/inventory/serving';
import type { BatchItem } from '../../../../src/app/writes/batch';
import { toBatchSteps } from '../../../../src/app/writes/batch';
import { conflictSteps } from '../../../../src/app/writes/conflictChecks';
import { matchSteps } from '../../../../src/app/writes/match';
import { leavesOf, proposedNames } from '../../../../src/app/writes/upload';
import type { StoredCertificate } from '../../../../src/core/model';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { stored } from '../fakes/fakeConnections';
import { toEntries } from '../fakes/fakeEntries';
import { FakeGateway } from '../fakes/fakeGateway';
import { materialOf, parseMade } from '../fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);
const authority = makeAuthority(now);

/** A server certificate for a name, with sixty days to go unless told. */
export async function make(name: string, options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> {
  const { intermediate } = await authority;
  return makeCertificate({ now, commonName: name, dns: [name], issuer: intermediate, toDays: 60, ...options });
}

export function gatewayWith(
  ...objects: readonly (readonly [id: string, made: MadeCertificate, change?: Partial<StoredCertificate>])[]
): FakeGateway {
  const gateway = new FakeGateway();
  for (const [id, made, change] of objects) {
    const names = proposedNames(parseMade(made));
    gateway.put(stored(id, { type: 'server', names, certificatePem: made.chainPem, ...change }));
  }
  return gateway;
}

interface Options {
  readonly gateway?: FakeGateway;
  /** The certificates whose keys are at hand; all by default. */
  readonly keys?: readonly MadeCertificate[];
  readonly capabilities?: FakeGateway['capabilities'];
  /** The ids of what is listed, and cannot be read from the gateway. */
  readonly unread?: readonly string[];
}

/** Returns what a table of these certificates says, beside the gateway it was compared with. */
export function tableOf(
  made: readonly MadeCertificate[],
  { gateway = new FakeGateway(), keys = made, capabilities = gateway.capabilities, unread = [] }: Options = {},
): { readonly gateway: FakeGateway; readonly items: readonly BatchItem[] } {
  const entries = toEntries(Object.fromEntries(gateway.objects));
  const material = materialOf([...made, ...made.flatMap(({ issuer }) => (issuer ? [issuer] : []))], keys);
  const table = toServingTable(entries, 'apisix');
  const items = runSync(
    toBatchSteps(leavesOf(material), material, {
      now,
      warningDays: null,
      capabilities,
      match: (draft) => matchSteps(draft, entries),
      conflicts: (draft) => conflictSteps(draft, { list: { entries }, table, dialect: 'apisix', translate: english }),
      clientOf: () => undefined,
      current: ({ stored: { id } }) =>
        unread.includes(id) ? undefined : entries.find(({ stored }) => stored.id === id),
      translate: english,
    }),
  );
  return { gateway, items };
}
