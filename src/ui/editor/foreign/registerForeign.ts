import * as vscode from 'vscode';
import type { PlacedValue } from '../../../app/sources/heldDocument';
import { editIndentSteps, editValueSteps } from '../../../app/sources/valueEdit';
import { blockIn, placeText, valueAt } from '../../../app/workspace/fileFindings';
import type { PemDocument } from '../../../core/document/document';
import { toOutlineSteps } from '../../../core/document/outline';
import { fixes } from '../../../core/fixes/fixes';
import type { Cooperative } from '../../../shared/cooperative';
import type { Translate } from '../../../shared/translate';
import { inHostSlices } from '../../../shared/turns';
import { clockOf } from '../../base/clock';
import { Contexts } from '../../base/contexts';
import { DisposableStore } from '../../base/disposables';
import { toRange } from '../../base/ranges';
import { isForeignDocument } from '../../files/foreignDocument';
import { toHover } from '../../window/editorTexts';
import { toCodeSpan } from '../../window/markdownText';
import { registerChainLenses } from '../chain/chainLenses';
import { completions } from '../codeActions';
import type { EditorServices } from '../editorServices';
import { codeOf, findingSource } from '../findingDiagnostic';
import { hoverText } from '../hoverText';
import { Lenses } from '../lenses';
import { toSymbol } from '../outline';
import { registerTurnOff } from '../turnOff';
import { ForeignDiagnostics } from './foreignDiagnostics';
import type { ForeignReading } from './foreignDocuments';
import { ForeignDocuments } from './foreignDocuments';

type Needs = Pick<EditorServices, 'now' | 'translate'>;

/**
 * Registers the lightbulb on a value of another file. Where the value cannot be written again in place, the action says
 * so.
 */
const registerForeignActions = (documents: ForeignDocuments, services: Needs): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    '*',
    {
      provideCodeActions: async (document, _range, { diagnostics, only }, token) => {
        const ours = diagnostics.filter(({ source }) => source === findingSource);
        const wantsQuickFixes = only === undefined || only.contains(vscode.CodeActionKind.QuickFix);
        if (ours.length === 0 || !wantsQuickFixes || documents.found(document) !== 'signs') return undefined;
        const { version } = document;
        const isWanted = (): boolean =>
          !token.isCancellationRequested && document.version === version && !document.isClosed;
        const actions = await inHostSlices(findActions(document, ours, services), isWanted);
        return isWanted() ? actions : undefined;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );

function* findActions(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  { now, translate }: Needs,
): Cooperative<vscode.CodeAction[]> {
  const text = document.getText();
  const actions: vscode.CodeAction[] = [];
  for (const fix of fixes) {
    const solved = diagnostics.filter((diagnostic) => fix.solves.includes(codeOf(diagnostic)));
    const [first] = solved;
    if (!first) continue;
    const at = document.offsetAt(first.range.start);
    const edit = yield* editValueSteps({ text, at, now: now() }, fix.apply);
    if (edit === 'unchanged') continue;
    const action = new vscode.CodeAction(translate(fix.title), vscode.CodeActionKind.QuickFix);
    action.diagnostics = solved;
    if (edit === 'notWritable') toExplained(action, first);
    else {
      action.isPreferred = fix.isSafe;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, toRange(document, edit.span), edit.text);
    }
    actions.push(action);
  }
  const unindented = diagnostics.find((diagnostic) => codeOf(diagnostic) === 'unindentedBlock');
  const indented = unindented && (yield* editIndentSteps(text, document.offsetAt(unindented.range.start)));
  if (indented) {
    const action = new vscode.CodeAction(vscode.l10n.t('Indent the block'), vscode.CodeActionKind.QuickFix);
    action.diagnostics = [unindented];
    action.isPreferred = true;
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, toRange(document, indented.span), indented.text);
    actions.push(action);
  }
  return [...actions, ...completions(document, diagnostics)];
}

/** Makes the action one that says that it cannot be done, and opens the page of the finding. */
function toExplained(action: vscode.CodeAction, { code }: vscode.Diagnostic): void {
  action.title = vscode.l10n.t('“{0}” is not possible here: this value cannot be rewritten in place', action.title);
  if (typeof code === 'object')
    action.command = { title: action.title, command: 'vscode.open', arguments: [code.target] };
}

/**
 * Every language but our own: nothing about how VS Code takes a document is changed. Each question is answered at once
 * where a document holds nothing.
 */
const everywhere: vscode.DocumentSelector = '*';

/**
 * Registers what concerns certificates and keys inside of other files: findings, hovers, lenses and outline on the very
 * value.
 */
