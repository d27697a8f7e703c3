import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../pages/openPage';
import { chooseInMenu } from './menu';
import { User } from './user';

/** A page that keeps what it got: who, and which key or button. */
declare global {
  interface Window {
    got: string[];
  }
}

describe('A person of UI tests', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;
  let user: User;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage();
    user = new User(page);
    await page.setContent(`
      <input id="one"><input id="other">
      <ul><li class="monaco-list-row"><b>first</b></li><li class="monaco-list-row"><b>second</b></li></ul>
      <div class="monaco-menu" hidden><a class="action-menu-item" tabindex="0"><span class="action-label">Copy</span></a></div>`);
    await page.evaluate(() => {
      window.got = [];
      for (const input of document.querySelectorAll('input'))
        input.addEventListener('keydown', ({ key }) => window.got.push(`${input.id} ${key}`));
      document
        .querySelector('ul')
        ?.addEventListener('mousedown', ({ target }) => window.got.push(`press ${(target as Element).textContent}`));
      document.querySelector('ul')?.addEventListener('contextmenu', ({ target }) => {
        window.got.push(`menu ${(target as Element).textContent}`);
      });
    });
  });
  afterEach(() => page.close());
  const got = () => page.evaluate(() => window.got);
  const row = (text: string) => page.locator('.monaco-list-row', { hasText: text }).locator('b');
  /**
   * Rows change places just before the mouse presses, as those of a list do that is drawn anew: in the same elements.
   */
  const changePlacesAtLast = () =>
    page.evaluate(() => {
      const rows = [...document.querySelectorAll('.monaco-list-row b')];
      const texts = rows.map(({ textContent }) => textContent).reverse();
      window.addEventListener(
        'pointerdown',
        () => {
          for (const [index, each] of rows.entries()) each.textContent = texts[index] ?? '';
        },
        { capture: true, once: true },
      );
    });

  it('clicks what was asked for, though it is another when the mouse is pressed', async () => {
    await changePlacesAtLast();
    await user.click(row('second'));
    assert.deepEqual(await got(), ['press second']);
  });

  it('opens the menu of what was asked for, though it is another when the mouse is pressed', async () => {
    await changePlacesAtLast();
    await user.rightClick(row('first'));
    assert.deepEqual(await got(), ['press first', 'menu first']);
  });

  it('clicks once where nothing changes', async () => {
    await user.click(row('first'));
    await user.doubleClick(row('second'));
    assert.deepEqual(await got(), ['press first', 'press second', 'press second']);
  });

  it('clicks what came into the row that it turned away from', async () => {
    // Rows change places between the look for the row and the press.
    await page.evaluate(() => {
      const rows = [...document.querySelectorAll('.monaco-list-row b')];
      const texts = rows.map(({ textContent }) => textContent).reverse();
      const { addEventListener } = Element.prototype;
      Element.prototype.addEventListener = function (...given: Parameters<typeof addEventListener>) {
        addEventListener.apply(this, given);
        Element.prototype.addEventListener = addEventListener;
        for (const [index, each] of rows.entries()) each.textContent = texts[index] ?? '';
      };
    });
    await user.click(row('second'));
    await user.click(row('first'));
    assert.deepEqual(await got(), ['press second', 'press first']);
  });

  it('clicks and points at what a tooltip lies over, once the mouse has left what that is of', async () => {
    await page.evaluate(() => {
      const [above, below] = document.querySelectorAll('.monaco-list-row');
      const tooltip = document.createElement('div');
      above?.addEventListener('mouseover', () => {
        const { x, y, width, height } = below?.getBoundingClientRect() ?? new DOMRect();
        tooltip.style.cssText = `position: fixed; left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`;
        document.body.append(tooltip);
      });
      above?.addEventListener('mouseleave', () => tooltip.remove());
    });
    await user.hover(row('first'));
    await user.click(row('second'));
    await user.hover(row('first'));
    await user.hover(row('second'));
    assert.deepEqual(await got(), ['press second']);
  });

  it('presses a key in nothing but what was asked for', async () => {
    await page.locator('#one').focus();
    // The focus goes away once, as soon as it was looked at.
    await page.evaluate(() => {
      const { addEventListener } = window;
      window.addEventListener = (...given: Parameters<typeof addEventListener>) => {
        addEventListener(...given);
        window.addEventListener = addEventListener;
        document.querySelector<HTMLElement>('#other')?.focus();
        setTimeout(() => document.querySelector<HTMLElement>('#one')?.focus(), 300);
      };
    });
    await user.press(page.locator('#one'), 'Enter');
    await user.press(page.locator('#one'), 'Escape');
    assert.deepEqual(await got(), ['one Enter', 'one Escape']);
  });

  it('leaves keys and clicks to others afterwards', async () => {
    await user.pressIn(page.locator('#one'), 'a');
    await user.pressIn(page.locator('#other'), 'b');
    await user.click(row('first'));
    await user.click(row('second'));
    assert.deepEqual(await got(), ['one a', 'other b', 'press first', 'press second']);
  });

  it('opens a menu again that closed before anything was chosen', async () => {
    await page.evaluate(() => {
      const menu = document.querySelector<HTMLElement>('.monaco-menu');
      const item = menu?.querySelector('a');
      if (!menu || !item) return;
      let opened = 0;
      document.querySelector('ul')?.addEventListener('contextmenu', (event) => {
        event.preventDefault();
        menu.hidden = false;
      });
      item.addEventListener('mouseover', () => {
        if ((opened += 1) === 1) menu.hidden = true;
        else item.focus();
      });
      item.addEventListener('keydown', () => {
        window.got.push('chose Copy');
        menu.hidden = true;
      });
    });
    await chooseInMenu(page, user, { label: 'Copy', open: () => user.rightClick(row('first')), wait: 500 });
    const asked = ['press first', 'menu first'];
    assert.deepEqual(await got(), [...asked, ...asked, 'chose Copy']);
  });

  it('does again what showed nothing, four times at most', async () => {
    let [done, between] = [0, 0];
    const act = async (): Promise<void> => {
      if ((done += 1) === 3) await page.evaluate(() => document.body.append('seen at last'));
    };
    const rest = () => Promise.resolve(void (between += 1));
    await user.untilSeen(page.getByText('seen at last'), act, { wait: 100, between: rest });
    assert.deepEqual([done, between], [3, 2]);
    await assert.rejects(user.untilSeen(page.getByText('never seen'), act, { wait: 100 }), /never seen/);
    assert.equal(done, 7);
  });
});
