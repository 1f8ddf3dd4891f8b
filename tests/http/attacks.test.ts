/** Attempts to get in over HTTP: each is refused with a typed error, and told in the log without what it brought. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, connected, JSON_TYPE, openWebHost, type WebHost } from './web-host.ts';

/** Stand in requests below; none may be found in the log. */
const PLANTED = 'Pl4nted-Secret-In-A-Request';

let web: WebHost;
let cookie: string;
let own: Record<string, string>;
beforeAll(async () => {
  web = await openWebHost({ pages: true });
  cookie = await web.signIn();
  own = { cookie, origin: `http://${web.address}`, ...JSON_TYPE };
});
afterAll(async () => {
  const log = web.log();
  for (const secret of [PLANTED, cookie.split('=')[1]!]) expect(log).not.toContain(secret);
  await web.close();
});

async function opened() {
  const socket = web.socket({ cookie, origin: `http://${web.address}` });
  await connected(socket);
  return socket;
}

function expectRefusal(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.json.code }).toEqual({ status, code });
  expect(answer.json.message).toMatch(/\.$/);
  expect(answer.json.next).toMatch(/\.$/);
  expect(answer.body).not.toContain(PLANTED);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
}

const pull = (headers: Record<string, string>, body = '{}') =>
  web.ask('/api/stop/pull', { method: 'POST', headers, body });

describe('who is not let in', () => {
  it('comes without a token', async () => {
    for (const path of ['/api/stores/list', '/rpc/stores/list', '/api/docs', '/api/openapi.json', '/metrics'])
      expectRefusal(await web.ask(path), 401, 'unauthorized');
    await web.refused('no_credentials', 5);
  });

  it('brings a token that was never given, in whatever way', async () => {
    for (const headers of [
      { authorization: `Bearer ${PLANTED}` },
      { cookie: `royal_${web.port}=${PLANTED}` },
    ] as Record<string, string>[])
      expectRefusal(await web.ask('/api/stores/list', { headers }), 401, 'unauthorized');
    await web.refused('wrong_credentials', 2);
    expectRefusal(
      await web.ask('/api/stores/list', { headers: { authorization: `Basic ${PLANTED}` } }),
      401,
      'unauthorized',
    );
    // A secret in the address is not looked at.
    expectRefusal(await web.ask(`/api/stores/list?token=${PLANTED}`), 401, 'unauthorized');
  });

  it('brings a one-time token that was used, or never given', async () => {
    const { token } = await web.host.client.access.invite({});
    const enter = (body: object) =>
      web.ask('/session', { method: 'POST', headers: own, body: JSON.stringify(body) });
    expect((await enter({ token })).json).toMatchObject({ signedIn: true });
    expectRefusal(await enter({ token }), 401, 'unauthorized');
    expectRefusal(await enter({ token: PLANTED }), 401, 'unauthorized');
    expectRefusal(await enter({ nothing: PLANTED }), 400, 'invalid_input');
    await web.refused('invite', 2);
    expect(web.log()).not.toContain(token);
  });
});

describe('a page elsewhere', () => {
  it('that gave its name our address is told that we have another name', async () => {
    const host = `evil.example:${web.port}`;
    expectRefusal(await web.ask('/', { headers: { host } }), 421, 'forbidden');
    expectRefusal(await pull({ ...own, host, origin: `http://${host}` }), 421, 'forbidden');
    expectRefusal(
      await web.ask('/healthz', { headers: { host: `127.0.0.1:${web.port + 1}` } }),
      421,
      'forbidden',
    );
    await web.refused('host', 3);
    expect((await web.ask('/healthz', { headers: { host: `localhost:${web.port}` } })).status).toBe(200);
    expect((await web.ask('/healthz', { headers: { host: `[::1]:${web.port}` } })).status).toBe(200);
  });

  it('can not ask with the person’s cookie', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${web.port + 1}`,
      `http://localhost:${web.port}`,
      `https://${web.address}`,
    ])
      expectRefusal(await pull({ ...own, origin }), 403, 'forbidden');
    const { origin: _, ...without } = own;
    expectRefusal(await pull(without), 403, 'forbidden');
    expectRefusal(
      await web.ask('/api/stores/list', { headers: { cookie, origin: 'https://evil.example' } }),
      403,
      'forbidden',
    );
    await web.refused('origin', 7);
    expect(await web.host.client.stop.status()).toMatchObject({ stopped: false });
  });

  it('is known by what the browser says of it, also on another port of this machine', async () => {
    for (const site of ['cross-site', 'same-site'])
      expectRefusal(
        await web.ask('/api/stores/list', { headers: { cookie, 'sec-fetch-site': site } }),
        403,
        'forbidden',
      );
    const framed = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'iframe',
    };
    expectRefusal(await web.ask('/', { headers: framed }), 403, 'forbidden');
    await web.refused('fetch_site', 3);
    // A link in an e-mail opens the page, which then signs in by itself.
    expect((await web.ask('/', { headers: { ...framed, 'sec-fetch-dest': 'document' } })).status).toBe(200);
  });

  it('can not post a form: it is no JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])
      expectRefusal(await pull({ ...own, 'content-type': type }, `reason=${PLANTED}`), 415, 'invalid_input');
    await web.refused('content_type', 3);
  });

  it('changes nothing by a HEAD, which browsers send without an Origin', async () => {
    for (const path of ['/rpc/stop/pull', '/api/stop/pull', '/rpc/stop/status'])
      expect([path, (await web.ask(path, { method: 'HEAD', headers: { cookie } })).status]).toEqual([
        path,
        404,
      ]);
    expect(await web.host.client.stop.status()).toMatchObject({ stopped: false });
    expect((await web.ask('/healthz', { method: 'HEAD' })).status).toBe(200);
  });

  it('gets no answer to what it may ask', async () => {
    const preflight = {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    };
    expectRefusal(await web.ask('/api/stop/pull', preflight), 403, 'forbidden');
  });
});

