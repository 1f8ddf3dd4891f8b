import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { requestWindowPort } from './window-port.ts';

interface Page extends EventTarget {
  location: { origin: string };
  postMessage: ReturnType<typeof vi.fn>;
}

let page: Page;
beforeEach(() => {
  page = Object.assign(new EventTarget(), { location: { origin: 'app://royal' }, postMessage: vi.fn() });
  vi.stubGlobal('window', page);
});
afterEach(() => vi.unstubAllGlobals());

const answer = (fields: object): boolean =>
  page.dispatchEvent(
    Object.assign(new Event('message'), {
      data: 'royal:port',
      source: page,
      origin: 'app://royal',
      ...fields,
    }),
  );

it('takes one port from its own window, and nothing from anybody else', async () => {
  const asked = requestWindowPort();
  expect(page.postMessage).toHaveBeenCalledWith('royal:connect', 'app://royal');
  const [foreign, ours] = [new MessageChannel().port1, new MessageChannel().port1];
  answer({ ports: [foreign], source: new EventTarget() });
  answer({ ports: [foreign], origin: 'https://elsewhere.example' });
  answer({ ports: [foreign], data: 'another word' });
  answer({ ports: [foreign, ours] });
  answer({ ports: [ours] });
  expect(await asked).toBe(ours);
});

it('leaves a port to the newest request, as the one before was given up', async () => {
  let given: unknown = null;
  requestWindowPort().then((port) => {
    given = port;
  });
  const again = requestWindowPort();
  const { port1 } = new MessageChannel();
  answer({ ports: [port1] });
  expect(await again).toBe(port1);
  expect(given).toBeNull();
});
