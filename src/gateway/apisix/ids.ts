import { readId } from '../read';

/** schema_def.lua's `id_schema`: what an object's id can be; whole numbers, which it takes too, are such a text. */
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** An id as text; undefined for what no object of APISIX can be called, and has to be shown to nobody. */
export function readApisixId(json: unknown): string | undefined {
  const id = readId(json);
  return id !== undefined && idPattern.test(id) ? id : undefined;
}

/** Every id but the two that a path would lose. */
export const isAddressable = (id: string): boolean => idPattern.test(id) && id !== '.' && id !== '..';
