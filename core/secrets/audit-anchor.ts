/** The audit anchor as a secret: kept where the keys are, outside every database. */
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';
import type { AnchorState, AuditAnchor } from '../ledger/audit-anchor.ts';
import type { Secret } from './secret.ts';
import type { SecretResolver } from './secret-resolver.ts';

export interface SecretAnchor extends AuditAnchor {
  /** Looks again at what is kept, so that a verification does not trust this process's memory. */
  refresh(): Promise<void>;
}

const state = z.object({ count: z.int().min(0), head: z.string().regex(/^[0-9a-f]{64}$/) });

/** Throws RoyalError as the resolver does, and key_wrong where what is kept is no anchor. */
export async function openAnchor(secrets: SecretResolver): Promise<SecretAnchor> {
  const look = async (): Promise<AnchorState | null> => {
    const kept = await secrets.get('audit.anchor', { fresh: true });
    return kept && anchorIn(kept);
  };
  let known = await look();
  return {
    read: () => known,
    async write(newest) {
      await secrets.set('audit.anchor', JSON.stringify(newest));
      known = newest;
    },
    async refresh() {
      known = await look();
    },
  };
}

function anchorIn(kept: Secret): AnchorState {
  try {
    return state.parse(JSON.parse(kept.reveal()));
  } catch {
    throw new RoyalError({
      code: 'key_wrong',
      message: "The anchor of the record is there but can't be read; nothing was changed.",
      next: 'Put back "audit.anchor" from your own copy of the secrets.',
    });
  }
}
