import ts from 'typescript';

/**
 * Sentences that are kept in tables, or handed on from where they arise, before they are translated. A row says: this
 * argument of `translate`, in this file, is one of those literals.
 */
export interface Table {
  readonly file: string;
  /** The argument as it is written there. */
  readonly argument: string;
  readonly from: readonly Source[];
}

/**
 * Where literals stand: in a constant, behind a property's name, as first argument of a call, in what a function
 * returns.
 */
type Source =
  | { readonly under: string; readonly constant: string }
  | { readonly under: string; readonly property: string }
  | { readonly under: string; readonly call: string }
  | { readonly under: string; readonly returnedBy: string };

/** Why something cannot be read. Those that are put together of parts stay English. */
const readingReasons: readonly Source[] = [
  { under: 'src/core/', call: 'DerError' },
  { under: 'src/core/document/document.ts', property: 'reason' },
];

const keyReasons: readonly Source[] = [
  { under: 'src/core/keys/keys.ts', call: 'broken' },
  { under: 'src/core/keys/keys.ts', call: 'unsupported' },
  { under: 'src/core/keys/keys.ts', property: 'reason' },
];

const unlockingReasons: readonly Source[] = [
  { under: 'src/core/', call: 'DerError' },
  { under: 'src/core/encrypted/', call: 'cannotOpenHere' },
  { under: 'src/core/encrypted/', property: 'reason' },
  { under: 'src/app/sources/unlock.ts', property: 'reason' },
];

const openingNotes: readonly Source[] = [
  { under: 'src/core/encrypted/', call: 'found.notes.add' },
  { under: 'src/core/encrypted/', call: 'reader.found.notes.add' },
  { under: 'src/core/encrypted/', constant: 'uncheckedNote' },
];

const certificateNotes: readonly Source[] = [{ under: 'src/core/x509/certificate.ts', call: 'notes.push' }];

/** What only another tool reads, and how. */
const foreignSentences: readonly Source[] = [
  { under: 'src/app/sources/foreignFormat.ts', constant: 'foreignSentences' },
];

/** What a gateway's answer is odd in. */
const storedNotes: readonly Source[] = [
  { under: 'src/gateway/', call: 'notes.push' },
  { under: 'src/app/inventory/certificateEntry.ts', constant: 'contentNotes' },
];

const dialectWords = {
  token: [{ under: 'src/gateway/', property: 'tokenName' }],
  scopeLevel: [{ under: 'src/gateway/', property: 'label' }],
  scope: ['api7cloud', 'api7enterprise'].map((dialect) => ({
    under: `src/gateway/${dialect}/translate.ts`,
    property: 'state',
  })),
  warning: [
    { under: 'src/gateway/api7cloud/translate.ts', property: 'warning' },
    { under: 'src/gateway/', call: 'warnings.push' },
  ],
} as const;