export function registerForeign(services: EditorServices): vscode.Disposable {
  const own = new DisposableStore();
  const documents = own.add(new ForeignDocuments(services));
  own.add(new ForeignDiagnostics(documents, services));
  own.add(registerHover(documents, services));
  own.add(registerOutline(documents, services));
  own.add(keepContext(documents));
  own.add(registerForeignActions(documents, services));
  own.add(registerTurnOff(everywhere, isForeignDocument));
  own.add(registerChainLenses(everywhere, (document) => documents.found(document) === 'signs'));
  const lenses = own.add(
    new Lenses(services, async (document) => {
      const reading = await documents.read(document);
      return isRead(reading) ? { document: reading.document, isForeign: true } : undefined;
    }),
  );
  own.add(documents.onDidChange(() => lenses.refresh()));
  own.add(vscode.languages.registerCodeLensProvider(everywhere, lenses));
  return own;
}

const isRead = (reading: ForeignReading | 'tooMuch' | undefined): reading is ForeignReading =>
  reading !== undefined && reading !== 'tooMuch';

/** A part of a value. It is checked within the same object, and called by its place. */
interface PlacedPart {
  readonly group: PemDocument;
  readonly index: number;
  readonly placeOf: (block: number) => string;
}

function partAt(
  { parts: { groups, values } }: ForeignReading,
  at: number,
  translate: Translate,
): PlacedPart | undefined {
  for (const { document: group } of groups) {
    const index = group.parts.findIndex(({ block: { span } }) => span.start <= at && at <= span.end);
    if (index >= 0) return { group, index, placeOf: placesIn(group, values, translate) };
  }
  return undefined;
}

const placesIn =
  (group: PemDocument, values: readonly PlacedValue[], translate: Translate) =>
  (number: number): string => {
    const start = [...new Set(group.parts.map(({ block }) => block))][number - 1]?.span.start ?? -1;
    const value = valueAt(values, start);
    return (
      (value && placeText(value, blockIn(value, start), translate)) || vscode.l10n.t('block {block}', { block: number })
    );
  };

function registerHover(documents: ForeignDocuments, { now, settings, translate }: EditorServices): vscode.Disposable {
  return vscode.languages.registerHoverProvider(everywhere, {
    provideHover: async (document, position) => {
      if (documents.found(document) !== 'signs') return undefined;
      const reading = await documents.read(document);
      if (!isRead(reading)) return undefined;
      const offset = document.offsetAt(position);
      const value = valueAt(reading.parts.values, offset);
      if (!value) return undefined;
      const range = toRange(document, value.span);
      if (value.isEncrypted)
        return toHover(
          `**${vscode.l10n.t('PKCS#12 file')}**\n\n${vscode.l10n.t('It is protected with a password.')}`,
          range,
        );
      const placed = partAt(reading, offset, translate);
      if (!placed) return undefined;
      const { group, index, placeOf } = placed;
      const options = { ...clockOf({ now, settings }), translate, placeOf };
      const text = hoverText(group, index, options);
      const place = placeText(value, blockIn(value, offset), translate);
      return text === undefined
        ? undefined
        : toHover(
            place === '' ? text : `${toCodeSpan(place)}\n\n${text}`,
            value.isEncoded ? range : toRange(document, group.parts[index]?.block.span ?? value.span),
          );
    },
  });
}

/** Registers one symbol a block, below the document's own ones. */
function registerOutline(documents: ForeignDocuments, { now, settings, translate }: EditorServices): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    everywhere,
    {
      provideDocumentSymbols: async (document, token) => {
        if (documents.found(document) !== 'signs') return undefined;
        const reading = await documents.read(document);
        if (!isRead(reading)) return undefined;
        const { groups, values } = reading.parts;
        const symbols: vscode.DocumentSymbol[] = values
          .filter(({ isEncrypted }) => isEncrypted)
          .map((value) =>
            toSymbol(document, {
              kind: 'other',
              name: vscode.l10n.t('PKCS#12 file'),
              detail: placeText(value, undefined, translate),
              span: value.span,
              begin: value.span,
              state: undefined,
            }),
          );
        for (const { document: group } of groups) {
          const placeOf = placesIn(group, values, translate);
          const options = { ...clockOf({ now, settings }), translate, placeOf };
          const entries = await inHostSlices(toOutlineSteps(group, options), () => !token.isCancellationRequested);
          if (!entries) return undefined;
          symbols.push(
            ...entries.map((entry) => {
              const value = valueAt(values, entry.span.start);
              const place = value ? placeText(value, blockIn(value, entry.span.start), translate) : '';
              const detail = [place, entry.detail].filter((text) => text !== '').join(' · ');
              return toSymbol(document, { ...entry, detail });
            }),
          );
        }
        return symbols.sort((a, b) => a.range.start.compareTo(b.range.start));
      },
    },
    { label: vscode.l10n.t('Certificates') },
  );
}

/** Sets a context key, for menus, that says whether the active editor holds something to upload. */
function keepContext(documents: ForeignDocuments): vscode.Disposable {
  const contexts = new Contexts();
  const tell = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    contexts.set('api7Certificates.holdsCertificates', document !== undefined && documents.found(document) === 'signs');
  };
  tell();
  return vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(tell), documents.onDidChange(tell));
}
