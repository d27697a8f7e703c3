/** The position of a step in a flow, for its title: `(2/5)`. */
export interface Frame {
  /** From 1. */
  readonly step: number;
  readonly total: number;
  /** False on the first step. */
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

/** Runs the steps in order, back and forth; the last state, or undefined where the person cancelled. */
export async function runSteps<State>(steps: readonly Step<State>[], start: State): Promise<State | undefined> {
  const isNeeded = (step: Step<State>, state: State) => step.isNeeded?.(state) ?? true;
  const visited: number[] = [];
  let state = start;
  let index = 0;
  for (;;) {
    const step = steps[index];
    if (step === undefined) return state;
    if (!isNeeded(step, state)) {
      index += 1;
      continue;
    }
    const frame = { step: countNeeded(index) + 1, total: countNeeded(steps.length), canGoBack: visited.length > 0 };
    const end = await step.run(state, frame);
    if (end.kind === 'cancelled') return undefined;
    state = end.state;
    if (end.kind === 'back') {
      index = visited.pop() ?? index;
    } else {
      if (end.kind === 'next') visited.push(index);
      index += 1;
    }
  }

  function countNeeded(before: number): number {
    return steps.slice(0, before).filter((step) => isNeeded(step, state)).length;
  }
}
