/** Signing in and out: the printed one-time token is traded for a cookie that no page can read. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Door } from '../../core/access/door-contract.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { Refusal } from './refusal.ts';

const enter = z.object({ token: z.string().min(1).max(200) });
/** As long as a session lasts unused. */
const COOKIE_SECONDS = 30 * 24 * 60 * 60;
/** Guesses are hopeless at 32 random bytes; this keeps them out of the log as well. */
const TRIES_A_MINUTE = 10;

export function serveSessions(
  app: FastifyInstance,
  options: {
    door: Pick<Door, 'redeem'>;
    client: RoyalClient;
    keeper: Doorkeeper;
    /** Behind https the cookie is Secure, and bound to this very host by its name. */
    httpsInFront: boolean;
    cookieName: () => string;
  },
): void {
  const { door, client, keeper, httpsInFront, cookieName } = options;
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: httpsInFront } as const;
  const keep = (reply: FastifyReply, secret: string): void => {
    reply.setCookie(cookieName(), secret, { ...attributes, maxAge: COOKIE_SECONDS });
  };

  app.post(
    '/session',
    { config: { open: true, rateLimit: { max: TRIES_A_MINUTE, timeWindow: 60_000 } } },
    async (request, reply) => {
      const asked = enter.safeParse(request.body);
      if (!asked.success) throw new Refusal('body_malformed');
      const { token } = asked.data;
      const entered = await door.redeem({ token, browser: browserName(request.headers['user-agent']) });
      if (!entered) throw new Refusal('invite');
      keep(reply, entered.secret);
      const { person, expiresAt } = entered.grant;
      return reply.header('cache-control', 'no-store').send({ signedIn: true, person, expiresAt });
    },
  );
  app.get('/session', { config: { open: true } }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const admission = await keeper.admit(request.headers).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
    if (!admission) return { signedIn: false };
    const secret = request.cookies[cookieName()];
    // A session that is used lives on, and so must its cookie.
    if (secret && admission.grant.kind === 'session') keep(reply, secret);
    return { signedIn: true, person: admission.grant.person };
  });
  app.delete('/session', async (request, reply) => {
    const { id, kind, person } = request.admission!.grant;
    if (kind === 'session') await client.access.revoke({ id, by: person });
    keeper.forget(id);
    reply.clearCookie(cookieName(), attributes).header('cache-control', 'no-store');
    return { signedIn: false };
  });
}

const BROWSERS = [
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS', 'Mac'],
  ['Windows', 'Windows'],
  ['Linux', 'Linux'],
] as const;

/** "Chrome on Android": enough to know a lost phone by; nothing else of the header is kept. */
function browserName(userAgent = ''): string {
  const of = (names: readonly (readonly [string, string])[]): string | undefined =>
    names.find(([mark]) => userAgent.includes(mark))?.[1];
  const browser = of(BROWSERS) ?? 'a program';
  const system = of(SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
}
