import type { DetailRow, DetailSection, DetailState, PageSubject } from '../src/shared/protocol';

/** The state of the page: the host's last snapshot, and what the person did on the page itself. */
export interface View {
  readonly state: DetailState | undefined;
  /** Sections folded or unfolded by hand, by id. */
  readonly folded: ReadonlyMap<string, boolean>;
  /** The number of values asked for of a long row, by row id. */
  readonly shown: ReadonlyMap<string, number>;
}

export type ViewEvent =
  | { readonly kind: 'state'; readonly state: DetailState }
  | { readonly kind: 'fold'; readonly section: string; readonly isFolded: boolean }
  | { readonly kind: 'more'; readonly row: string };

export const emptyView: View = { state: undefined, folded: new Map(), shown: new Map() };

/** Values of a row that are shown at first, and how many come with each step. */
const firstValues = 20;
const stepValues = 200;

export function reduceView(view: View, event: ViewEvent): View {
  switch (event.kind) {
    case 'state':
      return view.state && isSameSubject(view.state.subject, event.state.subject)
        ? { ...view, state: event.state }
        : { ...emptyView, state: event.state };
    case 'fold':
      return { ...view, folded: new Map(view.folded).set(event.section, event.isFolded) };
    case 'more':
      return {
        ...view,
        shown: new Map(view.shown).set(event.row, (view.shown.get(event.row) ?? firstValues) + stepValues),
      };
  }
}

function isSameSubject(one: PageSubject, other: PageSubject): boolean {
  switch (one.from) {
    case 'gateway':
      return other.from === 'gateway' && one.connection === other.connection && one.id === other.id;
    case 'file':
      return other.from === 'file' && one.uri === other.uri && one.index === other.index;
    case 'host':
      return other.from === 'host' && one.host === other.host;
  }
}

export const isFolded = (view: View, section: DetailSection): boolean =>
  view.folded.get(section.id) ?? section.isCollapsed ?? false;

/** Returns how many of a row's values are shown. One more is not hidden behind a button. */
export function shownCount(view: View, { id, values }: DetailRow): number {
  const wanted = view.shown.get(id) ?? firstValues;
  return values.length <= wanted + 1 ? values.length : wanted;
}
