import assert from 'node:assert/strict';
import { readPemDocument, readPemDocumentSteps } from '../../src/core/document/document';
import type { Finding } from '../../src/core/findings/findings';
import { findFindingsSteps } from '../../src/core/findings/findings';
import type { ApplyFix } from '../../src/core/fixes/fixes';
import { applyAllFixes, fixes, toFixEdit } from '../../src/core/fixes/fixes';
import { limits } from '../../src/core/limits';
import { toPem } from '../../src/core/pem/scan';
import type { Cooperative } from '../../src/shared/cooperative';
import { inSlices } from '../../src/shared/cooperative';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { toPace } from '../fixtures/pace';
import type { Bench } from './bench';

const now = Date.UTC(2026, 10, 23);
const megabyte = 1024 * 1024;

/** Does the work of the editor after a pause in typing. */
function* work(text: string): Cooperative<readonly Finding[]> {
  const document = yield* readPemDocumentSteps(text, new Map());
  return yield* findFindingsSteps(document, { now, warningDays: null, links: new Map() });
}

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

/** Measures how long large texts hold their host, with slices of 10 ms and up to one step more. */
export async function makeTables(): Promise<readonly string[]> {
  const { root, intermediate } = await makeAuthority(now);
  const dns = Array.from({ length: 110 }, (_, i) => `service-${i}.namespace.example.test`);
  const many = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      makeCertificate({ now, commonName: 'many', dns: [`host-${i}.example.test`, ...dns], issuer: intermediate }),
    ),
  );
  const pems = many.map(({ pem }) => pem).join('');
  const [first] = many;
  assert(first);
  const blocks = (width: number): string =>
    toPem('CERTIFICATE', Buffer.alloc(0.95 * limits.objectBytes, 0x30)).replace(/(?<=-\n)[^-]+(?=\n-)/, (body) =>
      (body.replaceAll('\n', '').match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n'),
    );
  const chain = `${intermediate.pem}${upTo(10 * megabyte, '# a comment\n')}\n${first.pem}${root.pem}`;
  const checks: readonly Row[] = [
    ['certificates, 40 different ones again and again', upTo(10 * megabyte, pems)],
    ['certificates on one line with \\n in it', upTo(10 * megabyte, pems.replaceAll('\n', '\\n'))],
    ['blocks of nearly 1 MB that are no certificate', upTo(10 * megabyte, blocks(64))],
    ['private keys', upTo(10 * megabyte, first.keyPem)],
    ['text without a block', upTo(10 * megabyte, 'Nothing to see here.\n')],
    ['rules of dashes', upTo(10 * megabyte, '----------------------------------------\n')],
    ['one certificate and text behind it', `${first.pem}${upTo(10 * megabyte, '# a comment\n')}`],
  ].map(([name = '', text = '']) => ({ name, make: () => work(text) }));
  const fixes: readonly Row[] = [
    row('Convert \\n to line breaks', 'all of it on one line', upTo(10 * megabyte, pems.replaceAll('\n', '\\n'))),
    row('Fix BEGIN and END lines', 'no line break anywhere', upTo(10 * megabyte, pems.replaceAll('\n', ''))),
    row(
      'Fix BEGIN and END lines',
      'four hyphens before each END',
      upTo(10 * megabyte, pems.replaceAll('-----END', '----END')),
    ),
    row(
      'Wrap base64 at 64 characters',
      'certificates of 76 columns',
      upTo(
        10 * megabyte,
        pems.replace(/(?<=-\n)[^-]+(?=\n-)/g, (body) => (body.replaceAll('\n', '').match(/.{1,76}/g) ?? []).join('\n')),
      ),
    ),
    row('Wrap base64 at 64 characters', 'blocks of nearly 1 MB, of 76 columns', upTo(10 * megabyte, blocks(76))),
    row('Remove duplicate certificates', '40 different ones again and again', upTo(10 * megabyte, pems)),
    row('Put the chain in order', 'a chain with text between', chain),
    row('Remove the root from the chain', 'the same', chain),
    row(
      'Convert base64 to PEM',
      'base64 of 1 MB of certificates',
      Buffer.from(upTo(megabyte, pems)).toString('base64'),
    ),
    {
      name: 'Fix All: certificates on one line with \\n in it',
      make: () => fixing('Fix All', applyAllFixes, upTo(10 * megabyte, pems.replaceAll('\n', '\\n'))),
    },
    { name: 'Fix All: a chain with text between', make: () => fixing('Fix All', applyAllFixes, chain) },
  ];
  return [
    await table('A text of 10 MB, checked in slices', checks),
    await table('A text of 10 MB, fixed by the lightbulb in slices', fixes),
  ];
}

interface Row {
  readonly name: string;
  readonly make: () => Cooperative<unknown>;
}

function row(title: string, what: string, text: string): Row {
  const fix = fixes.find((each) => each.title === title);
  assert(fix, title);
  return { name: `${title}: ${what}`, make: () => fixing(title, fix.apply, text) };
}

/** Applies a fix to a text that was read already. */
function fixing(name: string, apply: ApplyFix, text: string): Cooperative<unknown> {
  const given = { text, document: readPemDocument(text) };
  return (function* () {
    assert(yield* toFixEdit(apply, given), name);
  })();
}

async function table(title: string, rows: readonly Row[]): Promise<string> {
  const lines: string[] = [];
  for (const { name, make } of rows) {
    const runs = [await slicesOf(make()), await slicesOf(make()), await slicesOf(make())];
    const [best = { longest: 0, total: 0, yields: 0 }] = runs.sort((a, b) => a.longest - b.longest);
    lines.push(`| ${name} | ${best.longest.toFixed(1)} | ${Math.round(best.total)} | ${best.yields} |`);
  }
  return [
    `## ${title}`,
    '',
    'The run of three with the shortest longest slice, by processor time (the threads of the garbage collector count).',
    '',
    '| text | longest slice, ms | all of it, ms | yields |',
    '|---|---:|---:|---:|',
    ...lines,
    '',
  ].join('\n');
}

const upTo = (length: number, text: string): string => text.repeat(Math.max(1, Math.floor(length / text.length)));

/** Milliseconds that this process has computed: other work of the machine must not make slices longer, or shorter. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function slicesOf(
  pieces: Cooperative<unknown>,
): Promise<{ readonly longest: number; readonly total: number; readonly yields: number }> {
  let [longest, total, yields, start] = [0, 0, 0, processorTime()];
  const stop = (): void => {
    const took = processorTime() - start;
    longest = Math.max(longest, took);
    total += took;
  };
  const pause = async (): Promise<void> => {
    stop();
    yields++;
    await new Promise((resolve) => setImmediate(resolve));
    start = processorTime();
  };
  await inSlices(pieces, toPace({ clock: processorTime, slice: 10, pause, isWanted: () => true }));
  stop();
  return { longest, total, yields };
}
