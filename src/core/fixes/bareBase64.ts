import type { Cooperative } from '../../shared/cooperative';
import { readDerObjectSteps } from '../document/derObject';
import { derToPem } from '../document/derPem';
import { decodeText, decodeWholeSteps } from '../document/unwrap';
import { scanPemSteps } from '../pem/scan';
import type { ReadText } from './readText';

/**
 * Writes the PEM of a text that is base64 and no more, of DER or (as a Secret of Kubernetes has it) of PEM. Leaves any
 * other text as it is.
 */
export function* addArmour({ text }: ReadText): Cooperative<string> {
  const unwrapped = yield* decodeWholeSteps(text);
  if (!unwrapped) return text;
  yield;
  const inner = decodeText(unwrapped.bytes);
  if ((yield* scanPemSteps(inner)).blocks.length > 0) return inner.endsWith('\n') ? inner : `${inner}\n`;
  yield;
  return derToPem(unwrapped.bytes, yield* readDerObjectSteps(unwrapped.bytes)) ?? text;
}
