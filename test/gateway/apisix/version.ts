/**
 * The differences between the versions this gateway can play. Each line names the first or last version it is true for.
 */
export interface Features {
  /** The version in `Server: APISIX/3.18.0`. */
  readonly version: string;
  /**
   * 2.15: path `/ssl`, envelope with `action` and `node`, slashes escaped, no `X-API-VERSION`, no paging, PATCH is 201.
   */
  readonly isV2: boolean;
  readonly hasSecretReferences: boolean;
  readonly hasSecretReferencesInPairs: boolean;
  readonly hasSkipMtls: boolean;
  readonly maxLabelLength: number;
  readonly hasProtocols: boolean;
  readonly hasSchemaValidate: boolean;
  readonly refusesUnknownFields: boolean;
  /** `exptime`, `validity_start`, `validity_end` are fields, and `create_time`, `update_time` may be written. */
  readonly hasValidityFields: boolean;
  readonly tellsWhyUnauthorized: boolean;
  readonly namesUnsupportedResources: boolean;
  readonly hasDescription: boolean;
  readonly storesDefaults: boolean;
  /** An empty object or list in a PATCH takes the place of what was there; before, nothing of it was merged. */
  readonly replacesByEmpty: boolean;
  readonly hasCatchAll: boolean;
  /** Answers to GET never hold `key` or `keys`, lists included; keys of 64 characters are long enough. */
  readonly hidesAllKeys: boolean;
  readonly hasConfigsValidate: boolean;
}

/** Compares dotted numbers. */
const isAtLeast = (version: string, least: string): boolean => {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  for (const [index, wanted] of (b ?? []).entries()) {
    const given = a?.[index] ?? 0;
    if (given !== wanted) return given > wanted;
  }
  return true;
};

export function featuresOf(version: string): Features {
  const since = (least: string): boolean => isAtLeast(version, least);
  return {
    version,
    isV2: !since('3.0'),
    hasSecretReferences: since('3.3'),
    hasSecretReferencesInPairs: since('3.10'),
    hasSkipMtls: since('3.4'),
    maxLabelLength: since('3.4') ? 256 : 64,
    hasProtocols: since('3.5'),
    // Recorded: absent in 3.2.2, present in 3.16.0. Where it began in between is assumed.
    hasSchemaValidate: since('3.5'),
    refusesUnknownFields: since('3.6'),
    hasValidityFields: !since('3.7'),
    tellsWhyUnauthorized: since('3.10'),
    // Recorded: `not found` in 3.2.2, the resource's name in 3.16.0. Where it began in between is assumed.
    namesUnsupportedResources: since('3.10'),
    hasDescription: since('3.13'),
    storesDefaults: !since('3.14'),
    // Recorded: not so in 3.2.2, so in 3.16.0. Where it began in between is assumed.
    replacesByEmpty: since('3.10'),
    hasCatchAll: since('3.15'),
    hidesAllKeys: since('3.17'),
    hasConfigsValidate: since('3.17'),
  };
}
