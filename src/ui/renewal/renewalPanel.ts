import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import { withOwnerWord } from '../../app/inventory/owner';
import type { Renewal } from '../../app/renewal/renewal';
import type { RenewalObject } from '../../app/renewal/renewalTargets';
import type { GatheredMaterial } from '../../app/sources/material';
import { narrowTo } from '../../app/writes/upload';
import type { CommandId } from '../../ids';
import type { GatewaySubject } from '../../shared/protocol';
import type { RenewalIntent } from '../../shared/renewalProtocol';
import { readRenewalIntent } from '../../shared/renewalProtocol';
import { toShortText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import { askTypedIds } from '../change/askTypedIds';
import { showManifestOf } from '../change/ownerManifest';
import type { Target } from '../change/target';
import { openPage } from '../details/detailPanel';
import { productionFirst, titleFor } from '../prompts/guard';
import { updateCertificate } from '../update/update';
import { showInformationMessage, showWarningMessage } from '../window/messages';
import { toRenewalState } from './renewalModel';
import { buttonsOf } from './renewalRow';
import type { RenewalServices } from './renewEverywhere';

export interface RenewalPanelParts {
  readonly panel: vscode.WebviewPanel;
  /** Owned by the page. */
  readonly renewal: Renewal;
  /** The name of the file of the new certificate. */
  readonly place: string;
  /** Owned by the page. */
  readonly material: GatheredMaterial;
  readonly services: RenewalServices;
}

/** Milliseconds between two drawings. */
const redrawInterval = 60;

/** The page of one renewal. Ends with its panel; what is on its way then is waited for, and said. */
export class RenewalPanel implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly redraw: Throttle;
  /** Sets the title. A panel that is gone has none. */
  private readonly title: string;
  /** The prompt that is open, or the writes that are under way. */
  private work: Promise<void> | undefined;

  constructor(private readonly parts: RenewalPanelParts) {
    const { panel, renewal, services } = parts;
    const { extensionUri } = services.context;
    this.title = panel.title;
    this.redraw = this.owned.add(
      new Throttle({
        scheduler: realScheduler,
        now: services.now,
        interval: redrawInterval,
        action: () => this.post(),
      }),
    );
    this.owned.add(renewal.onDidChange(() => this.redraw.request()));
    this.owned.add(services.settings.onDidChange(() => this.redraw.request()));
    this.owned.add(onPassingTime(() => this.redraw.request()));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    const obey = (intent: RenewalIntent): Promise<void> => this.obey(intent);
    const { title } = panel;
    this.owned.add(
      openPage(panel, { extensionUri, title, page: 'renewal', readIntent: readRenewalIntent, obey, services }),
    );
  }

  load(): Promise<void> {
    return this.parts.renewal.load();
  }

  dispose(): void {
    const { renewal, material } = this.parts;
    const wasWriting = renewal.isWriting;
    this.owned.dispose();
    renewal.dispose();
    void Promise.resolve(this.work).finally(() => {
      material.opened.dispose();
      if (wasWriting) this.sayEnd();
    });
  }

  private post(): void {
    const { panel, renewal, place, services } = this.parts;
    const { translate } = services;
    // A hidden page does not exist; it asks with `ready` when it comes back.
    void panel.webview.postMessage(toRenewalState(renewal, { place, ...clockOf(services), translate }));
  }

  private async obey(intent: RenewalIntent): Promise<void> {
    const { renewal } = this.parts;
    switch (intent.kind) {
      case 'ready':
        return this.redraw.flush();
      case 'refresh':
        return renewal.load();
      case 'select':
        return renewal.select(intent.row, intent.isSelected);
      case 'selectAll':
        for (const { key } of renewal.objects) renewal.select(key, intent.isSelected);
        return;
      case 'renew':
        return this.alone(() => this.confirmAndRun());
      case 'retry':
        return this.alone(async () => {
          await renewal.prepareRetry();
          await this.confirmAndRun();
        });
      case 'cancel':
        return renewal.cancel();
      case 'checkLive':
        return this.checkLive();
      case 'press': {
        const object = renewal.objects.find(({ key }) => key === intent.row);
        const action = object && buttonsOf(object)[intent.button];
        if (!object || !action) return;
        if (action === 'show') return this.parts.services.details.show(subjectOf(object));
        return this.alone(() =>
          action === 'openManifest'
            ? showManifestOf(targetOf(object), this.parts.services)
            : this.updateSeparately(object),
        );
      }
    }
  }

  /** Does one prompt, or one run, at a time. */
  private async alone(work: () => Promise<void>): Promise<void> {
    if (this.work) return;
    this.work = work();
    try {
      await this.work;
    } finally {
      this.work = undefined;
    }
  }

  /** Asks for the IDs of what is selected, with the gateways named, and writes what was shown. */
  private async confirmAndRun(): Promise<void> {
    const { renewal, services } = this.parts;
    const { t } = vscode.l10n;
    const objects = renewal.selected;
    const connections = productionFirst(objects.map(({ connection }) => connection));
    const [first] = connections;
    if (!first) return;
    await services.guard.duringAll(connections, async () => {
      // In the order of the page.
      const names = new Map(objects.map(({ connection: { id, name } }) => [id, name])).values();
      const gateways = toShortText([...names].join(', '), 100);
      const title =
        objects.length === 1
          ? t('Renew 1 certificate on {0}', gateways)
          : t('Renew {0} certificates on {1}', objects.length, gateways);
      const answer = await askTypedIds({
        title: titleFor(first, title),
        impact: t('Each gets the new certificate. The page shows what else changes.'),
        objects: objects.map(({ entry, connection }) => ({
          id: entry.stored.id,
          name: withOwnerWord(
            t('{0} on {1}', toShortText(entry.title, 60), toShortText(connection.name, 40)),
            entry.stored,
            services.translate,
          ),
        })),
      });
      if (answer !== 'typed') return;
      // What changes and who is affected is in sight no more, and what became of it would not be.
      if (this.owned.isDisposed) void showWarningMessage(t('Nothing was sent: the page was closed.'));
      else await renewal.run(objects);
    });
  }

  /** Updates one object by the flow for one certificate, where more can be chosen. */
  private async updateSeparately(object: RenewalObject): Promise<void> {
    const { material, services, renewal } = this.parts;
    const own = narrowTo(renewal.source.leaf.chain, material);
    await updateCertificate(targetOf(object), services, own);
    await renewal.load();
  }

  private async checkLive(): Promise<void> {
    const done = this.parts.renewal.objects.filter(({ outcome }) => outcome?.ended.kind === 'written');
    const object = done.find(({ entry }) => entry.type === 'server') ?? done[0];
    if (object)
      await vscode.commands.executeCommand('api7Certificates.checkLive' satisfies CommandId, subjectOf(object));
  }

  /** Says what became of the writes of a page that is gone. */
  private sayEnd(): void {
    const { t } = vscode.l10n;
    const tried = this.parts.renewal.objects.filter(({ outcome }) => outcome);
    const done = tried.filter(({ outcome }) => outcome?.ended.kind === 'written');
    const { title } = this;
    if (done.length === tried.length) {
      void showInformationMessage(t('{0}: renewed {1} of {2}.', title, done.length, tried.length));
      return;
    }
    const others = tried
      .filter((object) => !done.includes(object))
      .map(({ entry, connection }) => t('{0} on {1}', toShortText(entry.title, 60), toShortText(connection.name, 40)));
    void showWarningMessage(
      t('{0}: renewed {1} of {2}. Not renewed: {3}', title, done.length, tried.length, others.join(', ')),
    );
  }
}

const targetOf = ({ connection, entry }: RenewalObject): Target => ({
  connection,
  id: entry.stored.id,
  title: entry.title,
});

const subjectOf = ({ connection, entry }: RenewalObject): GatewaySubject => ({
  from: 'gateway',
  connection: connection.id,
  id: entry.stored.id,
});
