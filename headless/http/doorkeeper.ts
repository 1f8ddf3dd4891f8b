/** Who is let in by what they bring. Answers are remembered for half a minute, so that a call costs no query. */
import type { IncomingHttpHeaders } from 'node:http';
import { digestOf } from '../../core/access/access.ts';
import type { Door, Grant } from '../../core/access/door-contract.ts';
import { Refusal } from './refusal.ts';

export interface Doorkeeper {
  /** Throws Refusal no_credentials and wrong_credentials. */
  admit(headers: IncomingHttpHeaders): Promise<Admission>;
  /** null where it no longer holds. */
  check(digest: string): Promise<Grant | null>;
  /** The same of the core itself, whatever is remembered. */
  checkAnew(digest: string): Promise<Grant | null>;
  forget(grantId: number): void;
  forgetAll(): void;
}

export interface Admission {
  grant: Grant;
  /** Of the secret, which itself goes no further. */
  digest: string;
}

const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 1_000;

export function createDoorkeeper(door: Pick<Door, 'check'>, cookieName: () => string): Doorkeeper {
  const remembered = new Map<string, { grant: Grant; until: number }>();
  /** Grows with each forgetting: an answer that was under way then is not remembered. */
  let generation = 0;

  const ask = async (digest: string): Promise<Grant | null> => {
    const asked = generation;
    // A core that ends within the call is asked again as it comes back.
    const grant = await door.check({ digest }).catch(() => door.check({ digest }));
    if (asked !== generation) return ask(digest);
    if (grant) {
      remembered.set(digest, { grant, until: performance.now() + REMEMBERED_MS });
      if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    } else remembered.delete(digest);
    return grant;
  };

  const check = async (digest: string): Promise<Grant | null> => {
    const known = remembered.get(digest);
    return known && known.until > performance.now() ? known.grant : ask(digest);
  };

  return {
    check,
    checkAnew: ask,
    async admit(headers) {
      const secret = secretIn(headers, cookieName());
      if (secret === null) throw new Refusal('no_credentials');
      const digest = digestOf(secret);
      const grant = await check(digest);
      if (!grant) throw new Refusal('wrong_credentials');
      return { grant, digest };
    },
    forget(grantId) {
      generation += 1;
      for (const [digest, { grant }] of remembered) if (grant.id === grantId) remembered.delete(digest);
    },
    forgetAll() {
      generation += 1;
      remembered.clear();
    },
  };
}

function secretIn(headers: IncomingHttpHeaders, cookieName: string): string | null {
  // Who names a token is not let in by a cookie: the guards asked them for no Origin.
  if (headers.authorization !== undefined) return /^Bearer (\S+)$/i.exec(headers.authorization)?.[1] ?? null;
  // Ours needs no decoding: it is base64url.
  const cookies = (headers.cookie ?? '').split(/;\s*/);
  return cookies.find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) || null;
}
