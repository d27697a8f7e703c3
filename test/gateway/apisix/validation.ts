import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../json';
import { isList, isObject } from '../json';
import { findSchemaError } from './jsonSchema';
import { kindNamed } from './objects';
import { findSslError } from './ssl';
import { isExemptFromSchema, looseSchema, sslSchema, upstreamSchema } from './sslSchema';
import type { Features } from './version';
import type { AdminServer } from './writing';

const schemaOf = (name: string, features: Features) =>
  name === 'ssl' ? sslSchema(features) : name === 'upstream' ? upstreamSchema(features) : undefined;

/** `GET schema/{singular}`. Of the many there are, this gateway knows two. */
export function showSchema({ envelope, features }: AdminServer, name: string): Answer {
  const schema = schemaOf(name, features);
  // The border between our own description of a schema and JSON.
  return schema === undefined
    ? envelope.error(400, `not found schema: ${name}`)
    : envelope.json(200, { ...schema } as unknown as JsonObject);
}

/** `POST schema/validate/{plural}`: the schema alone, PEM is not parsed. */
export function validateSchema({ envelope, features }: AdminServer, plural: string, body: Json | undefined): Answer {
  const kind = kindNamed(plural, features);
  if (kind === undefined) return envelope.early(404, { error_msg: `Unsupported resource type: ${plural}` });
  const error = findSchemaError(
    schemaOf(kind.singular, features) ?? looseSchema,
    body ?? {},
    isExemptFromSchema(features),
  );
  return error === undefined ? envelope.nothing() : envelope.early(400, { error_msg: error });
}

function findConfigErrors(server: AdminServer, plural: string, list: readonly Json[]): readonly JsonObject[] {
  const ids = list.map((item) => (isObject(item) && item['id'] !== undefined ? String(item['id']) : ''));
  return list.flatMap((item, index) => {
    const id = ids[index] ?? '';
    const isTwice = id !== '' && ids.indexOf(id) < index;
    const duplicate = isTwice ? `found duplicate id ${id} in ${plural}` : undefined;
    const error = duplicate ?? (plural === 'ssls' ? findSslError(server, item) : undefined);
    return error === undefined ? [] : [{ resource_type: plural, resource_id: id, index, error }];
  });
}

/** `POST configs/validate`: nothing is stored, references are not checked. Only ssls are looked into here. */
export function validateConfigs(server: AdminServer, body: Json | undefined): Answer {
  const errors = Object.entries(isObject(body) ? body : {}).flatMap(([plural, list]) =>
    isList(list) ? findConfigErrors(server, plural, list) : [],
  );
  return errors.length === 0
    ? server.envelope.early(200, {})
    : server.envelope.early(400, { error_msg: 'Configuration validation failed', errors });
}
