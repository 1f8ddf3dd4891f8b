/**
 * Letting people in over HTTP: a one-time token is traded for a session, an API token is made by hand. Secrets are
 * 32 random bytes, told once and kept as SHA-256 digests; nothing here guesses, so no slow hash is needed.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../../shared/action.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { AccessRow, AccessRows } from '../app-db/access-rows.ts';
import type { Grant } from './door-contract.ts';

export interface Access {
  /** `person`: whose session it will be; the inviting actor's where absent. */
  invite(actor: Actor, person?: string): { token: string; expiresAt: EpochMs };
  /** Once per token; null where it was never given, was used, or is too old. `browser` names the session. */
  redeem(token: string, browser: string): { secret: string; grant: Grant } | null;
  createToken(name: string, actor: Actor, person?: string): { id: number; token: string };
  /** Of a secret's digest: who it lets in; null for nobody. A session's end moves on with its use. */
  check(digest: string): Grant | null;
  /** Throws not_found. */
  revoke(id: number, actor: Actor): AccessRow;
  list(): AccessRow[];
}

const INVITE_MS = 10 * 60_000;
/** More than that wait for nobody: the oldest goes. */
const MOST_INVITES = 20;
const SESSION_MS = 30 * 24 * 60 * 60_000;
/** A use is noted so often at most. */
const NOTE_MS = 60_000;

/** Hex of SHA-256. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** `changed` is called after each change that the audit chain must name. */
export function createAccess(options: {
  rows: AccessRows;
  clock: () => EpochMs;
  changed: () => void;
}): Access {
  const { rows, clock, changed } = options;
  /** By digest; in memory only, so that none outlives the program. */
  const invites = new Map<string, { expiresAt: EpochMs; actor: Actor; person: string }>();
  const secretBytes = (): string => randomBytes(32).toString('base64url');

  return {
    invite(actor, person = actor.id) {
      const token = secretBytes();
      const expiresAt = clock() + INVITE_MS;
      invites.set(digestOf(token), { expiresAt, actor, person });
      for (const digest of invites.keys()) if (invites.size > MOST_INVITES) invites.delete(digest);
      return { token, expiresAt };
    },
    redeem(token, browser) {
      const digest = digestOf(token);
      const invite = invites.get(digest);
      invites.delete(digest);
      if (!invite || invite.expiresAt <= clock()) return null;
      const secret = secretBytes();
      rows.dropExpired();
      const row = rows.add(
        {
          kind: 'session',
          name: browser,
          person: invite.person,
          digest: digestOf(secret),
          expiresAt: clock() + SESSION_MS,
        },
        invite.actor,
      );
      changed();
      return { secret, grant: grantOf(row) };
    },
    createToken(name, actor, person = actor.id) {
      const token = `royal_${secretBytes()}`;
      const { id } = rows.add(
        { kind: 'token', name, person, digest: digestOf(token), expiresAt: null },
        actor,
      );
      changed();
      return { id, token };
    },
    check(digest) {
      const row = rows.byDigest(digest);
      if (!row || (row.expiresAt !== null && row.expiresAt <= clock())) return null;
      if (clock() - row.lastUsedAt >= NOTE_MS) {
        if (row.kind === 'session') row.expiresAt = clock() + SESSION_MS;
        rows.used(row.id, row.expiresAt);
      }
      return grantOf(row);
    },
    revoke(id, actor) {
      const row = rows.remove(id, actor);
      changed();
      return row;
    },
    list() {
      rows.dropExpired();
      return rows.list();
    },
  };
}

const grantOf = ({ id, kind, person, expiresAt }: AccessRow): Grant => ({ id, kind, person, expiresAt });
