import { holds } from './holds';
import type { Message, RecordedWindow } from './recordedWindow';

/** The messages at the bottom right. */
export class Notifications {
  constructor(private readonly recorded: RecordedWindow) {}

  /** Waits for the message that holds this text. */
  async message(text: string | RegExp): Promise<Message> {
    return untilAsked(this.recorded, { text, isDialog: false });
  }

  /** Waits until something that is under way says this. */
  async progress(text: string | RegExp): Promise<void> {
    const { texts } = this.recorded;
    const said = () => texts.all.filter(({ place }) => place.startsWith('withProgress')).map((each) => each.text);
    await texts.until(
      () => (said().some((each) => holds(each, text)) ? true : undefined),
      () => `Nothing that is under way says “${String(text)}”, but: ${said().join('; ')}`,
    );
  }

  /** Presses Cancel on what is under way and says this. */
  async cancel(text: string | RegExp): Promise<void> {
    const { running, texts } = this.recorded;
    const { cancel } = await texts.until(
      () => [...running].find(({ isCancellable, message }) => isCancellable && holds(message, text)),
      () => `Nothing that is under way and says “${String(text)}” can be cancelled`,
    );
    cancel();
  }

  texts(): readonly string[] {
    return this.recorded.messages.filter(({ isDialog }) => !isDialog).map((each) => each.text);
  }

  /** Waits for the message and presses its button. */
  async press(text: string | RegExp, button: string): Promise<void> {
    (await this.message(text)).answer(button);
  }

  clear(): void {
    for (const message of [...this.recorded.messages]) message.answer();
  }
}

/** Waits for the message, or dialog, that holds this text. */
export const untilAsked = (
  { messages, texts, boxes }: RecordedWindow,
  { text, isDialog }: { readonly text: string | RegExp; readonly isDialog: boolean },
): Promise<Message> =>
  texts.until(
    () => messages.find((each) => each.isDialog === isDialog && holds(`${each.text}\n${each.detail ?? ''}`, text)),
    () =>
      `Nobody says “${String(text)}”, but: ${messages.map((each) => each.text).join('; ')}; ${boxes.findLast(({ isShown }) => isShown)?.text ?? 'no box'}`,
  );
