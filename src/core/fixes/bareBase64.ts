import { trueLabel } from '../keys/trueLabel';
import { decodeBase64 } from '../pem/base64';
import { readPrivateKeyDer } from '../keys/keys';
import { limits } from '../limits';
import { scanPemSteps, toPem } from '../pem/scan';
import type { Cooperative } from '../../shared/cooperative';
import { parseRequest } from '../x509/request';
import { parseSpki } from '../x509/spki';
import { parseCertificate } from '../x509/certificate';
import type { ReadText } from './readText';

/** A text that is base64 and no more, of DER or (as a Secret of Kubernetes has it) of PEM: the PEM. Any other text as it is. */
export function* addArmour({ text }: ReadText): Cooperative<string> {
  const content = text.trim();
  if (content.length < shortest || content.length > 2 * limits.objectBytes || !/^[A-Za-z0-9+/=\s]+$/.test(content))
    return text;
  yield;
  const decoded = decodeBase64(content, { start: 0, end: content.length });
  if (!decoded.ok) return text;
  yield;
  const inner = new TextDecoder('latin1').decode(decoded.bytes);
  if ((yield* scanPemSteps(inner)).blocks.length > 0) return inner.endsWith('\n') ? inner : `${inner}\n`;
  yield;
  const label = labelOf(decoded.bytes);
  return label === undefined ? text : toPem(label, decoded.bytes);
}

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;

function labelOf(der: Uint8Array): string | undefined {
  if (parseCertificate(der).ok) return 'CERTIFICATE';
  if (parseRequest(der).ok) return 'CERTIFICATE REQUEST';
  if (parseSpki(der).ok) return 'PUBLIC KEY';
  return trueLabel(readPrivateKeyDer(der));
}
