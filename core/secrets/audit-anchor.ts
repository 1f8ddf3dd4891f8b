/** The audit anchor as a secret: kept where the keys are, outside every database. */
import type { AnchorState, AuditAnchor } from '../ledger/audit-anchor.ts';
import type { SecretResolver } from './secret-resolver.ts';

export interface SecretAnchor extends AuditAnchor {
  /** Looks again at what is kept, so that a verification does not trust this process's memory. */
  refresh(): Promise<void>;
}

export async function openAnchor(secrets: SecretResolver): Promise<SecretAnchor> {
  const look = async (): Promise<AnchorState | null> => {
    const kept = await secrets.get('audit.anchor', { fresh: true });
    return kept ? (JSON.parse(kept.reveal()) as AnchorState) : null;
  };
  let known = await look();
  return {
    read: () => known,
    async write(state) {
      await secrets.set('audit.anchor', JSON.stringify(state));
      known = state;
    },
    async refresh() {
      known = await look();
    },
  };
}
