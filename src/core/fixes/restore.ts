/** Writes blocks anew whose lines were joined, escaped, quoted or prefixed, on lines of their own. */
import type { Cooperative } from '../../shared/cooperative';
import type { Span } from '../model';
import { quotingBehindBlock } from '../pem/boundaryText';
import { scanLooseBlocksSteps } from '../pem/looseBlocks';
import { scanPemSteps } from '../pem/scan';
import type { TextEdit } from './lines';
import { lineEndOf, lineStart, lineStop, withEdits } from './lines';
import type { ReadText } from './readText';

/**
 * Restores each block that cannot be read as it stands; kept only where more blocks can be read then, and less is
 * broken.
 */
export function* restoreBlocks({ text, document }: ReadText): Cooperative<string> {
  const lineEnd = lineEndOf(text);
  const intact = document.parts.flatMap(({ block }) => (block.isIntact ? [block.span] : []));
  const edits: TextEdit[] = [];
  let [behind, next] = [0, 0];
  for (const { span, pem, isPlaceholder } of yield* scanLooseBlocksSteps(text)) {
    yield;
    while ((intact[next]?.end ?? Infinity) <= span.start) next++;
    if (isPlaceholder || (intact[next]?.start ?? Infinity) < span.end) continue;
    const place = widened(text, span, behind);
    behind = place.end;
    edits.push({
      span: place,
      text: `${place.start > lineStart(text, place.start) ? lineEnd : ''}${pem.trimEnd().replaceAll('\n', lineEnd)}${
        lineStop(text, place.end) > place.end ? lineEnd : ''
      }`,
    });
  }
  if (edits.length === 0) return text;
  const after = withEdits(text, edits);
  const { blocks, errors } = yield* scanPemSteps(after);
  const isBetter =
    blocks.filter(({ isIntact }) => isIntact).length > new Set(intact).size && errors.length <= document.errors.length;
  return isBetter ? after : text;
}

/** Returns the span of the block with what only quotes or prefixes it on its lines. */
function widened(text: string, { start, end }: Span, floor: number): Span {
  const first = Math.max(floor, lineStart(text, start));
  const before =
    /["'`>+|#;*/\s\ufeff\0]*$/.exec(text.slice(Math.max(first, start - maxQuoting), start))?.[0].length ?? 0;
  return { start: start - before, end: end + quotingBehind(text.slice(end, end + maxQuoting)) };
}

/** Returns the length of what ends a string, on the line of END and, if nothing else is there, on those below. */
function quotingBehind(behind: string): number {
  const quoting = quotingBehindBlock.exec(behind)?.[0] ?? '';
  const isWhole = quoting.length === behind.length || /[\r\n]\s*$/.test(quoting);
  const own = isWhole ? quoting : quoting.slice(0, Math.max(0, quoting.lastIndexOf('\n')) || quoting.length);
  return own.trimEnd().length;
}

const maxQuoting = 200;
