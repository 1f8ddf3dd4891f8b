/** Sales of imported files that end some time ago: what sold since is forecast, and the owner is told. */
import type { AgentContext, Finding } from '../../shared/agent.ts';
import { counted } from '../../shared/counted.ts';
import { dayOf, formatDay } from '../../shared/time.ts';
import type { OutlookPlan } from './outlook.ts';

/** A quiet store goes some days without an order. */
const OLD_DAYS = 7;

/** One for the whole store, where its sales are known for less long than its stock. */
export function staleSales(
  { mirror, store }: Pick<AgentContext, 'mirror' | 'store'>,
  { today }: Pick<OutlookPlan, 'today'>,
): Finding[] {
  const [until, stockAt] = [mirror.salesUntil(), mirror.syncedAt()];
  if (until === null || stockAt === null) return [];
  const last = dayOf(until, store.zone);
  if (last >= dayOf(stockAt, store.zone) || today - last <= OLD_DAYS) return [];
  const date = formatDay(last);
  return [
    {
      kind: 'stale_sales',
      severity: 'watch',
      title: `Sales are known until ${counted(today - last, 'day')} ago: forecasts go on from there`,
      subject: { kind: 'store', id: store.id },
      evidence: [
        {
          kind: 'stale_sales',
          text:
            `The newest order of the imported files is of ${date}. What sold since is not known, and not taken for nothing; ` +
            'stock is taken as it was imported. Import newer files, and run the agent again.',
          data: { lastOrder: date, days: today - last },
        },
      ],
    },
  ];
}
