import assert from 'node:assert/strict';
import type { GatewayCertificateInput } from '../../../../src/core/details/input';
import { Emitter } from '../../../../src/shared/emitter';
import type { DetailState, DetailSubject } from '../../../../src/shared/protocol';
import { english } from '../../../../src/shared/translate';
import { DetailSession } from '../../../../src/ui/details/session';
import type { DetailSource, SourceReading } from '../../../../src/ui/details/source';

const subject: DetailSubject = { from: 'gateway', connection: 'c', id: '1' };
const day = 24 * 60 * 60 * 1000;

const input = (name: string): GatewayCertificateInput => ({
  from: 'gateway',
  title: name,
  connection: 'production',
  isProduction: false,
  gateway: 'API7 Cloud',
  id: '1',
  type: 'server',
  names: [name, `*.${name}`],
  labels: [],
  isEnabled: true,
  chain: [],
  metadata: { names: [], extensions: {}, validity: { notBefore: 0, notAfter: 90 * day } },
  extraChains: [],
  notes: [],
});

/** A source whose answers come when the test says so. */
class SlowSource implements DetailSource {
  readonly changes = new Emitter<'known' | 'stale'>();
  readonly onDidChange = this.changes.event;
  readonly subject = subject;
  readonly title = 'Certificate 1';
  readonly activity = 'Reading…';
  readonly requests: { readonly signal: AbortSignal; readonly answer: (reading: SourceReading) => void }[] = [];
  isDisposed = false;

  constructor(public entry: GatewayCertificateInput | undefined = undefined) {}

  offered() {
    return ['update', 'delete'] as const;
  }

  known(): GatewayCertificateInput | undefined {
    return this.entry;
  }