const tables: readonly Table[] = [
  { file: 'src/app/connections/access.ts', argument: 'dialect.tokenName', from: dialectWords.token },
  { file: 'src/app/connections/connections.ts', argument: 'label', from: dialectWords.scopeLevel },
  {
    file: 'src/app/usage/impactLines.ts',
    argument: 'sentence',
    from: [
      { under: 'src/app/usage/impactLines.ts', property: 'sentence' },
      { under: 'src/app/usage/impact.ts', returnedBy: 'unknownOf' },
      ...storedNotes,
    ],
  },
  {
    file: 'src/app/usage/impactLines.ts',
    argument: 'reason',
    from: [{ under: 'src/app/usage/impactLines.ts', property: 'reason' }],
  },
  {
    file: 'src/app/usage/impactLines.ts',
    argument: 'ownerWords[kind]',
    from: [{ under: 'src/app/usage/impactLines.ts', constant: 'ownerWords' }],
  },
  {
    file: 'src/app/usage/impactLines.ts',
    argument: 'word',
    from: [
      { under: 'src/app/usage/impactLines.ts', constant: 'stateWords' },
      { under: 'src/app/usage/impactLines.ts', constant: 'words' },
    ],
  },
  { file: 'src/app/sources/foreignFormat.ts', argument: 'sentence', from: foreignSentences },
  { file: 'src/app/sources/derMaterial.ts', argument: 'note', from: openingNotes },
  { file: 'src/app/sources/pemMaterial.ts', argument: 'certificate.reason', from: readingReasons },
  { file: 'src/app/sources/unlockText.ts', argument: 'unlocking.reason', from: unlockingReasons },
  { file: 'src/app/writes/uploadChecks.ts', argument: 'reading.reason', from: keyReasons },
  {
    file: 'src/app/usage/useText.ts',
    argument: 'manyWords[kind]',
    from: [{ under: 'src/app/usage/useText.ts', constant: 'manyWords' }],
  },
  {
    file: 'src/app/usage/useText.ts',
    argument: 'oneWords[kind]',
    from: [{ under: 'src/app/usage/useText.ts', constant: 'oneWords' }],
  },
  {
    file: 'src/app/usage/useText.ts',
    argument: 'unusedWord(entry)',
    from: [{ under: 'src/app/usage/useText.ts', returnedBy: 'unusedWord' }],
  },
  {
    file: 'src/app/workspace/workspaceCheckFile.ts',
    argument: 'what',
    from: [{ under: 'src/core/findings/', property: 'sentence' }],
  },
  { file: 'src/core/details/detail.ts', argument: 'note', from: certificateNotes },
  { file: 'src/core/details/contents.ts', argument: 'reading.reason', from: readingReasons },
  {
    file: 'src/core/details/extensions.ts',
    argument: 'keyUsageWords[usage]',
    from: [{ under: 'src/core/details/oidWords.ts', constant: 'keyUsageWords' }],
  },
  {
    file: 'src/core/details/extensions.ts',
    argument: 'name',
    from: [
      { under: 'src/core/x509/oids.ts', constant: 'otherExtensions' },
      { under: 'src/core/x509/extensions.ts', property: 'name' },
    ],
  },
  {
    file: 'src/core/details/extensions.ts',
    argument: 'nameKindWords[entry.kind]',
    from: [{ under: 'src/core/details/names.ts', constant: 'nameKindWords' }],
  },
  {
    file: 'src/core/details/names.ts',
    argument: 'word',
    from: [
      { under: 'src/core/details/names.ts', constant: 'attributeWords' },
      { under: 'src/core/details/names.ts', constant: 'nameKindWords' },
    ],
  },
  {
    file: 'src/core/details/oidWords.ts',
    argument: 'accessMethods.get(method) ?? method',
    from: [{ under: 'src/core/x509/oids.ts', constant: 'accessMethods' }],
  },
  {
    file: 'src/core/details/oidWords.ts',
    argument: 'word',
    from: [
      { under: 'src/core/x509/oids.ts', constant: 'extendedKeyUsages' },
      { under: 'src/core/x509/oids.ts', constant: 'policies' },
    ],
  },
  {
    file: 'src/core/document/describeContents.ts',
    argument: 'one',
    from: [{ under: 'src/core/document/describeContents.ts', constant: 'contentWords' }],
  },
  {
    file: 'src/core/document/describeContents.ts',
    argument: 'many',
    from: [{ under: 'src/core/document/describeContents.ts', constant: 'contentWords' }],
  },
  {
    file: 'src/core/findings/findings.ts',
    argument: 'sentence ?? sentences.get(code) ?? code',
    from: [
      { under: 'src/core/findings/', property: 'sentence' },
      { under: 'src/core/findings/armourRules.ts', constant: 'sentences' },
      { under: 'src/core/findings/keyChoiceRules.ts', constant: 'keySentences' },
      { under: 'src/core/findings/pathRules.ts', constant: 'constraintSentences' },
      { under: 'src/app/workspace/fileFindings.ts', constant: 'besideSentence' },
      ...foreignSentences,
    ],
  },
  {
    file: 'src/core/findings/findings.ts',
    argument: 'String(fact)',
    from: [
      { under: 'src/core/findings/pathRules.ts', constant: 'faultWords' },
      { under: 'src/core/findings/keyChoiceRules.ts', constant: 'factorWords' },
      { under: 'src/core/hosts/dnsNameFault.ts', constant: 'dnsFaultWords' },
      { under: 'src/core/findings/', property: 'format' },
      ...readingReasons,
      ...keyReasons,
    ],
  },
  {
    file: 'src/core/document/outline.ts',
    argument: 'name',
    from: [{ under: 'src/core/document/outline.ts', constant: 'kindWords' }],
  },
  {
    file: 'src/core/comparison/renewalText.ts',
    argument: 'labels[fact]',
    from: [{ under: 'src/core/comparison/renewalText.ts', constant: 'labels' }],
  },
  {
    file: 'src/core/comparison/renewalText.ts',
    argument: 'labels[row.fact]',
    from: [{ under: 'src/core/comparison/renewalText.ts', constant: 'labels' }],
  },
  {
    file: 'src/core/comparison/renewalText.ts',
    argument: 'purposeWords[value as Purpose]',
    from: [{ under: 'src/core/x509/purpose.ts', constant: 'purposeWords' }],
  },
  { file: 'src/ui/commands/connections.ts', argument: 'warning', from: dialectWords.warning },
  { file: 'src/ui/connection/fields.ts', argument: 'label', from: dialectWords.scopeLevel },
  { file: 'src/ui/connection/lastSteps.ts', argument: 'label', from: dialectWords.scopeLevel },
  { file: 'src/ui/connection/fieldChoices.ts', argument: 'label', from: dialectWords.scopeLevel },
  { file: 'src/ui/connection/scopeSteps.ts', argument: 'name', from: dialectWords.scopeLevel },
  { file: 'src/ui/connection/scopeSteps.ts', argument: 'scope.detail', from: dialectWords.scope },
  { file: 'src/ui/connection/tokenStep.ts', argument: 'dialect.tokenName', from: dialectWords.token },
  { file: 'src/ui/connection/wizard.ts', argument: 'warning', from: dialectWords.warning },
  { file: 'src/ui/commands/show.ts', argument: 'certificate.reason', from: readingReasons },
  { file: 'src/ui/compare/showCompared.ts', argument: 'note', from: storedNotes },
  { file: 'src/app/sources/derSentence.ts', argument: 'object.reason', from: readingReasons },
  { file: 'src/ui/details/fileContents.ts', argument: 'key.reason', from: keyReasons },
  { file: 'src/ui/details/fileContents.ts', argument: 'note', from: openingNotes },
  { file: 'src/ui/details/fileInput.ts', argument: 'chosen.reason', from: readingReasons },
  { file: 'src/ui/details/gatewaySource.ts', argument: 'sentence', from: storedNotes },
  {
    file: 'src/ui/editor/codeActions.ts',
    argument: 'fix.title',
    from: [{ under: 'src/core/fixes', property: 'title' }],
  },
  {
    file: 'src/ui/editor/diagnostics.ts',
    argument: 'what',
    from: [{ under: 'src/core/findings/', property: 'sentence' }],
  },
  {
    file: 'src/ui/editor/foreign/foreignDiagnostics.ts',
    argument: 'each.sentence',
    from: [{ under: 'src/core/findings/', property: 'sentence' }],
  },
  { file: 'src/ui/editor/hoverText.ts', argument: 'key.reason', from: keyReasons },
  {
    file: 'src/ui/editor/hoverText.ts',
    argument: 'purposeWords[purposeOf(certificate.extendedKeyUsage)]',
    from: [{ under: 'src/core/x509/purpose.ts', constant: 'purposeWords' }],
  },
  { file: 'src/ui/editor/hoverText.ts', argument: 'reason', from: [...readingReasons, ...keyReasons] },
  { file: 'src/ui/matching/startPart.ts', argument: 'part.key.reason', from: keyReasons },
];

