/** The state of an order, and that it is late where it is. */
import { Pill } from '../../../ui/pill.tsx';
import { ORDER_STATES, type OrderState } from './order-words.ts';

export function OrderStatePills({ state, late }: { state: OrderState; late: boolean }) {
  const { word, tone, icon } = ORDER_STATES[state];
  return (
    <span className="pills">
      <Pill tone={tone} icon={icon}>
        {word}
      </Pill>
      {late && (
        <Pill tone="risk" icon="clock">
          Late
        </Pill>
      )}
    </span>
  );
}
