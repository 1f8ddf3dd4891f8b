/** Arbitrary orders that keep changing: after every sync the mirror comes to the same figures as the shop's books. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startSandbox } from '../sandbox/server.ts';
import { type Evolution, evolve, evolvingShop } from './evolving-shop.ts';
import { daysOf, mirrorOf, truthFrom, variantDaysOf } from './mirrored.ts';

const CURRENCIES = [
  ['GBP', 2],
  ['JPY', 0],
  ['KWD', 3],
] as const;
const ZONES = ['Europe/London', 'Pacific/Chatham', 'America/St_Johns', 'Asia/Kathmandu', 'America/Santiago'];
const RUNS = Number(process.env.EVOLVING_RUNS ?? 4);

it('stays equal to the penny and the unit', { timeout: 60_000 + RUNS * 20_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...CURRENCIES),
      fc.constantFrom(...ZONES),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      async ([currency, digits], zone, seed) => {
        let state = seed;
        const how: Evolution = {
          currency,
          digits,
          zone,
          // A linear congruential generator (Numerical Recipes), so that a failure can be run again.
          below(n) {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            return Math.floor((state / 2 ** 32) * n);
          },
        };
        const shop = evolvingShop(how);
        const sandbox = await startSandbox({
          plan: 'enterprise',
          fill: (documents) => documents.putShop(shop),
        });
        const mirrored = mirrorOf(sandbox, sandbox.shops[0]!, () => sandbox.clock.now());
        try {
          evolve(sandbox, how, 30);
          for (let round = 0; round < 4; round++) {
            await mirrored.sync.run();
            const truth = await truthFrom(sandbox, shop.domain);
            expect(daysOf(mirrored.mirror)).toEqual(truth.days);
            expect(variantDaysOf(mirrored.mirror)).toEqual(truth.variantDays);
            expect(mirrored.mirror.counts()).toMatchObject({ orders: truth.counts.orders });
            sandbox.clock.advance(3_600_000 * 9);
            evolve(sandbox, how, 12);
            if (round === 1) {
              for (const order of [...sandbox.documents.iterate(shop.domain, 'Order')].slice(0, 3))
                sandbox.documents.remove(shop.domain, 'Order', order.id);
              sandbox.clock.advance(86_400_000);
            }
          }
          expect(mirrored.mirror.check()).toEqual({ ok: true, problems: [] });
        } finally {
          mirrored.close();
          await sandbox.close();
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
});
