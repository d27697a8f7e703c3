/**
 * `npm run corpus -- DIR`: reads every case of a corpus and prints what came of it. DIR is a folder with an
 * index.jsonl, or a .tar.gz of one. The exit code is 1 where anything is wrong.
 */
import { openCorpus } from './cases';
import { outcomesOf } from './outcomes';
import { toReport } from './report';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('Usage: npm run corpus -- DIR, a folder with an index.jsonl or a .tar.gz of one.');
  process.exitCode = 2;
} else {
  const corpus = openCorpus(path);
  try {
    const outcomes = outcomesOf(corpus);
    console.log(toReport(outcomes));
    process.exitCode = outcomes.some(({ result }) => result === 'wrong') ? 1 : 0;
  } finally {
    corpus.close();
  }
}
