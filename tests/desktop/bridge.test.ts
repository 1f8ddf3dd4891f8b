import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';
import { askForPort } from '../electron-host/page-port.ts';

const NOT_TRUSTED = expect.objectContaining({ code: 'not_trusted' });

describe('the bridge of a window', () => {
  let desktop: Desktop;
  beforeAll(() => {
    desktop = startDesktop();
  });
  afterAll(() => desktop.close());
  const refusals = () => desktop.log().filter(({ msg }) => msg.startsWith('Refused: a port'));

  it('gives the page exactly one port, on which the core answers the contract', async () => {
    const { ports, client } = await askForPort(await desktop.quietPage());
    expect(ports).toBe(1);
    await client.stop.pull({ reason: 'through the window' });
    expect(await client.stop.status()).toMatchObject({ stopped: true, reason: 'through the window' });
    await expect(client.actions.show({ id: 4242 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('closes the port of before when the page asks again', async () => {
    const page = await desktop.quietPage();
    const first = await askForPort(page);
    const closed = first.closed();
    const second = await askForPort(page);
    expect(await closed).toBe(true);
    expect(await second.client.stop.status()).toMatchObject({ stopped: true });
  });

  it('closes the port when the page goes, and gives the next one its own', async () => {
    const page = await desktop.quietPage();
    const { client } = await askForPort(page);
    const live = await client.events.live({});
    await live.next();
    await page.reload();
    const next = await askForPort(page);
    expect(await next.client.stop.status()).toMatchObject({ stopped: true });
  });

  it('closes the port with the core; the page asks again and goes on where the old one ended', async () => {
    const page = await desktop.quietPage();
    const first = await askForPort(page);
    const { seq } = await first.client.events.since({ seq: 0, limit: 10_000 });
    const closed = first.closed();
    await desktop.evaluate(({ killCore }) => killCore());
    expect(await closed).toBe(true);
    const second = await askForPort(page);
    await second.client.stop.lift({});
    const { events, complete } = await second.client.events.since({ seq });
    expect(complete).toBe(true);
    expect(events.map(({ kind }) => kind)).toContain('stop.lifted');
  });

  it('refuses what a page sends by itself: another form, ports of its own', async () => {
    await desktop.quietPage();
    const before = refusals().length;
    await desktop.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      webContents.forgeIpc('bridge:connect', [{ store: 'all' }]);
      webContents.forgeIpc('bridge:connect', [], { ports: [{}] });
    });
    await expect.poll(() => refusals().length).toBe(before + 2);
    expect(refusals().at(-1)).toEqual(NOT_TRUSTED);
  });

  it('refuses a frame inside the page, even one whose process was taken over', async () => {
    const page = await desktop.quietPage();
    const before = refusals().length;
    // Of an opaque origin: what a policy does not keep out.
    await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.sandbox = 'allow-scripts';
      frame.srcdoc = '<p>Somebody else</p>';
      frame.addEventListener('load', resolve);
      document.body.append(frame);
      window.gotByFrame = 0;
    })`);
    const inside = page.frames().find((frame) => frame.parentFrame() !== null)!;
    expect(await inside.evaluate('self.origin')).toBe('null');
    const received = inside.evaluate(`new Promise((resolve) => {
      window.addEventListener('message', (event) => resolve(event.ports.length));
      setTimeout(resolve, 500, 'nothing');
      parent.postMessage('royal:connect', '*');
      window.postMessage('royal:connect', '*');
    })`);
    expect(await received).toBe(0);
    await expect.poll(() => refusals().length).toBe(before + 1);
    expect(refusals().at(-1)).toMatchObject({
      msg: 'Refused: a port for a frame inside the page.',
      origin: '(no URL)',
    });

    await desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.forgeIpc('bridge:connect', [], { frame: 0 }),
    );
    await expect.poll(() => refusals().length).toBe(before + 2);
  });

  it('refuses contents that are not the window’s', async () => {
    await desktop.quietPage();
    const before = refusals().length;
    await desktop.evaluate(({ BrowserWindow, ipcMain }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const { mainFrame } = webContents;
      ipcMain.emit('bridge:connect', { type: 'frame', sender: {}, senderFrame: mainFrame, ports: [] });
      ipcMain.emit('bridge:connect', { type: 'frame', sender: webContents, senderFrame: null, ports: [] });
      const elsewhere = Object.create(mainFrame, {
        url: { value: 'https://royal.example/' },
        origin: { value: 'https://royal.example' },
        parent: { value: null },
        frameTreeNodeId: { value: mainFrame.frameTreeNodeId },
      });
      ipcMain.emit('bridge:connect', {
        type: 'frame',
        sender: webContents,
        senderFrame: elsewhere,
        ports: [],
      });
    });
    await expect.poll(() => refusals().length).toBe(before + 3);
    expect(
      refusals()
        .slice(-3)
        .map(({ msg }) => msg),
    ).toEqual([
      'Refused: a port for another window.',
      'Refused: a port for a frame that is gone.',
      'Refused: a port for another origin.',
    ]);
  });
});
