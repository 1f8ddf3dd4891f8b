/** What may be spent on purchases a month at one store: the agent's orders stay within it. Owners see and set it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PurchasingBudgetView } from '../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useMay } from '../../app/may.ts';
import { keepFresh } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { MoneyField } from '../../ui/number-fields.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toast.tsx';
import { words } from '../../ui/words.ts';

const BUDGET = keepFresh('purchasing-budget', ['purchasing_budget', 'purchase_order']);

export function PurchasingBudget({ storeId }: { storeId: string }) {
  const api = useApi();
  const may = useMay();
  const { data } = useQuery({
    queryKey: [BUDGET, storeId],
    queryFn: ({ signal }) => api.suppliers.budget({ storeId }, { signal }),
    enabled: may('suppliers.setBudget'),
  });
  return data ? <BudgetForm key={data.monthly?.minor ?? 'none'} budget={data} /> : null;
}

function BudgetForm({ budget }: { budget: PurchasingBudgetView }) {
  const api = useApi();
  const queries = useQueryClient();
  const { storeId, currency } = budget;
  const present = budget.monthly?.minor ?? null;
  const [monthly, setMonthly] = useState(present);
  const save = useMutation({
    mutationFn: () => api.suppliers.setBudget({ storeId, monthly }),
    onSuccess(kept) {
      queries.setQueryData([BUDGET, storeId], kept);
      toast({
        title: kept.monthly ? 'Budget set' : 'No budget any more',
        text: 'The agent’s next orders go by it.',
      });
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <MoneyField
        label="Budget for purchases, a month"
        currency={currency}
        min={0}
        value={monthly}
        hint={hintOf(budget)}
        onChange={setMonthly}
      />
      {save.error && <Problem error={save.error} />}
      {monthly !== present && (
        <div className="line">
          <Button kind="primary" submits busy={save.isPending}>
            {monthly === null ? 'Lift the budget' : 'Set the budget'}
          </Button>
          <Button onPress={() => setMonthly(present)}>Cancel</Button>
        </div>
      )}
    </form>
  );
}

function hintOf({ ordered, left, unknownOrders }: PurchasingBudgetView): string {
  if (!ordered || !left) return 'Empty: proposals order whatever is needed';
  const unknown =
    unknownOrders === 0 ? '' : `, ${words.plural(unknownOrders, 'order')} of unknown cost not counted`;
  return `This month ${words.money(ordered.minor, ordered.currency)} is ordered${unknown}; ${words.money(left.minor, left.currency)} is left`;
}
