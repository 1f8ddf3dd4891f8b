/** The door contract, implemented. */
import { implement } from '@orpc/server';
import type { Access } from './access.ts';
import { doorContract } from './door-contract.ts';

export function doorRouter(access: Access, servedAt: (url: string) => void) {
  const os = implement(doorContract);
  return os.router({
    redeem: os.redeem.handler(({ input }) => access.redeem(input.token, input.browser)),
    check: os.check.handler(({ input }) => access.check(input.digest)),
    servedAt: os.servedAt.handler(({ input }) => servedAt(input.url)),
  });
}
