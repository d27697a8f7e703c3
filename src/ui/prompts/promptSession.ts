import type { Frame } from '../../app/base/steps';
import type { ListBox, TextBox } from '../window/boxes';
import type { IconButton, Row } from '../window/rows';

/** The end of a question. What was typed comes along when going back, so that it can be put in again. */
export type Answer<T> =
  | {
      readonly kind: 'value';
      readonly value: T;
      /** Answered by itself: there was nothing to choose. */ readonly isAutomatic?: true;
    }
  | { readonly kind: 'back'; readonly typed: string }
  | { readonly kind: 'cancelled' };

/**
 * A button beside the title that may show something of its own, such as a file dialog, and answers a text to put in.
 */
export interface PromptAction extends IconButton {
  readonly run: () => Promise<string | undefined>;
}

export interface Question {
  readonly title: string;
  /** Place in a flow: shows the Back button. */
  readonly frame?: Frame;
  readonly actions?: readonly PromptAction[];
}

/** The ends of a question's wires: the first of `end` and `fail` counts, and aborts `signal`. */
export interface Session<T> {
  readonly end: (answer: Answer<T>) => void;
  /** Closes the box and has the question reject: the work behind it went wrong in a way that nobody foresaw. */
  readonly fail: (error: unknown) => void;
  readonly signal: AbortSignal;
}

type Box = TextBox | ListBox<Row>;

/** Shows a quick input until it is answered or dismissed, and disposes it. Losing the focus does not dismiss it. */
export function ask<T>(box: Box, question: Question, wire: (session: Session<T>) => void): Promise<Answer<T>> {
  const { title, frame, actions = [] } = question;
  const abort = new AbortController();
  box.title = title;
  box.ignoreFocusOut = true;
  box.showButtons(actions, { canGoBack: frame?.canGoBack ?? false });
  return new Promise((resolve, reject) => {
    let isAway = false;
    const close = (settle: () => void) => {
      if (abort.signal.aborted) return;
      abort.abort();
      settle();
      box.dispose();
    };
    const end = (answer: Answer<T>) => close(() => resolve(answer));
    const fail = (error: unknown) => close(() => reject(error instanceof Error ? error : new Error(String(error))));
    box.onDidTriggerButton(async (button) => {
      if (button === 'back') return end({ kind: 'back', typed: box.value });
      const action = actions.find((each) => each === button);
      if (!action) return;
      // A dialog of VS Code's own takes the place of this one: that is no dismissal.
      isAway = true;
      try {
        const text = await action.run();
        if (text !== undefined && !abort.signal.aborted) box.value = text;
      } finally {
        isAway = false;
        if (!abort.signal.aborted) box.show();
      }
    });
    box.onDidHide(() => {
      if (!isAway) end({ kind: 'cancelled' });
    });
    wire({ end, fail, signal: abort.signal });
    if (!abort.signal.aborted) box.show();
  });
}
