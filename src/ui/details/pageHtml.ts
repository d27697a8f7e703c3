export interface PageParts {
  /** `webview.cspSource`: where the extension's own files come from. */
  readonly cspSource: string;
  /** New for every page; lets our script and the toolkit's styles in, and nothing else. */
  readonly nonce: string;
  readonly scriptAddress: string;
  readonly styleAddresses: readonly string[];
  /** BCP 47, e.g. `zh-cn`. */
  readonly language: string;
  readonly title: string;
  /** The page of ours that it is; the details page where it is not said. */
  readonly page?: 'renewal' | undefined;
}

/** Makes the empty page. Everything on it is put there by the script, as text. */
export function toPageHtml({
  cspSource,
  nonce,
  scriptAddress,
  styleAddresses,
  language,
  title,
  page,
}: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The toolkit inserts a style element, which takes the nonce from the meta element below.
    `style-src ${cspSource} 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta property="csp-nonce" content="${escapeAttribute(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeAttribute(title)}</title>
${styleAddresses.map((address) => `<link rel="stylesheet" href="${escapeAttribute(address)}">`).join('\n')}
</head>
<body>
<main id="page"${page === undefined ? '' : ` data-page="${page}"`}></main>
<div id="said" aria-live="polite"></div>
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(scriptAddress)}"></script>
</body>
</html>`;
}

const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
