/** Secrets planted in everything that comes in over HTTP: none is found in a log, an answer, a figure or a file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connected, JSON_TYPE, openWebHost, type WebHost } from './web-host.ts';

let web: WebHost;
beforeEach(async () => {
  web = await openWebHost({ pages: true });
});
afterEach(() => web.close());

function filesWith(text: string): string[] {
  return (readdirSync(web.folder, { recursive: true }) as string[]).filter((name) => {
    const file = join(web.folder, name);
    return statSync(file).isFile() && readFileSync(file).includes(text);
  });
}

describe('secrets that came in over HTTP', () => {
  it('are nowhere afterwards, neither those that hold nor those that do not', async () => {
    const canary = 'Canary-4711-Secret';
    const { token: oneTime, link } = await web.host.client.access.invite({});
    const cookie = await web.signIn();
    const { authorization } = await web.bearer();
    const own = { cookie, origin: `http://${web.address}`, ...JSON_TYPE };
    const socket = web.socket({ authorization });
    await connected(socket);

    const answers = [
      await web.ask(`/${canary}`),
      await web.ask(`/${canary}.js`),
      await web.ask(`/rpc/${canary}`),
      await web.ask(`/api/stores/list?token=${canary}`, { headers: own }),
      await web.ask('/api/stores/list', { headers: { authorization: `Bearer ${canary}` } }),
      await web.ask('/api/stores/list', { headers: { cookie: `royal_${web.port}=${canary}` } }),
      await web.ask('/', { headers: { host: `${canary}.example` } }),
      await web.ask('/api/stop/pull', {
        method: 'POST',
        headers: { ...own, origin: `http://${canary}` },
        body: '{}',
      }),
      await web.ask('/api/stop/pull', { method: 'POST', headers: own, body: `{"x": ${canary}` }),
      await web.ask('/session', { method: 'POST', headers: own, body: JSON.stringify({ token: canary }) }),
      // A client secret, which the shop behind does not even get to see.
      await web.ask('/api/stores/add', {
        method: 'POST',
        headers: own,
        body: JSON.stringify({ shop: 'not a shop', clientId: 'x', clientSecret: canary, token: [canary] }),
      }),
      await web.ask('/api/stores/add', {
        method: 'POST',
        headers: own,
        body: JSON.stringify({ shop: 'not a shop', token: canary }),
      }),
      await web.ask('/api/access/list', { headers: own }),
      await web.ask('/api/system/status', { headers: own }),
      await web.ask('/api/events/since?seq=0', { headers: own }),
      await web.ask('/api/audit/list', { headers: own }),
      await web.ask('/metrics', { headers: { authorization } }),
    ];
    expect(answers.map(({ status }) => status)).not.toContain(500);
    await web.refused('wrong_credentials', 2);
    const told = JSON.stringify(answers.map(({ status, body, headers }) => [status, body, headers]));
    const secrets = [canary, oneTime, cookie.split('=')[1]!, authorization.slice('Bearer '.length)];
    for (const secret of secrets) {
      expect(told.includes(secret)).toBe(false);
      expect(filesWith(secret)).toEqual([]);
    }
    // The search can find what is there; and the link keeps its secret where no request carries it.
    expect(filesWith('wrong_credentials')).toEqual(['http.log']);
    expect(new URL(link!)).toMatchObject({ pathname: '/', search: '', hash: `#enter=${oneTime}` });
  });
});
