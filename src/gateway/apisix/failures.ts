import type { Sentence } from '../../shared/translate';
import { english, translateSentence } from '../../shared/translate';
import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { unlessCancelled } from '../failures';
import type { GatewayErrorKind } from '../gateway';
import { GatewayError } from '../gateway';
import type { Call } from '../http';
import { readRecord } from '../read';
import type { ApisixVersion } from './members';
import { readPage } from './records';

/** Returns whether a 404 is etcd's, which says `message`; that of a missing path says `error_msg`, or is a page. */
export function isKeyNotFound(answer: Answer): boolean {
  const body = answer.status === 404 ? readRecord(answer.json) : undefined;
  return typeof body?.['message'] === 'string' && body['error_msg'] === undefined;
}

/** The facts that explain a failure, and a way to ask the gateway further. */
interface FailureFacts {
  readonly isWrite: boolean;
  /** Set where the key has opened something already. */
  readonly hasRead: boolean;
  /** Returns the version as known by now: each further answer may tell it. */
  readonly version: () => ApisixVersion | undefined;
  /** The path of the Admin API. */
  readonly admin: string;
  /** Sends a further request to the gateway. */
  readonly send: (call: Pick<Call, 'method' | 'path' | 'isList'>) => Promise<Answer>;
}

/** Makes the error of an answer. May ask the gateway what it is instead, where it has no such path. */
export async function toApisixError(answer: Answer, facts: FailureFacts): Promise<GatewayError> {
  const version = facts.version();
  if (answer.status === 404 && version !== undefined && version.major < 3) {
    return unlike(answer, {
      text: 'This is APISIX {version}; 3.0 or later is needed.',
      values: { version: version.text },
    });
  }
  if (answer.status === 404) {
    // The 404 itself is worth telling where asking further fails.
    const sentence = await explainMissing(facts).catch(unlessCancelled);
    if (sentence !== undefined) return unlike(answer, sentence);
  }
  return toAnswerError(answer, { isWrite: facts.isWrite, kind: toKind(answer, facts) });
}

function toKind({ status, words, json }: Answer, { isWrite, hasRead }: FailureFacts): GatewayErrorKind | undefined {
  // A viewer's key is refused with 401, as a wrong one is, but only in writes. `description` tells them apart since
  // 3.10.
  const isSilent = readRecord(json)?.['description'] === undefined;
  if (status === 401 && isWrite && (words?.includes('role viewer') || (isSilent && hasRead))) return 'forbidden';
  if (status === 503 && words?.includes('value changed')) return 'conflict';
  // The collection itself is missing: the address leads to something else.
  if (status === 404) return 'unexpected';
  return undefined;
}

/** Explains why there is no `/ssls`: an old APISIX that hides its version, or one that is run without etcd. */
async function explainMissing({ admin, send, version }: FailureFacts): Promise<string | undefined> {
  const old = await send({ method: 'GET', path: `${admin}/ssl`, isList: true });
  if (old.status === 200 && readPage(old.json)?.envelope === 'v2') return oldSentence;
  // HEAD: the body would be the whole configuration, private keys in clear.
  const standalone = await send({ method: 'HEAD', path: `${admin}/configs` });
  if (standalone.status === 200) return standaloneSentence;
  return version() === undefined ? undefined : noAdminApiSentence;
}

/** Makes the error of an answer that is not of an API of ours, with what there is instead. */
const unlike = ({ status, words }: Answer, explanation: Sentence): GatewayError =>
  new GatewayError('unexpected', translateSentence(explanation, english), {
    status,
    gatewayText: words,
    explanation,
  });

const oldSentence = 'This is APISIX 2; 3.0 or later is needed.';
export const standaloneSentence =
  'This APISIX runs in standalone mode, whose configuration is replaced as a whole; single certificates cannot be managed.';
const noAdminApiSentence =
  'This APISIX has no Admin API at this address; one that runs from a file alone (conf/apisix.yaml) has none at all.';
