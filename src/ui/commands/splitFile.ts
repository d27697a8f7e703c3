import type { EditorServices } from '../editor/editorServices';
import { splitPem } from '../editor/split/splitCommand';
import { readSplitRequest } from './arguments';

/** Does what an action of a PEM editor was chosen for. */
export async function splitFile(services: EditorServices, target: unknown): Promise<void> {
  const request = readSplitRequest(target);
  if (request) await splitPem(services, request);
}
