/** What is there for who was let in: calls, events over restarts, pages, figures; and that shutting out works at once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../core/telemetry/log.ts';
import { startHttp } from '../../headless/http/server.ts';
import { httpClient } from './http-client.ts';
import { batchesOf, connected, JSON_TYPE, openWebHost, type WebHost } from './web-host.ts';

let web: WebHost;
beforeEach(async () => {
  web = await openWebHost({ pages: true });
});
afterEach(() => web.close());

const ours = (cookie: string) => ({ cookie, origin: `http://${web.address}` });

describe('a browser', () => {
  it('trades the link’s token for a cookie that no script and no other site has', async () => {
    const { link } = await web.host.client.access.invite({});
    expect(link).toMatch(new RegExp(`^http://${web.address}/#enter=[\\w-]{43}$`));
    const answer = await web.ask('/session', {
      method: 'POST',
      headers: {
        ...JSON_TYPE,
        origin: `http://${web.address}`,
        'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140',
      },
      body: JSON.stringify({ token: link!.split('=')[1] }),
    });
    expect(answer.headers['set-cookie']![0]).toMatch(
      new RegExp(`^royal_${web.port}=[\\w-]{43}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict$`),
    );
    const cookie = answer.headers['set-cookie']![0]!.split(';')[0]!;
    expect((await web.ask('/session', { headers: { cookie } })).json).toMatchObject({ signedIn: true });
    expect((await web.ask('/session')).json).toEqual({ signedIn: false });
    expect(await web.host.client.access.list()).toMatchObject([
      { kind: 'session', name: 'Chrome on Android' },
    ]);
    expect((await web.host.client.audit.list({})).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['access.invited', 'access.granted']),
    );
  });

  it('signs out', async () => {
    const cookie = await web.signIn();
    const out = await web.ask('/session', { method: 'DELETE', headers: ours(cookie) });
    expect(out.json).toEqual({ signedIn: false });
    expect(out.headers['set-cookie']![0]).toMatch(/=; .*Expires=Thu, 01 Jan 1970/);
    expect((await web.ask('/api/stores/list', { headers: { cookie } })).status).toBe(401);
    expect(await web.host.client.access.list()).toEqual([]);
  });

  it('behind https has a cookie for https only, and no other origin than that', async () => {
    const proxied = await openWebHost({ hostNames: ['shop.example'], httpsInFront: true });
    try {
      expect(proxied.server.url).toBe('https://shop.example');
      const { token, link } = await proxied.host.client.access.invite({});
      expect(link).toBe(`https://shop.example/#enter=${token}`);
      const enter = (origin: string) =>
        proxied.ask('/session', {
          method: 'POST',
          headers: { ...JSON_TYPE, host: 'shop.example', origin },
          body: JSON.stringify({ token }),
        });
      expect((await enter('https://elsewhere.example')).status).toBe(403);
      const entered = await enter('https://shop.example');
      expect(entered.headers['set-cookie']![0]).toMatch(
        /^__Host-royal=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(entered.headers['strict-transport-security']).toBe('max-age=31536000');
    } finally {
      await proxied.close();
    }
  });
});

describe('a program', () => {
  it('speaks the whole contract with its token, and acts as its person whatever it says', async () => {
    const { authorization } = await web.bearer('ci');
    const client = httpClient(`http://${web.address}`, { authorization });
    await client.stop.pull({ reason: 'over HTTP', by: 'somebody else' });
    const [entry] = await web.host.client.access.list();
    const quietly = httpClient(`http://${web.address}`, {
      authorization: authorization.replace('Bearer', 'bearer'),
    });
    expect(await quietly.stop.status()).toMatchObject({ stopped: true });
    expect(await client.stop.status()).toMatchObject({ stopped: true, by: entry!.person });
    await expect(client.actions.show({ id: 99 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(httpClient(`http://${web.address}`, {}).stop.status()).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      httpClient(`http://${web.address}`, { authorization: 'Bearer none' }).stop.status(),
    ).rejects.toMatchObject({ code: 'unauthorized', next: expect.stringContaining('royal access') });
    const live = await client.events.live({ since: 0 });
    expect((await live.next()).value).toMatchObject({ complete: true });
    await live.return?.();
  });

  it('is shown its token once: what is kept opens nothing', async () => {
    const { id, authorization } = await web.bearer('ci');
    const kept = JSON.stringify([
      await web.host.client.access.list(),
      await web.host.client.events.since({ seq: 0 }),
    ]);
    expect(kept).not.toContain(authorization.slice('Bearer '.length));
    expect(await web.host.client.access.list()).toMatchObject([
      { id, kind: 'token', name: 'ci', expiresAt: null },
    ]);
    await expect(web.host.client.access.revoke({ id: id + 1 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('reads figures for Prometheus, without a name of anybody', async () => {
    const { authorization } = await web.bearer();
    await web.ask('/api/stores/list', { headers: { authorization } });
    await web.ask('/api/actions/show?id=7', { headers: { authorization } });
    await web.ask('/api/stores/list');
    const { body, headers } = await web.ask('/metrics', { headers: { authorization } });
    expect(headers['content-type']).toMatch(/^text\/plain; version=0.0.4/);
    expect(body).toContain('royal_calls_total{procedure="stores.list",outcome="ok"} 1\n');
    expect(body).toContain('royal_calls_total{procedure="actions.show",outcome="not_found"} 1\n');
    expect(body).toContain('royal_refusals_total{reason="no_credentials"} 1\n');
    for (const name of [
      'royal_core_up 1',
      'royal_core_restarts 0',
      'royal_sockets 0',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(body).toContain(name);
    const [entry] = await web.host.client.access.list();
    expect(body).not.toContain(`"${entry!.person}"`);
  });
});

describe('events', () => {
  it('go on after the core has ended, on the same socket, without gap or double', async () => {
    const cookie = await web.signIn();
    const socket = web.socket(ours(cookie), { since: 0 });
    const { all, kinds } = batchesOf(socket);
    await connected(socket);
    await expect.poll(() => all.length).toBeGreaterThan(0);
    await web.host.kill();
    await web.host.client.stop.pull({ reason: 'after the crash' });
    await expect.poll(kinds, { timeout: 20_000 }).toContain('stop.pulled');
    const seqs = all.flatMap(({ events }) => events.map(({ seq }) => seq));
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(all.every(({ complete }) => complete)).toBe(true);
    expect(socket.connected).toBe(true);
    expect(web.host.restarts()).toBe(1);
    expect((await web.ask('/readyz')).json).toEqual({ status: 'running' });
  });

  it('come one batch at a time: the next waits until the one before was taken', async () => {
    const socket = web.socket(ours(await web.signIn()), { since: 0 });
    const waiting: (() => void)[] = [];
    socket.on('batch', (_batch, taken: () => void) => waiting.push(taken));
    await connected(socket);
    await expect.poll(() => waiting.length).toBe(1);
    await web.host.client.stop.pull({ reason: 'x' });
    await web.host.client.stop.lift({});
    // Both are out of the core by now; neither has left for a window that has its hands full.
    await web.ask('/healthz');
    expect(waiting).toHaveLength(1);
    waiting[0]!();
    await expect.poll(() => waiting.length).toBe(2);
  });

  // Well before a remembered answer is asked for again.
  it('end at once for who is shut out, and so do calls', { timeout: 15_000 }, async () => {
    const cookie = await web.signIn();
    const token = await web.bearer();
    const both = [web.socket(ours(cookie)), web.socket({ authorization: token.authorization })];
    await Promise.all(both.map(connected));
    const ended = both.map((socket) => new Promise((resolve) => socket.once('disconnect', resolve)));
    for (const headers of [{ cookie }, { authorization: token.authorization }] as Record<string, string>[])
      expect((await web.ask('/api/stores/list', { headers })).status).toBe(200);
    for (const { id } of await web.host.client.access.list()) await web.host.client.access.revoke({ id });
    expect(await Promise.all(ended)).toEqual(['io server disconnect', 'io server disconnect']);
    for (const headers of [{ cookie }, { authorization: token.authorization }] as Record<string, string>[])
      expect((await web.ask('/api/stores/list', { headers })).json.code).toBe('unauthorized');
  });

  it('end on a stream of calls as well, without one that came after', async () => {
    for (const [path, body] of [
      ['/rpc/events/live', '{"json":{}}'],
      ['/api/events/live', '{}'],
    ] as const) {
      const { id, authorization } = await web.bearer();
      const stream = await fetch(`http://${web.address}${path}`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization },
        body,
      });
      expect(stream.status).toBe(200);
      const told = stream.text();
      await web.host.client.access.revoke({ id });
      await web.host.client.stop.pull({ reason: 'nobody’s business' });
      const text = await told;
      expect(text).not.toContain('access.revoked');
      expect(text).not.toContain('stop.pulled');
      expect(text).toContain('"unauthorized"');
    }
  });

  it('are for nobody whom a restored backup still knew', async () => {
    const { authorization } = await web.bearer();
    const path = `${web.folder}-backup`;
    await web.host.client.backup.create({ path });
    await web.host.client.backup.restore({ path });
    await expect
      .poll(async () => (await web.ask('/api/stores/list', { headers: { authorization } })).status, {
        timeout: 20_000,
      })
      .toBe(401);
  });
});

describe('the host', () => {
  it('says that it is up, and whether its core is ready', async () => {
    expect((await web.ask('/healthz')).json).toEqual({ status: 'up' });
    expect(await web.ask('/readyz')).toMatchObject({ status: 200 });
    const restarting = new Promise<void>((resolve) => {
      web.host.onState((state) => {
        if (state === 'restarting') resolve();
      });
    });
    await web.host.kill();
    await restarting;
    expect(await web.ask('/readyz')).toMatchObject({ status: 503, json: { status: 'restarting' } });
    expect((await web.ask('/healthz')).status).toBe(200);
    await web.host.client.stop.status();
  });

  it('serves one page at every address of its modules, files with a hash for good', async () => {
    for (const path of ['/', '/inventory', '/approvals/7'])
      expect(await web.ask(path)).toMatchObject({
        status: 200,
        body: expect.stringContaining('<title>Pages</title>'),
        headers: { 'cache-control': 'no-store', 'content-type': expect.stringContaining('text/html') },
      });
    expect((await web.ask('/assets/index-Ab12Cd34.js')).headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringContaining('javascript'),
    });
    expect((await web.ask('/sw.js')).headers).toMatchObject({ 'cache-control': 'no-cache' });
    expect((await web.ask('/manifest.webmanifest')).headers).toMatchObject({
      'content-type': expect.stringContaining('application/manifest+json'),
    });
  });

  it('sends the compressed copy beside a file to whoever takes one, under the file’s own name and kind', async () => {
    const ask = async (accepted: string) =>
      (await web.ask('/assets/index-Ab12Cd34.js', { headers: { 'accept-encoding': accepted } })).headers;
    for (const [accepted, sent] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const headers = await ask(accepted);
      expect([accepted, headers['content-encoding']]).toEqual([accepted, sent]);
      expect(headers).toMatchObject({
        vary: expect.stringContaining('accept-encoding'),
        'content-type': expect.stringContaining('javascript'),
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
    // Without a copy, the file itself.
    const bare = await web.ask('/sw.js', { headers: { 'accept-encoding': 'br' } });
    expect(bare.headers['content-encoding']).toBeUndefined();
    expect(bare.body).toContain('keeps the shell');
  });

  it('says what to run where the pages are not built', async () => {
    const bare = await openWebHost();
    try {
      expect(await bare.ask('/')).toMatchObject({
        status: 503,
        body: expect.stringContaining('npm run build'),
      });
    } finally {
      await bare.close();
    }
  });

  it('says so where its port is taken, and holds nothing then', async () => {
    const { log, close: closeLog } = openLog('/dev/null');
    await expect(
      startHttp({
        host: web.host,
        log,
        renderer: web.folder,
        listen: { address: '127.0.0.1', port: web.port },
      }),
    ).rejects.toMatchObject({ code: 'invalid_input', next: expect.stringContaining('--port') });
    closeLog();
  });
});
