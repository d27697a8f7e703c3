import type { DetailNotice, DetailRow, DetailState } from '../../../src/shared/protocol';
import { holds } from './holds';
import type { Person } from './person';
import type { RecordedPage } from './recordedWindow';

type ReadyState = Extract<DetailState, { readonly state: 'ready' }>;

/** What the page was sent last that it shows. */
const stateOf = ({ sent }: RecordedPage): DetailState | undefined =>
  sent
    .map((message) => JSON.parse(message) as DetailState | DetailNotice)
    .findLast((message): message is DetailState => message.kind === 'state');

const textOf = ({ values, note = '' }: DetailRow): string => [...values, note].join('\n');

/** The page of a certificate or of a host, as it is shown now. */
export class DetailPage {
  constructor(
    private readonly person: Person,
    private readonly page: RecordedPage,
  ) {}

  /** Waits until this is so of what it shows. */
  async until(isSo: (state: ReadyState) => boolean, what: string): Promise<ReadyState> {
    return this.person.recorded.texts.until(
      () => {
        const state = stateOf(this.page);
        return state?.state === 'ready' && isSo(state) ? state : undefined;
      },
      () => `The page does not show ${what}, but: ${JSON.stringify(stateOf(this.page))}`,
    );
  }

  /** Waits until the row with this id says this. */
  async row(id: string, text: string | RegExp): Promise<void> {
    await this.until(
      ({ detail }) => detail.sections.some(({ rows }) => rows.some((row) => row.id === id && holds(textOf(row), text))),
      `“${String(text)}” in ${id}`,
    );
  }

  /** Waits until it says that this is wrong. */
  async problem(text: string | RegExp): Promise<void> {
    await this.until(({ problem = '' }) => holds(problem, text), `the problem “${String(text)}”`);
  }

  /** Waits until it was read, and nothing is wrong. */
  async noProblem(): Promise<void> {
    await this.until(
      ({ problem, activity }) => problem === undefined && activity === undefined,
      'what is read without a problem',
    );
  }

  /** Does what it does when something on it is pressed. */
  press(intent: object): void {
    this.page.receive(intent);
  }
}

/** Waits for the page in front that is about the certificate or host of this title. */
export const detailPage = async (person: Person, title: string): Promise<DetailPage> => {
  const { pages, texts } = person.recorded;
  const page = await texts.until(
    () =>
      pages.find((each) => {
        const state = stateOf(each);
        return each.panel.active && state?.state === 'ready' && state.detail.title === title;
      }),
    () => `No page is about “${title}”, but: ${pages.map((each) => JSON.stringify(stateOf(each))).join('; ')}`,
  );
  return new DetailPage(person, page);
};
