import { readId } from '../read';

/** The pattern of ids in the API's specification. */
const idPattern = /^[A-Za-z0-9._-]{1,256}$/;

/** Returns whether a path can lead to the object: servers take `.` and `..` out of it before they look. */
export const isEnterpriseId = (id: string): boolean => idPattern.test(id) && id !== '.' && id !== '..';

/**
 * Reads an id as text; undefined for what no object of API7 Enterprise can be called: such a text is shown to nobody.
 */
export function readEnterpriseId(json: unknown): string | undefined {
  const id = readId(json);
  return id !== undefined && isEnterpriseId(id) ? id : undefined;
}

/** Returns whether a token is an admin key, which is made for one gateway group. */
export const isAdminKey = (token: string | undefined): boolean => token?.startsWith('a7adm-') === true;
