import * as vscode from 'vscode';
import { besideCandidates } from '../../app/beside';
import type { Wanted } from '../../app/beside';
import type { UploadMaterial } from '../../app/upload';
import { describeContents, readPemDocument } from '../../core/document';
import type { KeyReading } from '../../core/keys';
import { limits } from '../../core/limits';
import { blockPem } from '../../core/pem';
import { parseCertificate } from '../../core/x509';
import type { Translate } from '../../shared/translate';
import { fileName, readDocument, readFile } from '../files';
import type { FileReading } from '../files';

/** What one file holds for an upload, and how to say it where that is nothing. */
export interface FileMaterial extends UploadMaterial {
  /** What the file does hold, in a sentence. */
  readonly contents: string;
}

export type MaterialReading = { readonly ok: true; readonly material: FileMaterial } | { readonly ok: false; readonly sentence: string };

/** Certificates and keys of a file as the person sees it: unsaved changes count. */
export async function readMaterial(uri: vscode.Uri, translate: Translate): Promise<MaterialReading> {
  return toMaterial(await readFile(uri), fileName(uri), translate);
}

/** Certificates and keys of an open document, saved or not. */
export function readDocumentMaterial(document: vscode.TextDocument, translate: Translate): MaterialReading {
  return toMaterial(readDocument(document), fileName(document.uri), translate);
}

function toMaterial(reading: FileReading, place: string, translate: Translate): MaterialReading {
  switch (reading.kind) {
    case 'unreadable':
      return { ok: false, sentence: reading.sentence };
    case 'binary':
      return binaryMaterial(reading.bytes, place);
    case 'text': {
      const document = readPemDocument(reading.text);
      return {
        ok: true,
        material: {
          certificates: document.parts.flatMap((part) => (part.certificate?.ok ? [{ place, certificate: part.certificate.value }] : [])),
          keys: document.parts.flatMap(({ block, key }) =>
            key ? [{ place, reading: key, toPem: () => blockPem(reading.text, { ...block, label: trueLabel(key, block.label) }) ?? '' }] : [],
          ),
          contents: describeContents(document, translate),
        },
      };
    }
  }
}

/** Readers go by the label, so a key that stands under another format's is sent under its own (RFC 7468 §10, RFC 5915 §4). */
function trueLabel(key: KeyReading, label: string): string {
  if (key.status !== 'plain') return label;
  switch (key.format) {
    case 'pkcs8':
      return 'PRIVATE KEY';
    case 'pkcs1':
      return 'RSA PRIVATE KEY';
    case 'sec1':
      return 'EC PRIVATE KEY';
    default:
      return label;
  }
}

/** A binary file is of use only as one DER certificate; anything else is named as far as it can be told. */
function binaryMaterial(bytes: Uint8Array, place: string): MaterialReading {
  const certificate = bytes.length <= limits.objectBytes ? parseCertificate(bytes) : undefined;
  return certificate?.ok
    ? { ok: true, material: { certificates: [{ place, certificate: certificate.value }], keys: [], contents: '' } }
    : {
        ok: false,
        sentence: vscode.l10n.t(
          '“{0}” is a binary file and no DER certificate. Convert it to PEM first, e.g. with openssl.',
          place,
        ),
      };
}

/**
 * Reads the files of the same folder whose names say that they may hold the counterpart, likeliest first, until `isEnough`.
 * Empty for documents that are in no folder, and where the file system cannot be listed.
 */
export async function* readBeside(uri: vscode.Uri, wanted: Wanted, translate: Translate): AsyncGenerator<FileMaterial> {
  if (uri.scheme === 'untitled') return;
  const folder = vscode.Uri.joinPath(uri, '..');
  let entries: [string, vscode.FileType][];
  try {
    entries = await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return;
  }
  const names = entries.filter(([, type]) => type & vscode.FileType.File).map(([name]) => name);
  for (const name of besideCandidates(fileName(uri), names, wanted)) {
    const sibling = vscode.Uri.joinPath(folder, name);
    if (await isSmall(sibling)) {
      const reading = await readMaterial(sibling, translate);
      if (reading.ok) yield reading.material;
    }
  }
}

/** Files that nobody chose are read only where they are small enough to be a key or a chain. */
async function isSmall(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size <= limits.objectBytes;
  } catch {
    return false;
  }
}