describe('bodies', () => {
  it('above 4 MB are not read, whether they say so or not', async () => {
    const large = { ...own, 'content-length': String(5_000_000) };
    expectRefusal(await pull(large, `{"reason":"${PLANTED}`), 413, 'too_large');
    const chunk = PLANTED.repeat(2_000);
    const chunks = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(100);
    const head = ['POST /api/stop/pull HTTP/1.1', `host: ${web.address}`, 'transfer-encoding: chunked'];
    for (const [name, value] of Object.entries(own)) head.push(`${name}: ${value}`);
    expect(await web.raw(`${head.join('\r\n')}\r\n\r\n${chunks}`)).toMatch(/^HTTP\/1.1 413 .*"too_large"/s);
    await web.refused('body_too_large', 2);
  });

  it('that are not JSON are not repeated', async () => {
    for (const body of [`{"reason": ${PLANTED}`, '', '{"__proto__":{"stopped":true}}'])
      expectRefusal(await pull(own, body), 400, 'invalid_input');
    await web.refused('body_malformed', 3);
  });

  it('that nest without end are not looked into', async () => {
    const nested = (depth: number): string => `{"reason":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    for (const depth of [200, 1_900_000]) expectRefusal(await pull(own, nested(depth)), 400, 'invalid_input');
    expect((await pull(own, nested(50))).status).toBe(422);
    // Brackets within a text are text.
    expect((await pull(own, JSON.stringify({ reason: 1, text: `\\"${'['.repeat(200)}` }))).status).toBe(422);
    const query = `states${'[0]'.repeat(4_000)}=1`;
    expect((await web.ask(`/api/actions/list?${query}`, { headers: { cookie } })).json.code).toBe(
      'invalid_input',
    );
  });

  it('that are JSON of another shape come back as the core’s own error', async () => {
    const answer = await pull(own, '{"reason": 7}');
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid_input']);
  });
});

describe('paths', () => {
  it('do not lead out of the pages', async () => {
    for (const path of [
      '/../../etc/passwd',
      '/assets/../../data/secrets.json',
      '/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/%252e%252e%252fetc%252fpasswd',
      '/..\\..\\windows\\win.ini',
      '/..%5c..%5cwin.ini',
      '/assets/x%00.js',
      '/api/docs/../../../package.json',
    ])
      expectRefusal(await web.ask(path), 400, 'forbidden');
    await web.refused('path', 9);
  });

  it('to hidden files, through links out of the pages, and to nothing are not found', async () => {
    for (const path of [
      '/assets/outside.txt',
      '/assets/beside/http.log',
      '/.hidden.txt',
      '/assets/none.js',
      '/rpc',
      '/api',
      '/socket.io/?EIO=4&transport=polling',
    ])
      expect([path, (await web.ask(path)).json.code]).toEqual([path, 'not_found']);
  });

  it('that are no URL at all are refused', async () => {
    expectRefusal(await web.ask('/%zz'), 400, 'invalid_input');
    await web.refused('request_malformed');
  });
});

