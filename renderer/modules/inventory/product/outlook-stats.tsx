/** How a variant stands: days left against the time goods take, when to order how many, what lies there, what it is worth. */
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import { DEFINITIONS } from '../../../../shared/definitions.ts';
import { deadlineWords } from '../../../app/decisions/action-words.ts';
import { useStoreDay } from '../../../app/decisions/use-names.ts';
import { Pill } from '../../../ui/pill.tsx';
import { Explained } from '../../../ui/term.tsx';
import { words } from '../../../ui/words.ts';
import { daysLeftWords, perDayWords, rangeWords, STATES } from '../stock/stock-words.ts';
import type { Variant } from './variant.ts';

export function OutlookStats({
  store,
  variant,
  asOf,
}: {
  store: StoreView;
  variant: Variant;
  asOf: number | null;
}) {
  const today = useStoreDay()(store.id);
  const { word, tone, icon } = STATES[variant.state];
  const by = variant.orderBy === null ? null : deadlineWords(variant.orderBy, today);
  const worked = variant.asOf ? `Worked out ${words.moment(variant.asOf)}.` : null;
  const counted = asOf ? `As of ${words.moment(asOf)}.` : null;
  return (
    <dl className="facts">
      <Fact term="coverState" label="State" trueAt={worked} under={variant.reason}>
        <Pill tone={tone} icon={icon}>
          {word}
        </Pill>
      </Fact>
      <Fact term="daysLeft" trueAt={worked} under={rangeWords(variant)}>
        {daysLeftWords(variant)}
      </Fact>
      <Fact
        term="orderBy"
        trueAt={worked}
        under={
          variant.quantity > 0
            ? `${words.plural(variant.quantity, 'unit')}, whole packs`
            : 'nothing to order now'
        }
      >
        <span className={by ? `tone-${by.tone}` : undefined}>
          {by ? by.text.replace(/^by /, '') : variant.daysLeft === null ? 'not known' : 'no need'}
        </span>
      </Fact>
      <Fact
        label="Available"
        text="Units that can be sold now: what is on hand, less what is promised to orders."
        trueAt={counted}
        under={`${words.count(variant.incoming)} on their way, ${words.count(variant.onHand)} on hand`}
      >
        {words.plural(variant.available, 'unit')}
      </Fact>
      <Fact
        term="perDay"
        trueAt={worked}
        under={
          variant.leadTimeDays === null
            ? 'delivery time not known'
            : `delivery takes ${words.plural(Math.round(variant.leadTimeDays), 'day')}`
        }
      >
        {perDayWords(variant.perDay)}
        {variant.perDay !== null && <span className="small dim"> units</span>}
      </Fact>
      <Fact
        term="stockValue"
        trueAt={counted}
        under={
          variant.unitCost
            ? `${words.money(variant.unitCost.minor, variant.unitCost.currency)} each, sold at ${words.money(variant.price.minor, variant.price.currency)}`
            : 'its cost is not set: set it under Terms'
        }
      >
        {variant.value ? words.moneyRound(variant.value.minor, variant.value.currency) : 'not known'}
      </Fact>
    </dl>
  );
}

interface FactProps {
  term?: keyof typeof DEFINITIONS;
  label?: string;
  text?: string;
  trueAt: string | null;
  under?: string | null;
  children: React.ReactNode;
}

function Fact({ term, label, text, trueAt, under, children }: FactProps) {
  const definition = term && DEFINITIONS[term];
  const title = label ?? definition?.label ?? '';
  return (
    <div className="fact card">
      <dt>
        <Explained title={title} text={text ?? definition?.meaning ?? ''} trueAt={trueAt}>
          {title}
        </Explained>
      </dt>
      <dd className="fact-value number">{children}</dd>
      <dd className="small dim">{under}</dd>
    </div>
  );
}
