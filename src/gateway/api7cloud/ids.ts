import { readId } from '../read';

/** 64-bit unsigned, in decimal digits, as the API writes its ids; 0 stands for none. */
const idPattern = /^[1-9]\d{0,19}$/;
const largest = 2n ** 64n - 1n;

export const isCloudId = (id: string): boolean => idPattern.test(id) && BigInt(id) <= largest;

/** Reads an id as text; undefined for what no object of API7 Cloud can be called: such a text is shown to nobody. */
export function readCloudId(json: unknown): string | undefined {
  const id = readId(json);
  return id !== undefined && isCloudId(id) ? id : undefined;
}
