/** webhooks.*: deliveries that a receiver in front passes on. */
import type { CoreParts, Implementer } from './parts.ts';

export function webhookProcedures(os: Implementer, { webhooks }: CoreParts) {
  return {
    webhooks: {
      accept: os.webhooks.accept.handler(async ({ input }) => {
        const headers = Object.fromEntries(
          Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        const body = Buffer.from(input.body, input.encoding);
        return { outcome: await webhooks.accept(input.storeId, headers, body) };
      }),
    },
  };
}
