import { ListBox } from '../window/boxes';

/** Does something before the real question can be asked, in its place on the screen. Leaving it stops the work. */
export async function withBusyPick<T>(
  { title, doing }: { readonly title: string; readonly doing: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const pick = new ListBox();
  const abort = new AbortController();
  pick.title = title;
  pick.placeholder = doing;
  pick.busy = true;
  pick.ignoreFocusOut = true;
  pick.onDidHide(() => abort.abort());
  pick.show();
  try {
    const result = await work(abort.signal);
    return abort.signal.aborted ? undefined : result;
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  } finally {
    pick.dispose();
  }
}
