import type { Json, JsonObject } from '../json';
import { isList, isObject } from '../json';

/** The part of JSON Schema that APISIX's own schemas of these objects use. */
export interface Schema {
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer';
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly required?: readonly string[];
  /** By property: members that may not stand beside it. */
  readonly excludes?: Readonly<Record<string, readonly string[]>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
}

/** Texts that no schema looks at. */
export type IsExempt = (text: string) => boolean;

/** Lua has one kind of table; an empty one is object and array at once. */
const luaType = (value: Json): string => {
  if (value === null) return 'userdata';
  return typeof value === 'object' ? 'table' : typeof value;
};

const isEmptyTable = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function isOfType(value: Json, type: NonNullable<Schema['type']>): boolean {
  switch (type) {
    case 'object':
      return isObject(value) || isEmptyTable(value);
    case 'array':
      return isList(value) || isEmptyTable(value);
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
  }
}

function findTextError(schema: Schema, text: string): string | undefined {
  const length = [...text].length;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  if (length < minLength) return `string too short, expected at least ${minLength}, got ${length}`;
  if (length > maxLength) return `string too long, expected at most ${maxLength}, got ${length}`;
  if (pattern !== undefined && !new RegExp(pattern).test(text)) {
    // The library quotes the pattern for Lua.
    return `failed to match pattern "${pattern.replaceAll('\\', '\\\\')}" with "${text}"`;
  }
  return undefined;
}

function findListError(schema: Schema, list: readonly Json[], isExempt: IsExempt): string | undefined {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems, items } = schema;
  if (list.length < minItems) return `expect array to have at least ${minItems} items`;
  if (list.length > maxItems) return `expect array to have at most ${maxItems} items`;
  if (uniqueItems) {
    const texts = list.map((item) => JSON.stringify(item));
    const second = texts.findIndex((text, index) => texts.indexOf(text) < index);
    if (second >= 0)
      return `expected unique items but items ${texts.indexOf(texts[second] ?? '') + 1} and ${second + 1} are equal`;
  }
  for (const [index, item] of list.entries()) {
    const error = items && findSchemaError(items, item, isExempt);
    if (error !== undefined) return `failed to validate item ${index + 1}: ${error}`;
  }
  return undefined;
}

function findObjectError(schema: Schema, object: JsonObject, isExempt: IsExempt): string | undefined {
  const { properties = {}, patternProperties = {}, required = [], additionalProperties } = schema;
  for (const [name, property] of Object.entries(properties)) {
    const value = object[name];
    if (value === undefined) {
      if (required.includes(name)) return `property "${name}" is required`;
      continue;
    }
    const error = findSchemaError(property, value, isExempt);
    if (error !== undefined) return `property "${name}" validation failed: ${error}`;
  }
  for (const [name, value] of Object.entries(object)) {
    if (name in properties) continue;
    for (const [pattern, property] of Object.entries(patternProperties)) {
      const error = new RegExp(pattern).test(name) ? findSchemaError(property, value, isExempt) : undefined;
      if (error !== undefined) return `failed to validate ${name} (matching "${pattern}"): ${error}`;
    }
    if (additionalProperties === false) return `additional properties forbidden, found ${name}`;
  }
  const missing = required.find((name) => object[name] === undefined);
  if (missing !== undefined) return `property "${missing}" is required`;
  const excluding = Object.entries(schema.excludes ?? {}).find(
    ([name, others]) => object[name] !== undefined && others.some((other) => object[other] !== undefined),
  );
  return (
    excluding && `failed to validate dependent schema for "${excluding[0]}": value wasn't supposed to match schema`
  );
}

function findChoiceError(schema: Schema, value: Json, isExempt: IsExempt): string | undefined {
  const suits = (choice: Schema): boolean => findSchemaError(choice, value, isExempt) === undefined;
  if (schema.anyOf && !schema.anyOf.some(suits)) {
    const wanted = schema.anyOf.flatMap(({ required }) => (required ? [JSON.stringify(required)] : []));
    return `object matches none of the required${wanted.length === 0 ? '' : `: ${wanted.join(' or ')}`}`;
  }
  if (schema.oneOf) {
    const matching = [...schema.oneOf.entries()].filter(([, choice]) => suits(choice)).map(([index]) => index + 1);
    if (matching.length === 0) return 'value should match only one schema, but matches none';
    if (matching.length > 1)
      return `value should match only one schema, but matches both schemas ${matching[0]} and ${matching[1]}`;
  }
  if (schema.if && schema.then && suits(schema.if) && !suits(schema.then)) return 'then clause did not match';
  if (schema.if && schema.else && !suits(schema.if) && !suits(schema.else)) return 'else clause did not match';
  return undefined;
}

/** Returns the message of the first broken rule, in the words of APISIX's validator, or nothing. */
export function findSchemaError(schema: Schema, value: Json, isExempt: IsExempt): string | undefined {
  if (typeof value === 'string' && isExempt(value)) return undefined;
  if (schema.type !== undefined && !isOfType(value, schema.type)) {
    return `wrong type: expected ${schema.type}, got ${luaType(value)}`;
  }
  if (schema.enum && !schema.enum.includes(value)) return 'matches none of the enum values';
  if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum) {
    return `expected ${value} to be at least ${schema.minimum}`;
  }
  const inner =
    typeof value === 'string'
      ? findTextError(schema, value)
      : isList(value) || (schema.type === 'array' && isEmptyTable(value))
        ? (findListError(schema, isList(value) ? value : [], isExempt) ??
          (schema.type === 'object' ? findObjectError(schema, {}, isExempt) : undefined))
        : isObject(value)
          ? findObjectError(schema, value, isExempt)
          : undefined;
  return inner ?? findChoiceError(schema, isList(value) && schema.type !== 'array' ? {} : value, isExempt);
}

/** The object with every default of the schema that it lacks. */
export function fillDefaults(schema: Schema, value: Json): Json {
  if (!isObject(value)) return value;
  const filled = Object.entries(schema.properties ?? {}).flatMap(([name, property]): [string, Json][] => {
    const given = value[name] ?? property.default;
    return given === undefined ? [] : [[name, fillDefaults(property, given)]];
  });
  return { ...value, ...Object.fromEntries(filled) };
}
