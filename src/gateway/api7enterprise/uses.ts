import type { Cooperative } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { answerLimits } from '../answerLimits';
import { failureSentence } from '../failureSentence';
import type { HostUse, References, Referrer } from '../gateway';
import { GatewayError } from '../gateway';
import type { Gathered } from '../uses';
import { fatal, noReferences, noteOf } from '../uses';
import type { NativeRecord, ServiceRecord, UpstreamRecord } from './records';
import { readUpstreams } from './records';

/** Services whose upstreams are asked for: one request each. */
const maxServices = 1_000;

type ReadList = (path: string) => Promise<Answer>;

/**
 * Reads the upstreams of services, a few at a time. Versions before 3.5 have no such lists: the upstream in the service
 * itself is all there is then.
 *
 * @param readList fails where the gateway refuses
 */
export async function listUpstreams(
  services: readonly ServiceRecord[],
  readList: ReadList,
): Promise<readonly ServiceUpstreams[]> {
  const upstreams: ServiceUpstreams[] = [];
  let isAbsent = false;
  // All take from the same iterator, each the next one that nobody has yet.
  const waiting = services.slice(0, maxServices).values();
  const work = async (): Promise<void> => {
    for (const service of waiting) {
      if (isAbsent) return;
      const read = await readUpstreamsOf(service, readList);
      if (read === 'absent') isAbsent = true;
      else upstreams.push(read);
    }
  };
  await Promise.all(Array.from({ length: answerLimits.requestsAtOnce }, work));
  const [first] = services;
  if (first !== undefined && services.length > maxServices) {
    const sentence = {
      text: 'Only the upstreams of the first {count} services were looked at.',
      values: { count: maxServices },
    };
    upstreams.push({ service: first, upstreams: [], unknown: [sentence] });
  }
  return upstreams;
}

async function readUpstreamsOf(service: ServiceRecord, readList: ReadList): Promise<ServiceUpstreams | 'absent'> {
  try {
    const answer = await readList(`/services/${encodeURIComponent(service.id)}/upstreams`);
    const read = readUpstreams(answer.json);
    if (read === undefined) throw toAnswerError(answer, { isWrite: false });
    const unknown = read.notes.map((note) => ({
      text: 'Of the upstreams of service {id}: {note}',
      values: { id: service.id },
      words: { note },
    }));
    return { service, upstreams: read.upstreams, unknown };
  } catch (error) {
    if (!(error instanceof GatewayError) || fatal.has(error.kind)) throw error;
    if (error.kind === 'notFound') return 'absent';
    const sentence = {
      text: 'The upstreams of service {id} could not be read: {reason}',
      values: { id: service.id },
      words: { reason: failureSentence(error, 'api7enterprise') },
    };
    return { service, upstreams: [], unknown: [sentence] };
  }
}

/** The upstreams of one service, or why they are not known. */
interface ServiceUpstreams {
  readonly service: ServiceRecord;
  readonly upstreams: readonly UpstreamRecord[];
  readonly unknown: readonly Sentence[];
}

/** The records that `toUses` makes references of. */
export interface UseRecords {
  readonly services: Gathered<ServiceRecord>;
  readonly upstreams: readonly ServiceUpstreams[];
  readonly natives: Gathered<NativeRecord>;
}

/** Makes references of what was read, in steps: there may be very many. */
export function* toUses({ services, upstreams, natives }: UseRecords): Cooperative<References> {
  const references = noReferences();
  const { hosts, anyHost, clientReferences, inlineCertificates, unknown } = references;
  unknown.push(...services.unknown, ...natives.unknown);
  const names = new Map(natives.items.map((native) => [native.id, native.name ?? native.commonName]));
  for (const service of services.items) {
    yield;
    const by = toReferrer(service);
    const isActive = service.status !== 0;
    // HTTP or HTTPS is not said anywhere else.
    const wantsHttps = service.redirectsToHttps ? 'yes' : 'unknown';
    hosts.push(...service.hosts.map((host): HostUse => ({ host, by, wantsHttps, isActive })));
    if (isActive && service.hosts.length === 0 && !service.isStream) anyHost.push(by);
    unknown.push(...service.notes.map((note) => noteOf('services', service.id, note)));
  }
  const own = services.items.flatMap((service) =>
    service.upstream === undefined ? [] : [{ service, upstreams: [service.upstream], unknown: [] }],
  );
  const seen = new Set<string>();
  for (const { service, upstreams: of, unknown: notes } of [...own, ...upstreams]) {
    yield;
    unknown.push(...notes);
    for (const { nativeId, sslId, certificatePem } of of) {
      const inline = JSON.stringify([service.id, 'inline', certificatePem]);
      if (certificatePem !== undefined && !seen.has(inline))
        inlineCertificates.push({ certificatePem, by: toReferrer(service) });
      seen.add(inline);
      for (const certificateId of new Set([nativeId, sslId])) {
        // The default upstream stands in the service and among its upstreams.
        const key = JSON.stringify([service.id, certificateId]);
        if (certificateId === undefined || seen.has(key)) continue;
        seen.add(key);
        clientReferences.push({ certificateId, by: toReferrer(service) });
        if (certificateId === nativeId) unknown.push(nativeSentence(service, names.get(nativeId) ?? nativeId));
      }
    }
  }
  return references;
}

const toReferrer = ({ id, name }: ServiceRecord): Referrer => ({
  kind: 'service',
  id,
  ...(name === undefined ? {} : { name }),
});

/**
 * Says that a service uses a certificate of the console: how its ids relate to those of ssl objects is not documented.
 */
const nativeSentence = ({ id, name }: ServiceRecord, certificate: string): string =>
  `The service ${name ?? id} presents the certificate ${certificate}, which the console lists under an ID that may differ from this list's.`;
