/** The position of a step in a flow. Steps are not counted: how many there are depends on the answers. */
export interface Frame {
  /** False on the first step, where nothing is before the flow. */
  readonly canGoBack: boolean;
}

/** The result of a step. `state` carries what was typed also when going back, so that nothing is lost. */
export type StepEnd<State> =
  | { readonly kind: 'next'; readonly state: State }
  /** Went on by itself: going back does not stop here. */
  | { readonly kind: 'passed'; readonly state: State }
  | { readonly kind: 'back'; readonly state: State }
  | { readonly kind: 'cancelled' };

export interface Step<State> {
  /** False leaves the step out, as long as the state says so. */
  readonly isNeeded?: (state: State) => boolean;
  readonly run: (state: State, frame: Frame) => Promise<StepEnd<State>>;
}

/**
 * Runs the steps in order, back and forth; the last state, or undefined where the person cancelled.
 * @param options.canLeave Back on the first step ends it as cancelling does.
 */
export async function runSteps<State>(
  steps: readonly Step<State>[],
  start: State,
  { canLeave = false }: { readonly canLeave?: boolean } = {},
): Promise<State | undefined> {
  const visited: number[] = [];
  let state = start;
  let index = 0;
  for (;;) {
    const step = steps[index];
    if (step === undefined) return state;
    if (step.isNeeded?.(state) === false) {
      index += 1;
      continue;
    }
    const end = await step.run(state, { canGoBack: canLeave || visited.length > 0 });
    if (end.kind === 'cancelled') return undefined;
    state = end.state;
    if (end.kind === 'back') {
      const previous = visited.pop();
      if (previous === undefined && canLeave) return undefined;
      index = previous ?? index;
    } else {
      if (end.kind === 'next') visited.push(index);
      index += 1;
    }
  }
}
