import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import { toKnown } from '../../app/timeline/items';
import type { Pressing, ReminderMemory, Snooze } from '../../app/timeline/reminder';
import { isReminderDue, pressingSteps, readReminderMemory, toDay, toSnoozed } from '../../app/timeline/reminder';
import type { CommandId } from '../../ids';
import { inHostSlices } from '../../shared/turns';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import { chooseRow } from '../window/chooseRow';
import { showWarningMessage } from '../window/messages';
import { StatusItem } from '../window/statusItem';
import { pressingText, statusText } from './reminderText';
import type { TimelineServices } from './timelinePages';

/** The key in the user's state, which all windows share. */
const memoryKey = 'api7Certificates.reminder';

/** Milliseconds between two counts while lists are read. */
const recountInterval = 2_000;

const timelineCommand: CommandId = 'api7Certificates.showTimeline';

/** Counts in the status bar what ends soon, and says once a day what presses. */
export function watchExpiry(services: TimelineServices): vscode.Disposable {
  return new ExpiryNotices(services);
}

class ExpiryNotices implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly recount: Throttle;
  private readonly item: StatusItem;
  private turn = 0;

  constructor(private readonly services: TimelineServices) {
    const { inventory, connections, settings, check, now } = services;
    this.item = this.owned.add(
      new StatusItem({
        id: 'api7Certificates.expiry',
        name: vscode.l10n.t('API7 Certificates: Expiry'),
        command: { command: timelineCommand, title: vscode.l10n.t('Show Timeline') },
      }),
    );
    this.recount = this.owned.add(
      new Throttle({ scheduler: realScheduler, now, interval: recountInterval, action: () => this.count() }),
    );
    for (const { onDidChange } of [inventory, connections, settings, check])
      this.owned.add(onDidChange(() => this.recount.request()));
    this.owned.add(onPassingTime(() => this.recount.request()));
    this.recount.flush();
  }

  dispose(): void {
    this.turn++;
    this.owned.dispose();
  }

  private async count(): Promise<void> {
    const turn = ++this.turn;
    const { settings, translate } = this.services;
    const clock = clockOf(this.services);
    const { showsExpiryInStatusBar, remindsOfExpiry } = settings;
    if (!showsExpiryInStatusBar) this.item.hide();
    if (!showsExpiryInStatusBar && !remindsOfExpiry) return;
    const pressing = await inHostSlices(pressingSteps(toKnown(this.services), clock), () => this.turn === turn);
    if (!pressing || this.turn !== turn) return;
    const text = showsExpiryInStatusBar
      ? statusText(pressing.numbers, { translate, language: vscode.env.language })
      : undefined;
    if (text) this.item.show({ icon: 'calendar', ...text, isWarning: false });
    else this.item.hide();
    if (remindsOfExpiry && !this.isReading() && vscode.window.state.focused)
      // Not awaited: it stays for as long as the person leaves it.
      void this.remind(pressing).catch((error: unknown) =>
        this.services.log.error('A reminder could not be shown', error),
      );
  }

  /** Returns whether numbers are not known yet, or about to be others. */
  private isReading(): boolean {
    const { connections, inventory, check } = this.services;
    const states = connections.all.map(({ id }) => inventory.state(id).kind);
    return check.progress.kind === 'checking' || states.some((kind) => kind === 'idle' || kind === 'loading');
  }

  private async remind(pressing: Pressing): Promise<void> {
    const { settings, now, translate } = this.services;
    const memory = this.memory;
    if (!isReminderDue(pressing, memory, now())) return;
    // Before it shows: another window may be about to.
    await this.remember({ ...memory, day: toDay(now()) });
    const { t } = vscode.l10n;
    const [show, snooze] = [t('Show Timeline'), t('Snooze…')];
    const sentence = pressingText(pressing.numbers, { translate, language: vscode.env.language });
    const pressed = await showWarningMessage(sentence, show, snooze);
    if (pressed === show) await vscode.commands.executeCommand(timelineCommand);
    if (pressed !== snooze) return;
    const chosen = await chooseRow(snoozeRows(), {
      title: t('Snooze Expiry Reminders'),
      placeholder: t('When may they be shown again?'),
    });
    if (chosen?.snooze === 'ever') await settings.stopReminders();
    else if (chosen) await this.remember(toSnoozed(this.memory, chosen.snooze, { now: now(), marks: pressing.marks }));
  }

  private get memory(): ReminderMemory {
    return readReminderMemory(this.services.context.globalState.get(memoryKey));
  }

  private remember(memory: ReminderMemory): Thenable<void> {
    return this.services.context.globalState.update(memoryKey, memory);
  }
}

function snoozeRows(): readonly {
  readonly label: string;
  readonly detail?: string;
  readonly snooze: Snooze | 'ever';
}[] {
  const { t } = vscode.l10n;
  return [
    { label: t('In 1 Day'), snooze: 'day' },
    { label: t('In 7 Days'), snooze: 'week' },
    {
      label: t('When Something Changes'),
      detail: t('Another certificate is about to expire, or one of these has expired'),
      snooze: 'change',
    },
    { label: t('Never'), detail: t('Turns off the setting “Expiry Reminders”'), snooze: 'ever' },
  ];
}
