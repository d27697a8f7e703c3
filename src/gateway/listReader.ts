import { isUtf8 } from 'node:buffer';
import type { ListedPem } from '../core/model';
import type { Cooperative } from '../shared/cooperative';
import { runSync } from '../shared/cooperative';
import { answerLimits } from './answerLimits';
import { parseJson } from './json';
import { isEnvelope, withoutKeyMaterial } from './keyMaterial';
import { PemInJson, PemReader } from './listedPem';
import type { NameFilter } from './nameFilter';
import type { FoundPem, Scanned } from './objectScan';
import { endOfText, endOfValue, JsonError, scanObject, skipBlanks } from './objectScan';
import { readRecord } from './read';

/** Bytes that are made objects at once: some milliseconds' work. */
const batchBytes = 256 * 1024;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Reads an answer that is mainly one list while it arrives: objects come out as soon as they are whole, without key
 * material, and nothing is kept of those that came out. What holds keys and tokens is taken out of the bytes, before
 * JSON.parse makes anything of them.
 */
export class ListReader {
  private data: Buffer = Buffer.alloc(0);
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** The bytes that have to be there before an incomplete value is looked at again, which keeps that linear. */
  private needed = 0;
  private at = 0;
  /**
   * The bytes around the list. Grows by doubling: separate pieces for each member would take a hundred times as much.
   */
  private envelope: Buffer = Buffer.alloc(1024);
  private envelopeBytes = 0;
  private readonly path: string[] = [];
  private readonly pems = new PemReader();
  private readonly kept = new KeptBytes();
  private state: 'start' | 'members' | 'list' | 'end' = 'start';
  private wasInList = false;
  private needsComma = false;
  private isClosed = false;

  /**
   * @param options.listsAt names of members, from the outermost in, that lead to the list: `payload/list`. Only the
   * first list there is read so; whatever else the answer holds is as small as one object.
   */
  constructor(private readonly options: { readonly names: NameFilter; readonly listsAt: readonly string[] }) {}

  /** @throws JsonError where something stands behind the answer's end */
  push(chunk: Buffer): void {
    if (this.state === 'end') {
      if (skipBlanks(chunk, 0) < chunk.length) throw new JsonError('broken');
      return;
    }
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
  }

  /** Says that nothing more will be pushed. What is left comes out of {@link next}. */
  close(): void {
    this.isClosed = true;
  }

  /**
   * Returns the next objects of those that have arrived whole; undefined where there are none. @throws JsonError
   * @throws JsonError
   */
  next(): readonly unknown[] | undefined {
    const left = this.data.length - this.at;
    if (this.waitingBytes > 0 && (this.isClosed || left + this.waitingBytes >= this.needed)) {
      this.data = Buffer.concat([this.data.subarray(this.at), ...this.waiting]);
      this.waiting = [];
      this.waitingBytes = 0;
      this.at = 0;
      this.needed = 0;
    }
    while (this.needed === 0 && this.state !== 'end') {
      if (this.state !== 'list') this.readMembers();
      else {
        const objects = this.readObjects();
        if (objects.length > 0) return objects;
      }
    }
    return undefined;
  }

  /**
   * Returns the answer around the list, with the list empty.
   * @throws JsonError where the answer is not all there
   */
  *end(): Cooperative<unknown> {
    if (this.state !== 'end' || skipBlanks(this.data, this.at) < this.data.length) throw new JsonError('broken');
    const bytes = this.envelope.subarray(0, this.envelopeBytes);
    if (!isUtf8(bytes)) throw new JsonError('broken');
    const reading = yield* parseJson(bytes, { values: answerLimits.objectValues });
    if (!reading.ok) throw new JsonError(reading.fault);
    return yield* withoutKeyMaterial(reading.value);
  }

  /** Reads one batch of objects, as far as they go. */
  private readObjects(): readonly unknown[] {
    const { data } = this;
    const start = this.at;
    let from = -1;
    let to = start;
    const scans: Scanned[] = [];
    for (;;) {
      let at = skipBlanks(data, this.at);
      if (at < data.length && data[at] === closeList) {
        if (from >= 0) break;
        this.keep(this.at, at + 1);
        this.at = at + 1;
        this.state = 'members';
        return [];
      }
      if (this.needsComma && at < data.length) {
        if (data[at] !== comma) throw new JsonError('broken');
        at = skipBlanks(data, at + 1);
      }
      if (at >= data.length) {
        this.wait(to);
        break;
      }
      const scanned = scanObject(data, at, this.options.names);
      const size = (scanned.end ?? data.length) - at;
      if (size > answerLimits.objectBytes) throw new JsonError('tooLarge');
      if (scanned.end === undefined) {
        this.wait(to);
        break;
      }
      if (from < 0) from = at;
      scans.push(scanned);
      to = scanned.end;
      this.at = to;
      this.needsComma = true;
      if (to - from >= batchBytes) break;
    }
    return from < 0 ? [] : this.parse(from, to, scans);
  }

