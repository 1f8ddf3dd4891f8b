/** What keeps the headless host: guards of every request and handshake, sessions and tokens. */
import type { Sabotage } from './sabotage.ts';

const SOCKET_CALLS = 'headless/http/socket-calls.test.ts';
const ATTACKS = 'tests/http/attacks.test.ts';
const ACCESS = 'tests/http/access.test.ts';
const ROLES = 'tests/roles.test.ts';
const GUARDS = 'headless/http/guards.ts';
const SERVER = 'headless/http/server.ts';

export const WEB: readonly Sabotage[] = [
  {
    name: 'host-header',
    file: GUARDS,
    find: "if (!gate.hosts.has((headers.host ?? '').toLowerCase())) throw new Refusal('host');",
    replace: "if (gate.hosts.size === 0) throw new Refusal('host');",
    test: { file: ATTACKS, name: 'that gave its name our address' },
  },
  {
    name: 'origin-header',
    file: GUARDS,
    find: 'if (ours !== `http://$' + '{host}` && !(gate.httpsInFront',
    replace: 'if (ours === host && !(gate.httpsInFront',
    test: { file: ATTACKS, name: 'can not ask with the person’s cookie' },
  },
  {
    name: 'fetch-site',
    file: GUARDS,
    find: "if (!navigable || !opened) throw new Refusal('fetch_site');",
    replace: "if (!navigable && !opened && site === 'never') throw new Refusal('fetch_site');",
    test: { file: ATTACKS, name: 'is known by what the browser says of it' },
  },
  {
    name: 'body-limit',
    file: 'headless/http/limits.ts',
    find: 'export const LARGEST_BODY = 4 * 1024 * 1024;',
    replace: 'export const LARGEST_BODY = 400 * 1024 * 1024;',
    test: { file: ATTACKS, name: 'above 4 MB are not read' },
  },
  {
    name: 'socket-handshake',
    file: SERVER,
    find: '      checkOrigin(request.headers, gate, true);\n',
    replace: '',
    test: { file: ATTACKS, name: 'passes the same guards' },
  },
  {
    name: 'socket-message-limit',
    file: 'headless/http/sockets.ts',
    find: 'const LARGEST_MESSAGE = 3 * LONGEST_BODY + 4_096;',
    replace: 'const LARGEST_MESSAGE = 300 * LONGEST_BODY + 4_096;',
    test: { file: ATTACKS, name: 'loses who sends more than a call can be' },
  },
  {
    name: 'socket-calls-refused',
    file: 'headless/http/socket-calls.ts',
    find: '      parse(body);\n',
    replace: '',
    test: { file: ATTACKS, name: 'are refused with a typed error and a line in the log' },
  },
  {
    name: 'socket-calls-pace',
    file: 'headless/http/socket-calls.ts',
    find: 'return count <= CALLS_A_MINUTE;',
    replace: 'return count > 0;',
    test: { file: ATTACKS, name: 'end at 1,200 a minute' },
  },
  {
    name: 'socket-calls-grant',
    file: 'headless/http/socket-calls.ts',
    find: 'const grant = await keeper.check(digest);',
    replace: 'const grant = keeper ? socket.data.grant : null;',
    test: { file: SOCKET_CALLS, name: 'of whoever is let in no longer are refused' },
  },
  {
    name: 'one-time-token',
    file: 'core/access/access.ts',
    find: `      const invite = invites.get(digest);
      invites.delete(digest);`,
    replace: '      const invite = invites.get(digest);',
    test: { file: ATTACKS, name: 'brings a one-time token that was used' },
  },
  {
    name: 'token-digest',
    file: 'core/access/access.ts',
    find: "return createHash('sha256').update(secret).digest('hex');",
    replace: 'return createHash ? secret : secret;',
    test: { file: 'tests/http/canaries.test.ts', name: 'are nowhere afterwards' },
  },
  {
    name: 'session-cookie',
    file: 'headless/http/session-routes.ts',
    find: "httpOnly: true, sameSite: 'strict'",
    replace: "httpOnly: false, sameSite: 'lax'",
    test: { file: ACCESS, name: 'trades the link’s token for a cookie' },
  },
  {
    name: 'guessing',
    file: 'headless/http/session-routes.ts',
    find: 'const TRIES_A_MINUTE = 10;',
    replace: 'const TRIES_A_MINUTE = 10_000;',
    test: { file: ATTACKS, name: 'to guess a one-time token end after ten a minute' },
  },
  {
    name: 'revocation',
    file: SERVER,
    find: '        keeper.forget(id);\n        sockets.end(id);',
    replace: '        keeper.forget(-id);',
    test: { file: ACCESS, name: 'end at once for who is shut out' },
  },
  {
    name: 'role-table',
    file: 'core/access/permissions.ts',
    find: "return role === 'owner' || HELPER_MAY.has(procedure);",
    replace: "return role === 'owner' || HELPER_MAY.has(procedure) || procedure === 'secrets.status';",
    test: { file: ROLES, name: 'secrets.status' },
  },
  {
    name: 'served-port',
    file: 'core/host/serve-core.ts',
    find: 'context: { person: personNamed(call.request.headers[PERSON_HEADER]) }',
    replace: 'context: {}',
    test: { file: ROLES, name: 'lets nobody in who is not named' },
  },
  {
    name: 'relay-port',
    file: 'core/host/serve-calls.ts',
    find: '{ context: contextOf(call) }',
    replace: '{ context: {} }',
    test: { file: 'core/host/serve-calls.test.ts', name: 'named person' },
  },
  {
    name: 'costs-withheld',
    file: 'core/api/wire.ts',
    find: "roleFor(name, procedure) === 'helper' ? withoutCosts(answer) : answer;",
    replace: "roleFor(name, procedure) === 'owner' ? withoutCosts(answer) : answer;",
    test: { file: ROLES, name: 'sees stock, orders and proposals, and no costs' },
  },
  {
    name: 'person-of-the-session',
    file: 'core/core.ts',
    find: 'id: caller() ?? named ?? local',
    replace: 'id: named ?? caller() ?? local',
    test: { file: ACCESS, name: 'speaks the whole contract with its token' },
  },
];