describe('a backup', () => {
  it('is written to a whole path outside the data folder, and to no other', async () => {
    const create = (path: string) =>
      web.ask('/api/backup/create', { method: 'POST', headers: own, body: JSON.stringify({ path }) });
    const nowhere = ['/proc/royal', '/dev/null/royal', '/tmp/royal\0', `/tmp/${'x'.repeat(300)}`];
    const inside = ['royal', '../royal', `${web.folder}/stores/royal`, `${web.folder}/../data/royal`];
    for (const path of [...inside, ...nowhere])
      expect([path, (await create(path)).json.code]).toEqual([path, 'invalid_input']);
    expect(existsSync('royal')).toBe(false);
  });
});

describe('a file that is handed over', () => {
  it('is told of in an answer that does not grow with it', async () => {
    const post = (path: string, body: object) =>
      web.ask(path, { method: 'POST', headers: own, body: JSON.stringify(body) });
    const text = `Handle,Title,Variant Price${','.repeat(500_000)}${'x'.repeat(500_000)}\na,b,1\n`;
    const { upload } = (await post('/api/imports/append', { text })).json;
    const files = [{ upload, name: 'wide.csv' }];
    const preview = await post('/api/imports/preview', { storeId: 'wide', currency: 'EUR', files });
    expect(preview).toMatchObject({ status: 200, json: { files: [{ kind: 'products', fresh: 1 }] } });
    expect(preview.body.length).toBeLessThan(50_000);
  });
});

describe('a name', () => {
  it('holds nothing that is not seen or turns what stands beside it', async () => {
    const set = (name: string) =>
      web.ask('/api/people/set', {
        method: 'POST',
        headers: own,
        body: JSON.stringify({ name, role: 'helper' }),
      });
    for (const name of ['a\0b', 'a\nb', '\u202eadA', 'ada\u200b', '\ud800'])
      expect([name, (await set(name)).json.code]).toEqual([name, 'invalid_input']);
    for (const name of ['Bob Ø', '王小明', 'علی‌رضا', '__proto__'])
      expect([name, (await set(name)).status]).toEqual([name, 200]);
  });
});

