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
 * A place of literals: a constant, a property's name, the first argument of a call, the results of a function, what is
 * passed for a parameter of this name.
 */
type Source =
  | { readonly under: string; readonly constant: string }
  | { readonly under: string; readonly property: string }
  | { readonly under: string; readonly call: string }
  | { readonly under: string; readonly returnedBy: string }
  | { readonly under: string; readonly parameter: string };

/** Reasons why something cannot be read, and its parts: `The validity`. */
const derReasons: readonly Source[] = [
  { under: 'src/core/', call: 'DerError' },
  { under: 'src/core/asn1/der.ts', constant: 'moreBytes' },
  { under: 'src/core/', parameter: 'what' },
  { under: 'src/core/x509/distinguishedName.ts', constant: 'partWords' },
  { under: 'src/core/x509/distinguishedName.ts', constant: 'attributeWords' },
  { under: 'src/core/x509/distinguishedName.ts', constant: 'typeWords' },
  { under: 'src/core/x509/malformedExtensions.ts', property: 'reason' },
  { under: 'src/core/x509/malformedExtensions.ts', property: 'text' },
];

const readingReasons: readonly Source[] = [
  ...derReasons,
  { under: 'src/core/document/pemContent.ts', property: 'reason' },
];

const keyReasons: readonly Source[] = [
  { under: 'src/core/keys/keys.ts', call: 'broken' },
  { under: 'src/core/keys/keys.ts', call: 'unsupported' },
  { under: 'src/core/keys/keys.ts', property: 'reason' },
];

const unlockingReasons: readonly Source[] = [
  ...derReasons,
  { under: 'src/core/encrypted/', call: 'cannotOpenHere' },
  { under: 'src/core/encrypted/', property: 'reason' },
  { under: 'src/app/sources/unlock.ts', property: 'reason' },
];

const openingNotes: readonly Source[] = [
  { under: 'src/core/encrypted/', call: 'contents.notes.add' },
  { under: 'src/core/encrypted/', call: 'reader.contents.notes.add' },
  { under: 'src/core/encrypted/', constant: 'uncheckedNote' },
];

const certificateNotes: readonly Source[] = [
  { under: 'src/core/x509/certificate.ts', call: 'notes.push' },
  { under: 'src/core/x509/extensionSummary.ts', property: 'text' },
  { under: 'src/core/asn1/time.ts', returnedBy: 'leniencyOf' },
  ...derReasons,
];

/** Names of what only another tool reads, and how. */
const foreignSentences: readonly Source[] = [
  { under: 'src/app/sources/foreignWords.ts', constant: 'foreignSentences' },
];

/** Notes on oddities in a gateway's answer. */
const storedNotes: readonly Source[] = [
  { under: 'src/gateway/', call: 'notes.push' },
  { under: 'src/app/inventory/certificateEntry.ts', constant: 'contentNotes' },
  { under: 'src/app/inventory/certificateEntry.ts', property: 'text' },
  ...derReasons,
];

/** Notes on parts of a gateway's lists that could not be read. */
const unreadNotes: readonly Source[] = [
  { under: 'src/gateway/answerLimits.ts', constant: 'unreadable' },
  { under: 'src/gateway/pageReading.ts', property: 'text' },
];

/** Reasons why a gateway did not do what it was asked. */
const failureReasons: readonly Source[] = [
  { under: 'src/gateway/failureSentence.ts', returnedBy: 'failureSentence' },
  { under: 'src/gateway/failureSentence.ts', returnedBy: 'untrustedSentence' },
  { under: 'src/gateway/failureSentence.ts', returnedBy: 'unreachableSentence' },
  { under: 'src/gateway/failureSentence.ts', property: 'text' },
  { under: 'src/gateway/failures.ts', property: 'explanation' },
  { under: 'src/app/writes/looks.ts', property: 'explanation' },
  { under: 'src/gateway/apisix/failures.ts', property: 'text' },
  ...['oldSentence', 'standaloneSentence', 'noAdminApiSentence'].map((constant) => ({
    under: 'src/gateway/apisix/failures.ts',
    constant,
  })),
];

