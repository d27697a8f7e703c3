import type { LinkCache } from '../../src/core/chain';
import { readPemDocumentInPieces } from '../../src/core/document';
import type { PemCache } from '../../src/core/document';
import { findFindingsInPieces } from '../../src/core/findings';
import type { Finding } from '../../src/core/findings';
import { limits } from '../../src/core/limits';
import { toPem } from '../../src/core/pem';
import { atOnce, inSlices } from '../../src/core/pieces';
import type { Pieces } from '../../src/core/pieces';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { Bench } from './bench';

const now = Date.UTC(2026, 10, 23);
const megabyte = 1024 * 1024;

/** What a check of one text leaves for the next. */
interface Known {
  readonly blocks: PemCache;
  readonly links: LinkCache;
}

const newKnown = (): Known => ({ blocks: new Map(), links: new Map() });

/** What the editor does after a pause in typing. */
function* work(text: string, { blocks, links }: Known): Pieces<readonly Finding[]> {
  return yield* findFindingsInPieces(yield* readPemDocumentInPieces(text, blocks), { now, warningDays: null, links });
}

/** The check of a document: after an edit in one of many blocks, and from nothing. */
export async function makeBenches(): Promise<readonly Bench[]> {
  const bundle = await makeBundle();
  const known = newKnown();
  let edits = 0;
  // The comment is in a block of its own, so that what is decoded differs each time.
  const edited = () => `${bundle}${toPem('CERTIFICATE', Buffer.from(`edit ${edits++}`))}`;
  const once = (text: string, before: Known): number => (atOnce(work(text, before)), 1);
  return [
    {
      title: 'A bundle of 150 certificates, checked after an edit in one block',
      unit: 'checks',
      input: `149 leaves with their signatures, one intermediate, ${Math.round(bundle.length / 1024)} KB; one more block that changes each time.`,
      contestants: [
        { name: 'with what was known before the edit', run: () => once(edited(), known) },
        { name: 'from nothing', run: () => once(edited(), newKnown()) },
      ],
    },
  ];
}

async function makeBundle(): Promise<string> {
  const { intermediate } = await makeAuthority(now);
  const leaves = await Promise.all(Array.from({ length: 149 }, (_, i) => makeCertificate({ now, commonName: 'host', dns: [`host-${i}.example.test`], issuer: intermediate })));
  return leaves.map(({ pem }) => pem).join('') + intermediate.pem;
}

/** How long large texts hold their host at once, with slices of 10 ms and up to one piece more. */
export async function makeTables(): Promise<readonly string[]> {
  const { intermediate } = await makeAuthority(now);
  const dns = Array.from({ length: 110 }, (_, i) => `service-${i}.namespace.example.test`);
  const many = await Promise.all(Array.from({ length: 40 }, (_, i) => makeCertificate({ now, commonName: 'many', dns: [`host-${i}.example.test`, ...dns], issuer: intermediate })));
  const pems = many.map(({ pem }) => pem).join('');
  const [first] = many;
  const texts: readonly (readonly [name: string, text: string])[] = [
    ['certificates, 40 different ones again and again', upTo(10 * megabyte, pems)],
    ['certificates on one line with \\n in it', upTo(10 * megabyte, pems.replaceAll('\n', '\\n'))],
    ['blocks of nearly 1 MB that are no certificate', upTo(10 * megabyte, toPem('CERTIFICATE', Buffer.alloc(limits.objectBytes - 1024, 0x30)))],
    ['private keys', upTo(10 * megabyte, first?.keyPem ?? '')],
    ['text without a block', upTo(10 * megabyte, 'Nothing to see here.\n')],
    ['rules of dashes', upTo(10 * megabyte, '----------------------------------------\n')],
    ['one certificate and text behind it', `${first?.pem}${upTo(10 * megabyte, '# a comment\n')}`],
  ];
  const rows: string[] = [];
  for (const [name, text] of texts) {
    const runs = [await slicesOf(text), await slicesOf(text), await slicesOf(text)];
    const [best = { longest: 0, total: 0, rests: 0 }] = runs.sort((a, b) => a.longest - b.longest);
    rows.push(`| ${name} | ${best.longest.toFixed(1)} | ${Math.round(best.total)} | ${best.rests} |`);
  }
  return [
    [
      '## A text of 10 MB, checked in slices',
      '',
      'From nothing; the run of three with the shortest longest slice, by the wall clock.',
      '',
      '| text | longest slice, ms | all of it, ms | rests |',
      '|---|---:|---:|---:|',
      ...rows,
      '',
    ].join('\n'),
  ];
}

const upTo = (length: number, text: string): string => text.repeat(Math.max(1, Math.floor(length / text.length)));

async function slicesOf(text: string): Promise<{ readonly longest: number; readonly total: number; readonly rests: number }> {
  const clock = () => performance.now();
  let [longest, total, rests, start] = [0, 0, 0, clock()];
  const stop = (): void => {
    const took = clock() - start;
    longest = Math.max(longest, took);
    total += took;
  };
  const rest = async (): Promise<void> => {
    stop();
    rests++;
    await new Promise((resolve) => setImmediate(resolve));
    start = clock();
  };
  await inSlices(work(text, newKnown()), { clock, slice: 10, rest, isWanted: () => true });
  stop();
  return { longest, total, rests };
}