  private parse(from: number, to: number, scans: readonly Scanned[]): readonly unknown[] {
    const { data } = this;
    if (!isUtf8(data.subarray(from, to))) throw new JsonError('broken');
    const { kept } = this;
    kept.clear();
    kept.add('[');
    const pems: (ListedPem | undefined)[] = [];
    let at = from;
    const takeOut = (start: number, end: number, text: string) => {
      kept.copy(data, at, start);
      kept.add(text);
      at = end;
    };
    for (const { edits, pem } of scans) {
      const read = pem && this.pems.read(data, pem.start, pem.end);
      let isOpen = read !== undefined;
      pems.push(read);
      for (const edit of edits) {
        if (isOpen && pem && pem.start < edit.start) {
          isOpen = false;
          takeOut(pem.start - 1, pem.end + 1, 'null');
        }
        takeOut(edit.start, edit.end, edit.text);
        // Nobody reads these bytes any more: a key is not left in them.
        if (edit.isSecret) data.fill(0, edit.start, edit.end);
      }
      if (isOpen && pem) takeOut(pem.start - 1, pem.end + 1, 'null');
    }
    kept.copy(data, at, to);
    kept.add(']');
    const text = kept.toString();
    const objects = parseList(text);
    if (objects.length !== scans.length) throw new JsonError('broken');
    // A key inside another text; escapes may hide one.
    const mayHoldKey = text.includes('PRIVATE KEY') || text.includes('\\u');
    return objects.map((object, index) => {
      const scan = scans[index];
      const record = scan?.hasPath === true ? readRecord(object) : undefined;
      const isSuspect = mayHoldKey || (record !== undefined && !isEnvelope(record));
      const clean = isSuspect ? runSync(withoutKeyMaterial(object)) : object;
      const pem = pems[index];
      if (pem && scan?.pem) putBack(clean, pem, scan.pem);
      return clean;
    });
  }

  /** Reads the members around the list, up to it. */
  private readMembers(): void {
    const { data } = this;
    while (this.state !== 'list' && this.state !== 'end') {
      const start = this.at;
      let at = skipBlanks(data, start);
      if (at >= data.length) return this.wait(start);
      const byte = data[at];
      if (this.state === 'start') {
        if (byte !== openObject) throw new JsonError('broken');
        this.state = 'members';
        at += 1;
      } else if (byte === comma) {
        at += 1;
      } else if (byte === closeObject) {
        at += 1;
        if (this.path.pop() === undefined) this.state = 'end';
      } else if (byte === quote) {
        const next = this.readMember(at);
        if (next === undefined) return this.wait(start);
        at = next;
      } else throw new JsonError('broken');
      this.keep(start, at);
      this.at = at;
    }
  }

  /** Returns where reading goes on: behind the member, or inside its value where the list is in there. */
  private readMember(start: number): number | undefined {
    const { data } = this;
    const nameEnd = endOfText(data, start);
    if (nameEnd === undefined) return undefined;
    const name = data.toString('latin1', start + 1, nameEnd - 1);
    const between = skipBlanks(data, nameEnd);
    if (between >= data.length) return undefined;
    if (data[between] !== colon) throw new JsonError('broken');
    const value = skipBlanks(data, between + 1);
    if (value >= data.length) return undefined;
    const place = [...this.path, name].join('/');
    if (data[value] === openList && !this.wasInList && this.options.listsAt.includes(place)) {
      this.wasInList = true;
      this.state = 'list';
      return value + 1;
    }
    if (data[value] === openObject && this.options.listsAt.some((list) => list.startsWith(`${place}/`))) {
      this.path.push(name);
      return value + 1;
    }
    return endOfValue(data, value);
  }

  private keep(start: number, end: number): void {
    const needed = this.envelopeBytes + end - start;
    if (needed > answerLimits.objectBytes) throw new JsonError('tooLarge');
    if (needed > this.envelope.length) {
      const larger = Buffer.alloc(2 * needed);
      this.envelope.copy(larger, 0, 0, this.envelopeBytes);
      this.envelope = larger;
    }
    // A copy: the bytes of the list beside it are not to be held.
    this.data.copy(this.envelope, this.envelopeBytes, start, end);
    this.envelopeBytes = needed;
  }

  /** Waits until twice as much is there as is left now. */
  private wait(from: number): void {
    const left = this.data.length - from;
    if (left > answerLimits.objectBytes + batchBytes) throw new JsonError('tooLarge');
    this.needed = Math.max(1, Math.min(2 * left, answerLimits.objectBytes + batchBytes));
  }
}

/** Puts a certificate that was taken out of the text where it stood: no JSON can hold such a thing. */
function putBack(object: unknown, pem: ListedPem, { isInValue }: FoundPem): void {
  const outer = readRecord(object);
  const holder = isInValue ? readRecord(outer?.['value']) : outer;
  if (holder && Object.hasOwn(holder, 'cert')) Reflect.set(holder, 'cert', new PemInJson(pem));
}

/** Bytes put together piece by piece, in place of a text for each piece. */
class KeptBytes {
  private bytes = Buffer.alloc(0);
  private length = 0;

  clear(): void {
    this.length = 0;
  }

  copy(from: Buffer, start: number, end: number): void {
    this.makeRoom(end - start);
    from.copy(this.bytes, this.length, start, end);
    this.length += end - start;
  }

  /** @param text in ASCII */
  add(text: string): void {
    this.makeRoom(text.length);
    for (let index = 0; index < text.length; index += 1) this.bytes[this.length + index] = text.charCodeAt(index);
    this.length += text.length;
  }

  toString(): string {
    return this.bytes.toString('utf8', 0, this.length);
  }

  private makeRoom(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

function parseList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    throw new JsonError('broken');
  }
}