/** Notes on objects that use certificates and could not be read. */
const usesNotes: readonly Source[] = [
  ...unreadNotes,
  ...failureReasons,
  { under: 'src/gateway/', call: 'notes.push' },
  { under: 'src/gateway/uses.ts', property: 'text' },
  { under: 'src/gateway/api7enterprise/uses.ts', property: 'text' },
  { under: 'src/gateway/uses.ts', constant: 'kindWords' },
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
  { file: 'src/app/base/failureText.ts', argument: 'failureSentence(error, facts.dialect)', from: failureReasons },
  { file: 'src/app/connections/access.ts', argument: 'dialect.tokenName', from: dialectWords.token },
  { file: 'src/app/connections/connections.ts', argument: 'label', from: dialectWords.scopeLevel },
  {
    file: 'src/app/usage/impactLines.ts',
    argument: 'sentence',
    from: [
      { under: 'src/app/usage/outcomeWords.ts', property: 'sentence' },
      { under: 'src/app/usage/impact.ts', returnedBy: 'unknownOf' },
      ...usesNotes,
      ...storedNotes,
    ],
  },
  {
    file: 'src/app/usage/impactLines.ts',
    argument: 'fate',
    from: [{ under: 'src/app/usage/outcomeWords.ts', property: 'fate' }],
  },
  {
    file: 'src/app/usage/useText.ts',
    argument: 'ownerWords[kind]',
    from: [{ under: 'src/app/usage/useText.ts', constant: 'ownerWords' }],
  },
  {
    file: 'src/app/usage/outcomeWords.ts',
    argument: 'word',
    from: [
      { under: 'src/app/usage/outcomeWords.ts', constant: 'stateWords' },
      { under: 'src/app/usage/outcomeWords.ts', constant: 'words' },
    ],
  },
  { file: 'src/app/sources/foreignWords.ts', argument: 'sentence', from: foreignSentences },
  { file: 'src/app/sources/derMaterial.ts', argument: 'note', from: openingNotes },
  { file: 'src/app/sources/pemMaterial.ts', argument: 'certificate.reason', from: readingReasons },
  { file: 'src/app/sources/unlock.ts', argument: 'unlocking.reason', from: unlockingReasons },
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
  { file: 'src/core/details/detail.ts', argument: 'reading.reason', from: readingReasons },
  {
    file: 'src/core/details/extensions.ts',
    argument: 'keyUsageWords[usage]',
    from: [{ under: 'src/core/details/extensions.ts', constant: 'keyUsageWords' }],
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
    file: 'src/core/details/extensions.ts',
    argument: 'accessMethods.get(method) ?? method',
    from: [{ under: 'src/core/x509/oids.ts', constant: 'accessMethods' }],
  },
  {
    file: 'src/core/details/extensions.ts',
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
      { under: 'src/core/findings/textRules.ts', constant: 'sentences' },
      { under: 'src/core/findings/textRules.ts', constant: 'swapped' },
      { under: 'src/core/findings/keyChoiceRules.ts', constant: 'keySentences' },
      { under: 'src/core/findings/keyChoiceRules.ts', constant: 'supportSentences' },
      { under: 'src/core/findings/certificateFormRules.ts', constant: 'refusals' },
      { under: 'src/core/findings/chainRules.ts', constant: 'constraintSentences' },
      { under: 'src/app/workspace/fileFindings.ts', constant: 'besideSentence' },
      { under: 'src/app/sources/valueFaults.ts', property: 'sentence' },
      { under: 'src/app/sources/valueFaults.ts', constant: 'certificateInstead' },
      { under: 'src/app/sources/valueFaults.ts', constant: 'keyInstead' },
      { under: 'src/app/sources/valueFaults.ts', constant: 'noCertificate' },
      { under: 'src/app/sources/valueFaults.ts', constant: 'noKey' },
      ...foreignSentences,
    ],
  },
  {
    file: 'src/core/findings/findings.ts',
    argument: 'fact',
    from: [
      { under: 'src/core/findings/chainRules.ts', constant: 'faultWords' },
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
    argument: 'purposeWords[value]',
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
  { file: 'src/app/sources/derMaterial.ts', argument: 'object.reason', from: readingReasons },
  { file: 'src/ui/details/fileContents.ts', argument: 'key.reason', from: keyReasons },
  { file: 'src/ui/details/fileContents.ts', argument: 'note', from: openingNotes },
  { file: 'src/ui/details/fileInput.ts', argument: 'chosen.reason', from: readingReasons },
  { file: 'src/ui/details/gatewayInput.ts', argument: 'sentence', from: storedNotes },
  { file: 'src/ui/details/gatewaySource.ts', argument: 'sentence', from: usesNotes },
  {
    file: 'src/ui/editor/codeActions.ts',
    argument: 'fix.title',
    from: [{ under: 'src/core/fixes', property: 'title' }],
  },
  {
    file: 'src/ui/editor/foreign/registerForeign.ts',
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
  { file: 'src/core/details/extensions.ts', argument: 'content.reason', from: derReasons },
  {
    file: 'src/ui/tree/rowText.ts',
    argument: 'gmWords[entry.gmFault]',
    from: [{ under: 'src/ui/tree/rowText.ts', constant: 'gmWords' }],
  },
  { file: 'src/ui/tree/tooltip.ts', argument: 'note', from: storedNotes },
  { file: 'src/ui/tree/rowModel.ts', argument: 'reason', from: unreadNotes },
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

/** Sentences that are composed before they are translated: nothing finds their translation. */
export const composedSentences = (files: SourceFiles): readonly string[] => [
  ...new Set(
    tables.flatMap(({ from }) =>
      from.flatMap((source) =>
        expressionsAt(files, source).flatMap((node) =>
          isComposed(node) ? [`composed before it is translated: ${node.getText()}`] : [],
        ),
      ),
    ),
  ),
];

export const tableFor = (file: string, argument: string): Table | undefined =>
  tables.find((table) => table.file === file && table.argument === argument);

export type SourceFiles = ReadonlyMap<string, ts.SourceFile>;

export const sentencesOfTable = (files: SourceFiles, { from }: Table): readonly string[] =>
  from.flatMap((source) => sentencesAt(files, source));

const sentencesAt = (files: SourceFiles, source: Source): readonly string[] =>
  expressionsAt(files, source).flatMap(wordsIn);

function expressionsAt(files: SourceFiles, source: Source): readonly ts.Node[] {
  const under = [...files].filter(([path]) => path.startsWith(source.under)).map(([, file]) => file);
  const parameters = 'parameter' in source ? new Map(under.flatMap((file) => placesOf(file, source.parameter))) : none;
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const expression = expressionAt(node, source, parameters);
    if (expression) found.push(expression);
    ts.forEachChild(node, visit);
  };
  under.forEach(visit);
  return found;
}

/** The index of a parameter of this name, by function. */
type Places = ReadonlyMap<string, number>;

const none: Places = new Map();

function placesOf(file: ts.SourceFile, parameter: string): readonly (readonly [name: string, place: number])[] {
  const found: (readonly [string, number])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) || ts.isArrowFunction(node)) {
      const name = ts.isFunctionDeclaration(node)
        ? node.name
        : ts.isVariableDeclaration(node.parent) && node.parent.name;
      const place = node.parameters.findIndex(({ name: of }) => of.getText() === parameter);
      if (name && place >= 0) found.push([name.getText(), place]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function expressionAt(node: ts.Node, source: Source, parameters: Places): ts.Node | undefined {
  if ('parameter' in source) {
    const place = ts.isCallExpression(node) ? parameters.get(node.expression.getText()) : undefined;
    return place === undefined || !ts.isCallExpression(node) ? undefined : node.arguments[place];
  }
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

function isComposed(node: ts.Node): boolean {
  if (ts.isTemplateExpression(node)) return true;
  if (ts.isArrowFunction(node) || ts.isCallExpression(node)) return false;
  return ts.forEachChild(node, (child) => isComposed(child) || undefined) ?? false;
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
