import type { Answer, AnswerReading } from './answer';
import { isCompressed, readAnswer, toListAnswer, withoutByteOrderMark } from './answer';
import { answerLimits } from './answerLimits';
import { GatewayError } from './gateway';
import { ListReader } from './listReader';
import type { NameFilter } from './nameFilter';
import type { JsonFault } from './objectScan';
import { JsonError, skipBlanks } from './objectScan';
import { openPauses, runAnswerSteps } from './steps';
import type { RawAnswer } from './transport';

interface ListReading extends Omit<AnswerReading, 'isList'> {
  readonly names: NameFilter;
  readonly listsAt: readonly string[];
  readonly signal: AbortSignal;
  /** Set where nobody waits for the first objects: they are handed over some at a time from the start. */
  readonly isGathered?: boolean;
}

/** Reads an answer that is mainly one list while it arrives: see `Http.list`. */
export async function* readListAnswer(
  raw: RawAnswer,
  reading: ListReading,
): AsyncGenerator<readonly unknown[], Answer> {
  const { names, listsAt, signal, isGathered = false } = reading;
  const whole = (body: Buffer): Promise<Answer> =>
    runAnswerSteps(readAnswer({ ...raw, body }, { ...reading, isList: true }), signal);
  if (!raw.chunks) return whole(raw.body);
  const chunks = raw.chunks;
  const first = await chunks.next();
  const start = first.done === true ? Buffer.alloc(0) : withoutByteOrderMark(first.value);
  // Lists of this gateway are objects: everything else is read like any other answer.
  if (isCompressed(raw) || start[skipBlanks(start, 0)] !== openObject) return whole(await collect(start, chunks));
  const reader = new ListReader({ names, listsAt });
  const pauses = openPauses();
  let bytes = start.length;
  let hasObjects = isGathered;
  const ended = (fault: JsonFault): Answer => toListAnswer(raw, { json: undefined, fault, bytes });
  try {
    reader.push(start);
    for (let waiting = isGathered ? 0 : drainedBytes; ;) {
      // The first objects at once; then some at a time, for each handing over costs as much as many objects.
      if (waiting >= drainedBytes) {
        waiting = 0;
        for (let objects = reader.next(); objects; objects = reader.next()) {
          hasObjects = true;
          yield objects;
          if (pauses.isDue()) await pauses.pause();
          if (signal.aborted) throw new GatewayError('cancelled', 'Cancelled.');
        }
      }
      const chunk = await chunks.next();
      if (chunk.done === true) break;
      bytes += chunk.value.length;
      waiting = hasObjects ? waiting + chunk.value.length : drainedBytes;
      reader.push(chunk.value);
    }
    reader.close();
    for (let objects = reader.next(); objects; objects = reader.next()) yield objects;
    return toListAnswer(raw, { json: await runAnswerSteps(reader.end(), signal), bytes });
  } catch (error) {
    if (error instanceof JsonError) return ended(error.fault);
    throw error;
  } finally {
    await chunks.return(undefined);
  }
}

const openObject = 0x7b;

/** Bytes that arrive before they are looked at, once there are first rows. */
const drainedBytes = 256 * 1024;

async function collect(start: Buffer, chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  const all = [start];
  let size = start.length;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > answerLimits.objectBytes)
      throw new GatewayError('unexpected', 'The answer is larger than any of a gateway.');
    all.push(chunk);
  }
  return Buffer.concat(all);
}
