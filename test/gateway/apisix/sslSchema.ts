import type { IsExempt, Schema } from './jsonSchema';
import type { Features } from './version';

const text = (minLength: number, maxLength: number): Schema => ({ type: 'string', minLength, maxLength });

const id: Schema = {
  anyOf: [
    { type: 'string', minLength: 1, maxLength: 64, pattern: '^[a-zA-Z0-9-_.]+$' },
    { type: 'integer', minimum: 1 },
  ],
};

const referencePattern = ({ hasSecretReferencesInPairs }: Features): string =>
  hasSecretReferencesInPairs ? '^\\$(secret|env|ENV)://' : '^\\$(secret|env)://';

/**
 * Recorded as `GET /schema/ssl` for 3.2.2, 3.16.0 and 3.18.0; in between put together from what is known of each
 * version.
 */
export function sslSchema(features: Features): Schema {
  const { hasSecretReferences, hasSecretReferencesInPairs, hidesAllKeys } = features;
  const reference: Schema = { type: 'string', pattern: referencePattern(features) };
  // Since 3.17 references are exempt from validation instead.
  const orReference = (schema: Schema, applies: boolean): Schema =>
    applies && !hidesAllKeys ? { oneOf: [schema, reference] } : schema;
  const cert = text(128, 65_536);
  const key = text(hidesAllKeys ? 64 : 128, 65_536);
  const host: Schema = {
    type: 'string',
    pattern: `${features.hasCatchAll ? '^\\*$|' : ''}^\\*?[0-9a-zA-Z-._\\[\\]:]+$`,
  };
  return {
    type: 'object',
    properties: {
      id,
      ...(features.hasDescription ? { desc: { type: 'string', maxLength: 256 } } : {}),
      labels: {
        description: 'key/value pairs to specify attributes',
        type: 'object',
        patternProperties: {
          '.*': { description: 'value of label', pattern: '^\\S+$', ...text(1, features.maxLabelLength) },
        },
      },
      create_time: { type: 'integer' },
      update_time: { type: 'integer' },
      type: {
        description: 'ssl certificate type, server to server certificate, client to client certificate for upstream',
        type: 'string',
        default: 'server',
        enum: ['server', 'client'],
      },
      // A Lua table has no order, so either may be named first when both are wrong; most recordings name the key.
      key: orReference(key, hasSecretReferences),
      cert: orReference(cert, hasSecretReferences),
      sni: host,
      snis: { type: 'array', items: host, minItems: 1 },
      certs: { type: 'array', items: orReference(cert, hasSecretReferencesInPairs) },
      keys: { type: 'array', items: orReference(key, hasSecretReferencesInPairs) },
      client: {
        type: 'object',
        properties: {
          ca: cert,
          depth: { type: 'integer', minimum: 0, default: 1 },
          ...(features.hasSkipMtls
            ? {
                skip_mtls_uri_regex: {
                  type: 'array',
                  minItems: 1,
                  uniqueItems: true,
                  items: { description: 'uri regular expression to skip mtls', type: 'string' },
                },
              }
            : {}),
        },
        required: ['ca'],
      },
      status: { description: 'ssl status, 1 to enable, 0 to disable', type: 'integer', enum: [1, 0], default: 1 },
      ...(features.hasProtocols
        ? {
            ssl_protocols: {
              description: 'set ssl protocols',
              type: 'array',
              maxItems: 3,
              uniqueItems: true,
              items: { enum: ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'] },
            },
          }
        : {}),
      ...(features.hasValidityFields
        ? {
            exptime: { type: 'integer', minimum: 1_588_262_400 },
            validity_start: { type: 'integer' },
            validity_end: { type: 'integer' },
          }
        : {}),
    },
    if: { properties: { type: { enum: ['server'] } } },
    then: { oneOf: [{ required: ['sni', 'key', 'cert'] }, { required: ['snis', 'key', 'cert'] }] },
    else: { required: ['key', 'cert'] },
    ...(features.refusesUnknownFields ? { additionalProperties: false } : {}),
  };
}

/** Returns a test for texts that stand for a secret kept elsewhere. */
export function isReference(features: Features): IsExempt {
  if (!features.hasSecretReferences) return () => false;
  const pattern = features.hidesAllKeys ? /^\$(secret|[eE][nN][vV]):\/\// : new RegExp(referencePattern(features));
  return (value) => pattern.test(value);
}

/** Returns a test for texts that the schema lets pass unread: references, since 3.17. */
export const isExemptFromSchema = (features: Features): IsExempt =>
  features.hidesAllKeys ? isReference(features) : () => false;

const tls = ({ storesDefaults }: Features): Schema => ({
  type: 'object',
  properties: {
    client_cert_id: id,
    client_cert: text(128, 65_536),
    client_key: text(64, 65_536),
    verify: { default: false },
  },
  // A Lua table has no order, so either may be named; recorded are the other member in 3.2.2 and this one since.
  excludes: storesDefaults ? { client_cert: ['client_cert_id'] } : { client_cert_id: ['client_cert', 'client_key'] },
});

/**
 * Only what matters to certificates, and the defaults that are stored; nodes, checks and retries are taken as they
 * come.
 */
export const upstreamSchema = (features: Features): Schema => ({
  type: 'object',
  properties: {
    id,
    type: { type: 'string', default: 'roundrobin' },
    scheme: { type: 'string', default: 'http' },
    hash_on: { type: 'string', default: 'vars' },
    pass_host: { type: 'string', default: 'pass' },
    tls: tls(features),
  },
});

const oneOfEach = (names: readonly string[], others: readonly string[]): readonly Schema[] =>
  others.flatMap((other) => names.map((name) => ({ required: [name, other] })));

/** The parts of a route; their content is taken as it comes. */
export const routeSchema: Schema = {
  type: 'object',
  properties: { id, priority: { type: 'integer', default: 0 }, status: { type: 'integer', enum: [1, 0], default: 1 } },
  anyOf: [
    ...oneOfEach(['plugins', 'upstream', 'upstream_id', 'service_id'], ['uri', 'uris']),
    ...oneOfEach(['script'], ['uri', 'uris']),
  ],
};

/** Any object with a good id. */
export const looseSchema: Schema = { type: 'object', properties: { id } };
