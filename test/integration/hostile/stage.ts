import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Connection } from '../../../src/app/connections/connection';
import type { CommandId } from '../../../src/ids';
import { answers } from '../../gateway/http/faults';
import { shown } from '../../hostile/bait';
import type { FileName, World } from '../../hostile/world';
import { fileNames } from '../../hostile/world';
import type { PlannedConnection } from '../../ui/harness/profile';
import { holds } from '../harness/holds';
import type { Person } from '../harness/person';
import type { Message } from '../harness/recordedWindow';

/** Goes through what a command shows, with hostile text in all of it. */
export type Walk = (stage: Stage) => Promise<void>;

/** The walks of a command, by what they are about; or the reason why there is nothing to walk. */
export type Walks = Readonly<Record<string, Walk>> | { readonly nothing: string };

/** The bait as it is in what shows foreign text as it is: documents, pages, code spans; and in what is escaped. */
const bare = 'door.probe';

/** The window in which one command is walked through. Whatever it waits for counts as hostile text that was seen. */
export class Stage {
  /** The number of times that the bait was seen as text. */
  seen = 0;

  constructor(
    readonly person: Person,
    readonly world: World,
    private readonly command?: CommandId,
  ) {}

  /** The command that is walked. */
  get walked(): CommandId {
    return this.command ?? assert.fail('No command is walked');
  }

  /** As from the palette. */
  run(command = this.walked): void {
    this.person.run(command);
  }

  /** As from the menu of the first such row in the tree, or of several that are selected. */
  inTree(...labels: readonly (string | RegExp)[]): Promise<void> {
    return this.person.runOn(this.walked, ...labels);
  }

  /** As from the Explorer. */
  inExplorer(...names: readonly FileName[]): void {
    this.person.runOnFiles(this.walked, ...names.map((name) => this.path(name)));
  }

  /** Adds a connection with its token. */
  addConnection({ connection, token }: PlannedConnection): Promise<void> {
    return this.person.addConnection(connection as Connection, token);
  }

  path(name: FileName): string {
    return join(this.world.folder, fileNames[name]);
  }

  /** Opens a file in an editor, with the cursor at its beginning. */
  async open(name: FileName): Promise<void> {
    await this.person.openFile(this.path(name));
  }

  /** A message that holds the text, and the bait written out. */
  async says(text: string | RegExp): Promise<Message> {
    const message = await this.person.notifications.message(text);
    this.sees([message.text, ...message.buttons].join('\n'), shown);
    return message;
  }

  /** The quick input is at this step, and shows the bait in its title, prompt or rows. */
  async asks(text: string | RegExp): Promise<void> {
    await this.person.quickInput.step(text);
    await this.person.quickInput.until((box) => box.text.includes(shown), `the bait at “${String(text)}”`);
    this.seen += 1;
  }

  /** The row of the list has the bait in its label, description or detail. */
  async offers(label: string | RegExp): Promise<void> {
    const { label: text, description = '', detail = '' } = await this.person.quickInput.row(label);
    this.sees(`${text} ${description} ${detail}`, shown);
  }

  /** A row of the list says this of the bait. */
  async lists(text: string): Promise<void> {
    const isSo = (each: string): boolean => each.includes(text) && each.includes(shown);
    await this.person.quickInput.until((box) => box.text.split('\n').some(isSo), `a row with “${text}” and the bait`);
    this.seen += 1;
  }

  /** The line under an input box says this of the bait. */
  async objects(text: string | RegExp): Promise<void> {
    await this.person.quickInput.until(
      ({ message }) => holds(message, text) && message.includes(shown),
      `the line “${String(text)}” with the bait`,
    );
    this.seen += 1;
  }

  /** The open dialog asks this of the bait. */
  async confirms(text: string | RegExp): Promise<Message> {
    const dialog = await this.person.dialog(text);
    this.sees(`${dialog.text}\n${dialog.detail ?? ''}`, shown);
    return dialog;
  }

  /** A row of the tree is called so and shows the bait. */
  async hasRow(label: string | RegExp, text = shown): Promise<void> {
    await this.person.tree.row(label, (each) => each.includes(text));
    this.seen += 1;
  }

  /** A row of the tree says this of the bait. */
  async hasRowThat(says: string): Promise<void> {
    await this.person.tree.until(({ label, item }) => {
      const text = `${label} ${String(item.description ?? '')}`;
      return text.includes(says) && text.includes(shown);
    }, `No row says “${says}” of the bait`);
    this.seen += 1;
  }

  /** A page that says this was sent the bait, which it draws as text. */
  async hasPage(text: string | RegExp = bare): Promise<void> {
    const { sent } = await this.person.page(text);
    this.sees(sent.join('\n'), bare);
  }

  /** The active tab is called so. */
  async hasTab(text: string | RegExp): Promise<void> {
    this.sees((await this.person.tab(text)).label, bare);
  }

  /** The document in front holds the bait. */
  async hasText(): Promise<void> {
    this.sees(await this.person.editorText(bare), bare);
  }

  /** The status bar says this of the bait. */
  async hasStatus(text: string | RegExp): Promise<void> {
    this.sees(await this.person.status(text), bare);
  }

  sees(text: string, wanted: string): void {
    assert.ok(text.includes(wanted), `No bait in “${text}”`);
    this.seen += 1;
  }

  /**
   * Refuses the next such request in the stranger's words, or every GET until that is removed: the tree may read at the
   * same time.
   */
  refuses(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', words: string) {
    const times = method === 'GET' ? undefined : 1;
    return this.world.gateway.faults.add({ method }, answers.json(400, { error_msg: words }), times);
  }
}