  read(signal: AbortSignal): Promise<SourceReading> {
    return new Promise((answer) => this.requests.push({ signal, answer }));
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

function open(source = new SlowSource()) {
  const posted: DetailState[] = [];
  const clock = { now: 10 * day };
  const options = () => ({ now: clock.now, warningDays: null, translate: english });
  const session = new DetailSession({ source, options, post: (state) => posted.push(state) });
  return { source, session, posted, clock };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const brief = (state: DetailState | undefined): string =>
  !state
    ? ''
    : state.state === 'ready'
      ? [state.detail.title, state.activity, state.problem].filter(Boolean).join(' | ')
      : state.state;

describe('DetailSession', () => {
  it('says that it is loading, then what was read', async () => {
    const { source, session, posted } = open();
    void session.refresh();
    source.requests[0]?.answer({ ok: true, input: input('a.example') });
    await settle();
    assert.deepEqual(posted.map(brief), ['loading', 'a.example']);
  });

  it('shows at once what is known, and reads it again', async () => {
    const { source, session, posted } = open(new SlowSource(input('old.example')));
    void session.refresh();
    source.requests[0]?.answer({ ok: true, input: input('new.example') });
    await settle();
    assert.deepEqual(posted.map(brief), ['old.example | Reading…', 'new.example']);
  });

  it('fails with a sentence, and can be tried again', async () => {
    const { source, session, posted } = open();
    void session.refresh();
    source.requests[0]?.answer({ ok: false, sentence: 'No.' });
    await settle();
    assert.equal(posted.at(-1)?.state, 'failed');
    void session.refresh();
    source.requests[1]?.answer({ ok: true, input: input('a.example') });
    await settle();
    assert.deepEqual(posted.map(brief), ['loading', 'failed', 'loading', 'a.example']);
  });

  it('drops what it showed where the file holds something else now, and says what', async () => {
    const { source, session, posted } = open(new SlowSource(input('a.example')));
    void session.refresh();
    source.requests[0]?.answer({ ok: false, sentence: 'It is locked.', instead: 'somethingEncrypted' });
    await settle();
    const last = posted.at(-1);
    assert.deepEqual(last?.state === 'message' && [last.sentence, last.isEncrypted], ['It is locked.', true]);
    void session.refresh();
    assert.equal(posted.at(-1)?.state, 'loading');
    source.requests[1]?.answer({ ok: true, input: input('b.example') });
    await settle();
    assert.equal(brief(posted.at(-1)), 'b.example');
  });

  it('stays with what it said where its source knows nothing newer', async () => {
    const { source, session } = open();
    void session.refresh();
    source.requests[0]?.answer({ ok: false, sentence: 'It is locked.', instead: 'somethingEncrypted' });
    await settle();
    source.changes.fire('known');
    assert.equal(session.snapshot().state, 'message');
  });

  it('offers what its source offers, in every state', async () => {
    const source = Object.assign(new SlowSource(), {
      actions: () => [{ kind: 'upload', label: 'Upload…', text: '' }] as const,
    });
    const { session, posted } = open(source);
    void session.refresh();
    source.requests[0]?.answer({ ok: false, sentence: 'No.' });
    await settle();
    assert.deepEqual(
      posted.map(({ state, actions }) => [state, actions?.length]),
      [
        ['loading', 1],
        ['failed', 1],
      ],
    );
  });

  it('keeps what it knows when reading again fails, and says so', async () => {
    const { source, session, posted } = open(new SlowSource(input('a.example')));
    void session.refresh();
    source.requests[0]?.answer({ ok: false, sentence: 'Unreachable.' });
    await settle();
    assert.equal(brief(posted.at(-1)), 'a.example | Shown as it was read before. Unreachable.');
  });

  it('throws away an answer that comes late, and aborts its request', async () => {
    const { source, session, posted } = open();
    void session.refresh();
    void session.refresh();
    assert.deepEqual(
      source.requests.map(({ signal }) => signal.aborted),
      [true, false],
    );
    source.requests[1]?.answer({ ok: true, input: input('new.example') });
    await settle();
    source.requests[0]?.answer({ ok: true, input: input('old.example') });
    await settle();
    assert.equal(brief(posted.at(-1)), 'new.example');
  });

  it('says nothing after its end', async () => {
    const { source, session, posted } = open();
    void session.refresh();
    session.dispose();
    const count = posted.length;
    source.requests[0]?.answer({ ok: true, input: input('a.example') });
    source.changes.fire('known');
    await settle();
    assert.deepEqual([posted.length, source.isDisposed, source.requests[0]?.signal.aborted], [count, true, true]);
  });

  it('follows its source', async () => {
    const { source, posted } = open(new SlowSource(input('a.example')));
    source.entry = input('b.example');
    source.changes.fire('known');
    assert.equal(brief(posted.at(-1)), 'b.example');
    source.changes.fire('stale');
    assert.equal(source.requests.length, 1);
    source.requests[0]?.answer({ ok: true, input: input('c.example') });
    await settle();
    assert.equal(brief(posted.at(-1)), 'c.example');
  });

  it('counts the days from when it is asked', () => {
    const { session, posted, clock } = open(new SlowSource(input('a.example')));
    session.post();
    clock.now = 20 * day;
    session.post();
    const texts = posted.map((state) => (state.state === 'ready' ? state.detail.lifetime?.text : undefined));
    assert.deepEqual(texts, ['80 days of 90 days left', '70 days of 90 days left']);
  });

  describe('textOf', () => {
    const cases: readonly [what: string, row: string, value: number | undefined, text: string | undefined][] = [
      ['a whole row', 'names.served', undefined, 'a\\u{202E}.example\n*.a\\u{202E}.example'],
      ['one value', 'names.served', 1, '*.a\\u{202E}.example'],
      ['a value that is not there', 'names.served', 2, undefined],
      ['a row that is not there', '__proto__', undefined, undefined],
      ['a value that is only our words', 'identity.sha256', undefined, undefined],
    ];
    for (const [what, row, value, text] of cases)
      it(what, () => {
        const { session } = open(new SlowSource(input('a\u202E.example')));
        session.post();
        assert.equal(session.textOf(row, value)?.text, text);
      });

    it('nothing before anything was shown', () =>
      assert.equal(open().session.textOf('names.served', undefined), undefined));
  });
});
