import type { Json, JsonObject } from '../json';
import { isObject, textAt, textsOf } from '../json';
import { findSchemaError } from './jsonSchema';
import type { Keyring } from './keyring';
import { decryptKey, encryptKey } from './keyring';
import { findCertError, findKeyError } from './pem';
import { isExemptFromSchema, isReference, sslSchema } from './sslSchema';
import type { Features } from './version';

export interface SslRules {
  readonly features: Features;
  readonly keyring: Keyring;
}

/** Checks that cert and key are PEM at all. Nobody asks if they belong together, nor for dates, names or purpose. */
export function findPairError({ features, keyring }: SslRules, cert: string, key: string): string | undefined {
  const isElsewhere = isReference(features);
  if (isElsewhere(cert) || isElsewhere(key)) return undefined;
  const certError = findCertError(cert);
  if (certError !== undefined) return certError;
  const plain = decryptKey(keyring, key);
  return plain === undefined ? 'failed to decrypt previous encrypted key' : findKeyError(plain);
}

function findExtraPairError(rules: SslRules, ssl: JsonObject): string | undefined {
  const certs = textsOf(ssl['certs']);
  const keys = textsOf(ssl['keys']);
  if (certs.length !== keys.length) return 'mismatched number of certs and keys';
  for (const [index, cert] of certs.entries()) {
    const error = findPairError(rules, cert, keys[index] ?? '');
    if (error !== undefined) return `failed to handle cert-key pair[${index + 1}]: ${error}`;
  }
  return undefined;
}

function findCaError({ features }: SslRules, client: Json | undefined): string | undefined {
  const ca = isObject(client) ? textAt(client, 'ca') : undefined;
  if (ca === undefined || isReference(features)(ca)) return undefined;
  const error = findCertError(ca);
  return error === undefined ? undefined : `failed to validate client_cert: ${error}`;
}

/** Everything an APISIX checks of an ssl object, in its order and words. */
export function findSslError(rules: SslRules, ssl: Json): string | undefined {
  const schemaError = findSchemaError(sslSchema(rules.features), ssl, isExemptFromSchema(rules.features));
  if (schemaError !== undefined) return `invalid configuration: ${schemaError}`;
  if (!isObject(ssl)) return undefined;
  const pairError = findPairError(rules, textAt(ssl, 'cert') ?? '', textAt(ssl, 'key') ?? '');
  if (pairError !== undefined || ssl['type'] === 'client') return pairError;
  return findExtraPairError(rules, ssl) ?? findCaError(rules, ssl['client']);
}

/** Returns the object as it is stored, and as every answer to a write shows it. */
export function encryptSsl(keyring: Keyring, ssl: JsonObject): JsonObject {
  const { key, keys } = ssl;
  return {
    ...ssl,
    ...(typeof key === 'string' ? { key: encryptKey(keyring, key) } : {}),
    ...(keys === undefined ? {} : { keys: textsOf(keys).map((text) => encryptKey(keyring, text)) }),
  };
}
