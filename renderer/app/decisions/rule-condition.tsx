/** When a rule holds: always, or only where what is proposed is on one side of a value. */
import type { Currency } from '../../../shared/money.ts';
import { Select } from '../../ui/choices.tsx';
import { MoneyField, NumberField } from '../../ui/number-fields.tsx';
import type { RejectRule } from './decide.ts';

export type RuleCondition = NonNullable<RejectRule['condition']>;

/** `value` null: still to be typed. */
export interface ConditionForm {
  when: When;
  value: number | null;
}

type When =
  | 'always'
  | `${'units' | 'money' | 'change'} ${RuleCondition['is']}`
  | 'confidence low'
  | 'confidence fair';

export const ALWAYS: ConditionForm = { when: 'always', value: null };

const WORDS: Record<When, string> = {
  always: 'Always',
  'units below': 'Only where it is fewer units than …',
  'units above': 'Only where it is more units than …',
  'money below': 'Only where it costs less than …',
  'money above': 'Only where it costs more than …',
  'change below': 'Only where it changes the price by less than …',
  'change above': 'Only where it changes the price by more than …',
  'confidence low': 'Only where its confidence is low',
  'confidence fair': 'Only where its confidence is low or fair',
};
/** Below these a confidence is called low, and not yet high: the words of the page. */
const CONFIDENCE = { 'confidence low': 0.55, 'confidence fair': 0.8 } as const;

/** What may be asked of such an action. */
export function whensOf(action: { type: string; hasLines: boolean; byAgent: boolean }): When[] {
  return [
    'always',
    ...(action.hasLines ? (['units below', 'units above', 'money below', 'money above'] as const) : []),
    ...(action.type === 'price.change' ? (['change below', 'change above'] as const) : []),
    ...(action.byAgent ? (['confidence low', 'confidence fair'] as const) : []),
  ];
}

/** undefined: the rule holds always. null: a value is missing. */
export function conditionOf({ when, value }: ConditionForm): RuleCondition | undefined | null {
  if (when === 'always') return undefined;
  if (when === 'confidence low' || when === 'confidence fair')
    return { of: 'confidence', is: 'below', value: CONFIDENCE[when] };
  if (value === null) return null;
  const [of, is] = when.split(' ') as [RuleCondition['of'], RuleCondition['is']];
  return { of, is, value };
}

interface RuleConditionFieldProps {
  form: ConditionForm;
  onChange: (form: ConditionForm) => void;
  whens: readonly When[];
  /** null while the store's is not known: then nothing is asked about money. */
  currency: Currency | null;
  /** "of that product": what the value is measured on, where it is not the whole proposal. */
  measured?: string;
  error: string | null;
}

export function RuleConditionField(props: RuleConditionFieldProps) {
  const { form, onChange, whens, currency, measured, error } = props;
  const [of, is] = form.when.split(' ');
  const value = {
    label: `${is === 'below' ? 'Less than' : 'More than'}${measured ? `, ${measured}` : ''}`,
    value: form.value,
    min: 0,
    error,
    onChange: (typed: number | null) => onChange({ ...form, value: typed }),
  };
  return (
    <>
      <Select<When>
        label="When"
        value={form.when}
        onChange={(when) => onChange({ when, value: null })}
        options={whens
          .filter((when) => currency !== null || !when.startsWith('money'))
          .map((when) => ({ value: when, label: WORDS[when] }))}
      />
      {form.when !== 'always' && (
        <p className="small dim">Where that is not known of a proposal, the rule leaves it to you.</p>
      )}
      {of === 'units' && <NumberField {...value} unit="units" />}
      {of === 'money' && currency !== null && <MoneyField {...value} currency={currency} />}
      {of === 'change' && <NumberField {...value} format={{ style: 'percent', maximumFractionDigits: 1 }} />}
    </>
  );
}
