import { afterEach, describe, expect, it } from 'vitest';
import { linkIn, placeOf } from '../../electron/main/deep-link.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

describe('a link', () => {
  it.each([
    ['royal-equips://open/orders', '/#/orders'],
    ['royal-equips://open/orders/', '/#/orders'],
    ['royal-equips://open/orders/1042', '/#/orders/1042'],
    ['ROYAL-EQUIPS://open/approvals/a_b-3', '/#/approvals/a_b-3'],
  ])('%s names %s', (link, place) => expect(placeOf(link)).toBe(place));

  it.each([
    'royal-equips://open',
    'royal-equips://open/',
    'royal-equips://run/orders',
    'royal-equips://open/orders/1/2',
    'royal-equips://open/orders/..%2f..',
    'royal-equips://open/orders/<script>',
    'royal-equips://open/orders?x=1',
    'royal-equips://open/orders#x',
    'royal-equips://user:pw@open/orders',
    'royal-equips:open/orders',
    'https://open/orders/1042',
    'javascript:alert(1)',
    'no link',
  ])('%s names nothing', (link) => expect(placeOf(link)).toBeNull());

  it('is found among the arguments of a start', () => {
    expect(linkIn(['royal', '--flag', 'royal-equips://open/orders'])).toBe('royal-equips://open/orders');
    expect(linkIn(['royal', '.'])).toBeNull();
  });
});

describe('the desktop', () => {
  const started: Desktop[] = [];
  afterEach(async () => {
    for (const desktop of started.splice(0).reverse()) await desktop.close();
  });
  const start = (options: Parameters<typeof startDesktop>[0] = {}): Desktop => {
    const desktop = startDesktop(options);
    started.push(desktop);
    return desktop;
  };
  const placeShown = async (desktop: Desktop) => (await desktop.page()).evaluate('location.hash');

  it('opens at the place that its start names', async () => {
    const desktop = start({ args: ['royal-equips://open/orders/1042'] });
    expect(await placeShown(desktop)).toBe('#/orders/1042');
  });

  it('is started once: a second start shows the first, hands its link over, and ends', async () => {
    const first = start();
    const page = await first.page();
    await page.evaluate('window.sameDocument = true');
    await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize());
    const second = start({ folder: first.folder, args: ['royal-equips://open/stock/7'] });
    expect(await second.exited).toEqual({ code: 0, signal: null });
    await expect.poll(() => placeShown(first)).toBe('#/stock/7');
    // What was being typed is still there.
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    const window = await first.evaluate(({ BrowserWindow }) => {
      const [only, ...others] = BrowserWindow.getAllWindows();
      return { minimized: only!.isMinimized(), last: only!.history.at(-1), others: others.length };
    });
    expect(window).toEqual({ minimized: false, last: 'focus', others: 0 });
  });

  it('follows a link that the system hands over, and refuses one that is none of ours', async () => {
    const desktop = start();
    await desktop.page();
    const prevented = await desktop.evaluate(({ app }) => {
      let calls = 0;
      const event = { preventDefault: () => (calls += 1) };
      app.emit('open-url', event, 'royal-equips://open/agents');
      app.emit('open-url', event, 'royal-equips://open/agents/../../x?token=secret');
      return calls;
    });
    expect(prevented).toBe(2);
    await expect.poll(() => placeShown(desktop)).toBe('#/agents');
    const lines = () => desktop.log().filter(({ code }) => code === 'not_trusted');
    await expect.poll(lines).toMatchObject([{ msg: 'Refused: a link that is none of ours.' }]);
    expect(JSON.stringify(desktop.log())).not.toContain('secret');
  });

  it('answers for its links once it is installed', async () => {
    const desktop = start({ env: { STAND_IN_PACKAGED: '1' } });
    await desktop.page();
    expect(await desktop.evaluate(({ app }) => app.protocolClients)).toEqual(['royal-equips']);
  });
});
