import * as vscode from 'vscode';
import type { ToolId } from '../../ids';
import { toHoverMarkdown } from '../window/editorTexts';
import { toCodeSpan } from '../window/markdownText';
import type { LanguageModelServices } from './tools';
import { readToolInput, runTool } from './tools';

/** Returns the words that VS Code shows before a tool runs: what it does, and what a language model will see of it. */
export function prepareTool(tool: ToolId, input: unknown): vscode.PreparedToolInvocation {
  const { t } = vscode.l10n;
  const { host, path } = readToolInput(input);
  const whatIsSent = t('Names, dates, issuers and labels go to the language model; never a key, a token or a PEM.');
  const ask = (title: string, what: string, invocationMessage: string): vscode.PreparedToolInvocation => ({
    invocationMessage,
    confirmationMessages: { title, message: toHoverMarkdown(`${what}\n\n${whatIsSent}`) },
  });
  switch (tool) {
    case 'api7-certificates_list_certificates':
      return ask(
        t('List Certificates'),
        t('Reads which certificates the connected gateways hold.'),
        t('Listing certificates'),
      );
    case 'api7-certificates_find_expiring_certificates':
      return ask(
        t('Find Expiring Certificates'),
        t('Reads which certificates of the connected gateways have expired or are about to.'),
        t('Looking for expiring certificates'),
      );
    case 'api7-certificates_find_certificate_for_host':
      return ask(
        t('Find the Certificate for a Host'),
        t('Reads which certificate the connected gateways serve for {0}.', toCodeSpan(host ?? '')),
        t('Looking for the certificate that is served'),
      );
    case 'api7-certificates_check_certificate_file':
      return ask(
        t('Check Certificate File'),
        t('Reads {0} in this workspace and checks it.', toCodeSpan(path ?? '')),
        t('Checking a certificate file'),
      );
  }
}

/** Runs a tool. A failure says no more to the model than that there was one; the log has it. */
export async function invokeTool(
  tool: ToolId,
  input: unknown,
  { services, token }: { readonly services: LanguageModelServices; readonly token: vscode.CancellationToken },
): Promise<vscode.LanguageModelToolResult> {
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort());
  try {
    const text = await runTool(tool, input, { services, signal: abort.signal });
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  } catch (error) {
    if (abort.signal.aborted) throw new vscode.CancellationError();
    services.log.error('A tool for language models failed', error);
    throw new Error('It failed; the log of API7 Certificates says why.');
  } finally {
    subscription.dispose();
  }
}
