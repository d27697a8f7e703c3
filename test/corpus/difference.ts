export interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** None where both are the same as JSON. */
export function difference(field: string, expected: unknown, got: unknown): readonly Difference[] {
  const [wanted = '', found = ''] = [expected, got].map((each) => JSON.stringify(each) ?? 'nothing');
  return wanted === found ? [] : [{ field, expected: wanted, got: found }];
}
