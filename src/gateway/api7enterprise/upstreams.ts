import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { answerLimits } from '../answerLimits';
import { failureSentence } from '../failureSentence';
import { GatewayError } from '../gateway';
import { fatal } from '../uses';
import type { ServiceRecord } from './records';
import { readUpstreams } from './records';
import type { ServiceUpstreams } from './uses';

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
  const found: ServiceUpstreams[] = [];
  let isAbsent = false;
  // All take from the same iterator, each the next one that nobody has yet.
  const waiting = services.slice(0, maxServices).values();
  const work = async (): Promise<void> => {
    for (const service of waiting) {
      if (isAbsent) return;
      const read = await readUpstreamsOf(service, readList);
      if (read === 'absent') isAbsent = true;
      else found.push(read);
    }
  };
  await Promise.all(Array.from({ length: answerLimits.requestsAtOnce }, work));
  const [first] = services;
  if (first !== undefined && services.length > maxServices) {
    const sentence = {
      text: 'Only the upstreams of the first {count} services were looked at.',
      values: { count: maxServices },
    };
    found.push({ service: first, upstreams: [], unknown: [sentence] });
  }
  return found;
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