describe('what is no proper HTTP', () => {
  it('is cut off: long headers, garbage, a request without an end', async () => {
    const host = `Host: ${web.address}\r\n`;
    expect(await web.raw(`GET / HTTP/1.1\r\n${host}x: ${PLANTED.repeat(1_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 .*"code":"too_large"/s,
    );
    expect(await web.raw(`${PLANTED}\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 .*"code":"invalid_input"/s);
    // Two lengths, as a smuggler sends them.
    expect(
      await web.raw(
        `POST /rpc/x HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 400 /);
    await web.refused('headers_too_large');
    // Head sent drop by drop: ten seconds, then the end.
    expect(await web.raw(`GET / HTTP/1.1\r\n${host}`)).toMatch(/^HTTP\/1.1 408 .*"next":/s);
    await web.refused('request_slow');
  });
});

describe('the handshake of sockets', () => {
  const upgrade = (headers: Record<string, string>, path = '/socket.io/?EIO=4&transport=websocket') =>
    web.raw(
      `${[
        `GET ${path} HTTP/1.1`,
        ...Object.entries({
          host: web.address,
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...headers,
        }).map(([name, value]) => `${name}: ${value}`),
      ].join('\r\n')}\r\n\r\n`,
    );

  it('passes the same guards', async () => {
    const origin = `http://${web.address}`;
    const cases: [Record<string, string>, RegExp][] = [
      [{ origin }, /^HTTP\/1.1 401 .*"code":"unauthorized"/s],
      [{ origin, cookie: `royal_${web.port}=${PLANTED}` }, /^HTTP\/1.1 401 .*"code":"unauthorized"/s],
      [{ origin: 'https://evil.example', cookie }, /^HTTP\/1.1 403 .*"code":"forbidden"/s],
      [{ origin: `http://127.0.0.1:${web.port + 1}`, cookie }, /^HTTP\/1.1 403 .*"code":"forbidden"/s],
      [{ cookie }, /^HTTP\/1.1 403 .*"code":"forbidden"/s],
      [{ origin, cookie, host: `evil.example:${web.port}` }, /^HTTP\/1.1 421 .*"code":"forbidden"/s],
      [{ origin, cookie, 'sec-fetch-site': 'same-site' }, /^HTTP\/1.1 403 .*"code":"forbidden"/s],
    ];
    for (const [headers, expected] of cases) expect(await upgrade(headers)).toMatch(expected);
    expect(await upgrade({ origin, cookie }, '/elsewhere')).toMatch(/^HTTP\/1.1 404 .*"code":"not_found"/s);
    await web.refused('upgrade');
    expect(web.log()).toContain('"route":"/socket.io"');
  });

  it('loses who sends more than a call can be', async () => {
    const socket = await opened();
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('call', 'x'.repeat(1024 * 1024));
    expect(await ended).toMatch(/transport/);
  });
});

describe('calls over a socket', () => {
  const ask = async (path: string, body: string) => {
    const socket = await opened();
    const call = { id: 0, path, body };
    return (await socket.emitWithAck('call', call)) as { status: number; text: string } | null;
  };

  it('are answered to who was let in', async () => {
    expect(await ask('/stop/status', '{}')).toMatchObject({
      status: 200,
      text: expect.stringMatching(/json/),
    });
  });

  it.each([
    ['nested too deep', `${'['.repeat(2_000)}${']'.repeat(2_000)}`],
    ['no JSON', `{"json":"${PLANTED}`],
    ['a prototype', '{"json":{"__proto__":{"limit":3}}}'],
  ])('are refused with a typed error and a line in the log: %s', async (_what, body) => {
    const lines = (): number =>
      web
        .log()
        .split('\n')
        .filter((line) => /"body_malformed".*"route":"\/socket.io"/.test(line)).length;
    const before = lines();
    const answer = await ask('/stores/list', body);
    expect(JSON.parse(answer!.text)).toMatchObject({ code: 'invalid_input', json: { code: 'ROYAL' } });
    expect(answer!.text).not.toContain(PLANTED);
    await expect.poll(lines).toBe(before + 1);
  });

  it('end with the socket of whoever says anything else', async () => {
    const socket = await opened();
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('anything', {});
    expect(await ended).toBe('io server disconnect');
  });

  it('reach nothing but what answers at once', async () => {
    for (const path of ['/events/live', '/nobody/knows', '/../healthz', '__proto__', ''])
      expect(await ask(path, '{}')).toBeNull();
  });
});

describe('many tries', () => {
  it('over one socket and another of the same session end at 1,200 a minute', async () => {
    const other = await openWebHost();
    try {
      const { authorization } = await other.bearer();
      const both = [other.socket({ authorization }), other.socket({ authorization })];
      await Promise.all(both.map(connected));
      const statuses = new Map<number, number>();
      for (let id = 0; id < 605; id += 1) {
        const call = { id, path: '/stop/status', body: '{}' };
        for (const { status } of await Promise.all(both.map((socket) => socket.emitWithAck('call', call))))
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      expect([...statuses]).toEqual([
        [200, 1_200],
        [429, 10],
      ]);
    } finally {
      await other.close();
    }
  });

  it('with tokens that were never given cost the core no more than others’ calls', async () => {
    const other = await openWebHost();
    try {
      const { authorization } = await other.bearer();
      const counts = new Map<number, number>();
      for (let tries = 0; tries < 1_210; tries += 1) {
        const headers = { authorization: `Bearer ${PLANTED}${tries}` };
        const { status } = await other.ask('/api/stores/list', { headers });
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }
      expect([...counts]).toEqual([
        [401, 1_200],
        [429, 10],
      ]);
      expect(
        (await other.ask('/api/stores/list', { headers: { authorization } })).headers['retry-after'],
      ).toMatch(/^\d+$/);
    } finally {
      await other.close();
    }
  }, 30_000);

  it('of another site’s page don’t use up what the person may ask', async () => {
    const other = await openWebHost();
    try {
      const { authorization } = await other.bearer();
      for (let tries = 0; tries < 1_210; tries += 1)
        await other.ask('/api/stores/list', { headers: { 'sec-fetch-site': 'cross-site' } });
      expect((await other.ask('/api/stores/list', { headers: { authorization } })).status).toBe(200);
    } finally {
      await other.close();
    }
  }, 30_000);

  it('to guess a one-time token end after ten a minute', async () => {
    const other = await openWebHost();
    try {
      const headers = { ...JSON_TYPE, origin: `http://${other.address}` };
      const codes: unknown[] = [];
      for (let tries = 0; tries < 12; tries += 1)
        codes.push(
          (await other.ask('/session', { method: 'POST', headers, body: `{"token":"${PLANTED}${tries}"}` }))
            .json.code,
        );
      expect(codes.slice(0, 10)).toEqual(Array(10).fill('unauthorized'));
      expect(codes.slice(10)).toEqual(['rate_limited', 'rate_limited']);
      await other.refused('rate', 2);
      expect(other.log()).not.toContain(PLANTED);
    } finally {
      await other.close();
    }
  });
});
