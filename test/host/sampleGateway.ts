// The sample session alone, for F5: its files go into the folder that is named, and it runs until it is ended.
import { mkdirSync, rmSync } from 'node:fs';
import { openSampleSession } from './sampleSession';

const [, , root] = process.argv;
if (root === undefined) throw new Error('Name a folder for the sample files');
console.log('Starting');
rmSync(root, { recursive: true, force: true });
mkdirSync(root, { recursive: true });
void openSampleSession(root, Date.now()).then(({ addresses }) => console.log(`Ready\n${addresses.join('\n')}`));
