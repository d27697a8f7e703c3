import { open, stat } from 'node:fs/promises';

export type LocalFileFault = 'missing' | 'notAFile' | 'tooLarge' | 'unreadable';
export type LocalFileReading =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: LocalFileFault };

/** Reads a text file of this machine as UTF-8; never throws. */
export type ReadLocalFile = (path: string, maxBytes: number) => Promise<LocalFileReading>;

export const readLocalFile: ReadLocalFile = async (path, maxBytes) => {
  try {
    // Before opening: opening a pipe waits for its writer, for ever.
    if (!(await stat(path)).isFile()) return { ok: false, fault: 'notAFile' };
    const file = await open(path, 'r');
    try {
      // One byte more than allowed, so that a file that grows meanwhile is noticed too.
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
      if (bytesRead > maxBytes) return { ok: false, fault: 'tooLarge' };
      return { ok: true, text: buffer.toString('utf8', 0, bytesRead) };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, fault: hasCode(error, 'ENOENT', 'ENOTDIR') ? 'missing' : 'unreadable' };
  }
};

/** Returns whether something that was thrown has one of the codes that Node gives its errors, such as `ENOENT`. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
