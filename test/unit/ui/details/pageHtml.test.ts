import assert from 'node:assert/strict';
import { toPageHtml } from '../../../../src/ui/details/pageHtml';

describe('toPageHtml', () => {
  const html = toPageHtml({
    cspSource: 'https://own.example',
    nonce: 'abc123',
    scriptAddress: 'https://own.example/webview.js',
    styleAddresses: ['https://own.example/webview.css'],
    language: 'en',
    title: '"><script>alert(1)</script>',
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';

  it('allows nothing that it does not need', () => {
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-abc123'; style-src https://own.example 'nonce-abc123'; base-uri 'none'; form-action 'none'",
    );
  });

  it('gives the toolkit its nonce', () => assert.match(html, /<meta property="csp-nonce" content="abc123">/));
  it('has one script, with the nonce', () => assert.deepEqual(html.match(/<script/g), ['<script']));
  it('has no style attribute and no handler', () => assert.doesNotMatch(html, / (style|on\w+)=/));
  it('escapes what strangers chose', () =>
    assert.match(html, /<title>&#34;&#62;&#60;script&#62;alert\(1\)&#60;\/script&#62;<\/title>/));
});