/** Sources that have run dry: what they name was moved or called otherwise. */
export const drySources = (files: SourceFiles): readonly string[] =>
  tables.flatMap(({ from }) =>
    from
      .filter((source) => sentencesAt(files, source).length === 0)
      .map((source) => `l10nTables.ts: nothing at ${JSON.stringify(source)}`),
  );

export const tableFor = (file: string, argument: string): Table | undefined =>
  tables.find((table) => table.file === file && table.argument === argument);

export type SourceFiles = ReadonlyMap<string, ts.SourceFile>;

export const sentencesOfTable = (files: SourceFiles, { from }: Table): readonly string[] =>
  from.flatMap((source) => sentencesAt(files, source));

const sentencesAt = (files: SourceFiles, source: Source): readonly string[] =>
  [...files].filter(([path]) => path.startsWith(source.under)).flatMap(([, file]) => literalsAt(file, source));

function literalsAt(file: ts.SourceFile, source: Source): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...wordsIn(expressionAt(node, source)));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function expressionAt(node: ts.Node, source: Source): ts.Node | undefined {
  if ('constant' in source)
    return ts.isVariableDeclaration(node) && node.name.getText() === source.constant ? node.initializer : undefined;
  if ('property' in source)
    return ts.isPropertyAssignment(node) && node.name.getText() === source.property ? node.initializer : undefined;
  if ('returnedBy' in source)
    return ts.isReturnStatement(node) && functionAround(node) === source.returnedBy ? node.expression : undefined;
  return (ts.isCallExpression(node) || ts.isNewExpression(node)) && node.expression.getText() === source.call
    ? node.arguments?.[0]
    : undefined;
}

function functionAround(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  return ts.isSourceFile(node) ? undefined : functionAround(node.parent);
}

/** The literals that an expression can come to: of a map the values, of a record the properties, never the keys. */
function wordsIn(node: ts.Node | undefined): readonly string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...wordsIn(node.whenTrue), ...wordsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...wordsIn(node.left), ...wordsIn(node.right)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(wordsIn);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? wordsIn(property.initializer) : [],
    );
  if (ts.isNewExpression(node)) return mapValues(node);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return wordsIn(node.expression.expression);
  return ts.isParenthesizedExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
    ? wordsIn(node.expression)
    : [];
}

function mapValues({ arguments: [entries] = ts.factory.createNodeArray() }: ts.NewExpression): readonly string[] {
  if (!entries || !ts.isArrayLiteralExpression(entries)) return [];
  return entries.elements.flatMap((entry) => (ts.isArrayLiteralExpression(entry) ? wordsIn(entry.elements[1]) : []));
}
