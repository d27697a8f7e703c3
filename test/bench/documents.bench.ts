import { existsSync, readFileSync } from 'node:fs';
import 'reflect-metadata';
import * as peculiar from '@peculiar/x509';
import type { LinkCache } from '../../src/core/chain/links';
import type { PemCache } from '../../src/core/document/document';
import { readPemDocumentSteps } from '../../src/core/document/document';
import type { Finding } from '../../src/core/findings/findings';
import { findFindingsSteps } from '../../src/core/findings/findings';
import { toPem } from '../../src/core/pem/scan';
import type { Cooperative } from '../../src/shared/cooperative';
import { runSync } from '../../src/shared/cooperative';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { Bench } from './bench';

const now = Date.UTC(2026, 10, 23);
const debianRoots = '/etc/ssl/certs/ca-certificates.crt';

/** Caches that a check of one text leaves for the next. */
interface Known {
  readonly blocks: PemCache;
  readonly links: LinkCache;
}

const newKnown = (): Known => ({ blocks: new Map(), links: new Map() });

/** Does what the editor does after a pause in typing: scan, read, pair, chain, all rules. */
function* work(text: string, { blocks, links }: Known): Cooperative<readonly Finding[]> {
  return yield* findFindingsSteps(yield* readPemDocumentSteps(text, blocks), { now, warningDays: null, links });
}

/** The check of a document: from nothing, again, and after an edit in one of many blocks. */
export async function makeBenches(): Promise<readonly Bench[]> {
  const bundle = await makeBundle();
  const known = newKnown();
  let edits = 0;
  // The comment is in a block of its own, so that what is decoded differs each time.
  const edited = (): string => `${bundle}${toPem('CERTIFICATE', Buffer.from(`edit ${edits++}`))}`;
  const once = (text: string, before: Known): number => (runSync(work(text, before)), 1);
  return [
    {
      title: 'A bundle of 150 certificates, checked after an edit in one block',
      unit: 'checks',
      input: `149 leaves with their signatures, one intermediate, ${Math.round(bundle.length / 1024)} KB; one more block that changes each time.`,
      contestants: [
        { name: 'with what was known before the edit', run: () => once(edited(), known) },
        { name: 'from nothing', run: () => once(edited(), newKnown()) },
      ],
      atMost: 4,
    },
    opened('A bundle of 150, opened: 149 leaves and their intermediate', bundle, once),
    ...(existsSync(debianRoots)
      ? [opened('The public roots of Debian, opened', readFileSync(debianRoots, 'utf8'), once)]
      : []),
  ];
}

const opened = (title: string, text: string, once: (text: string, before: Known) => number): Bench => {
  // The text again, with all that is known of it: a document that is closed and opened, or looked at by another
  // feature.
  const known = newKnown();
  once(text, known);
  return {
    title,
    unit: 'texts',
    input:
      'From text to findings: scan, read, pair, order the chain, check signatures, all rules. @peculiar/x509, which the X.509 Certificate Toolkit for VS Code reads with, decodes the blocks and reads their fields, and checks nothing.',
    contestants: [
      { name: 'this project, from nothing', run: () => once(text, newKnown()) },
      {
        name: 'this project, with its signatures known',
        run: () => once(text, { blocks: new Map(), links: known.links }),
      },
      { name: '@peculiar/x509, fields alone', run: () => readWithPeculiar(text) },
    ],
    goals: [{ than: '@peculiar/x509, fields alone', times: 10 }],
  };
};

function readWithPeculiar(text: string): number {
  for (const der of peculiar.PemConverter.decode(text)) {
    const { subject, issuer, notBefore, notAfter, serialNumber, signatureAlgorithm, extensions, publicKey } =
      new peculiar.X509Certificate(der);
    void [subject, issuer, notBefore, notAfter, serialNumber, signatureAlgorithm, extensions, publicKey.algorithm];
  }
  return 1;
}

async function makeBundle(): Promise<string> {
  const { intermediate } = await makeAuthority(now);
  const leaves = await Promise.all(
    Array.from({ length: 149 }, (_, i) =>
      makeCertificate({ now, commonName: 'host', dns: [`host-${i}.example.test`], issuer: intermediate }),
    ),
  );
  return leaves.map(({ pem }) => pem).join('') + intermediate.pem;
}
