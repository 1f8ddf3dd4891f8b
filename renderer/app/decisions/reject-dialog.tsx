/** Turning a proposal down: why, and whether such a thing shall be proposed again. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Select, Switch } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/text-fields.tsx';
import { useApi } from '../bridge-context.tsx';
import { useSeesCosts } from '../may.ts';
import { reads } from '../queries.ts';
import { type Decidable, kindOf } from './action-words.ts';
import type { Decision, RejectRule } from './decide.ts';
import { orderLines, supplierOf } from './proposal-input.ts';
import { ALWAYS, conditionOf, RuleConditionField, whensOf } from './rule-condition.tsx';
import { useNames } from './use-names.ts';

interface RejectDialogProps {
  action: Decidable;
  onClose: () => void;
  onReject: (decision: Decision) => void;
}

type Of = RejectRule['of'] & string;

const FOR_GOOD = 'always';
const SPANS = [
  { value: FOR_GOOD, label: 'Until the rule is removed' },
  { value: '30', label: 'For 30 days' },
  { value: '90', label: 'For 90 days' },
];
const DAY_MS = 86_400_000;

export function RejectDialog({ action, onClose, onReject }: RejectDialogProps) {
  const [reason, setReason] = useState('');
  const [ruled, setRuled] = useState(false);
  const [of, setOf] = useState<Of>('wish');
  const [variant, setVariant] = useState<string | null>(null);
  const [sameAgent, setSameAgent] = useState(false);
  const [span, setSpan] = useState(FOR_GOOD);
  const [when, setWhen] = useState(ALWAYS);
  const [asked, setAsked] = useState(false);
  const names = useNames();
  const seesCosts = useSeesCosts();
  const { data } = useQuery({ ...reads(useApi()).action(action.id), enabled: ruled });
  const lines = orderLines(data?.input);
  const supplier = supplierOf(data?.input);
  const kind = kindOf(action.type).word.toLocaleLowerCase();
  const agent = data?.agent ?? null;
  const condition = conditionOf(when);
  const missing = ruled && reason.trim() === '';

  const submit = (): void => {
    setAsked(true);
    if (missing || (ruled && condition === null)) return;
    const rule: RejectRule | undefined = ruled
      ? {
          of,
          sameAgent,
          variantId: of === 'variant' ? Number(variant ?? lines[0]?.variantId) || undefined : undefined,
          condition: condition ?? undefined,
          until: span === FOR_GOOD ? undefined : Date.now() + Number(span) * DAY_MS,
        }
      : undefined;
    onReject({ verb: 'reject', reason: reason.trim(), rule });
  };

  return (
    <Dialog open onClose={onClose} title="Reject" text={<span dir="auto">{action.title}</span>}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextArea
          label="Why not? Kept with the decision."
          value={reason}
          maxLength={500}
          rows={2}
          onChange={setReason}
          error={
            asked && missing ? 'A rule needs its reason: everyone who meets it later wants to know.' : null
          }
        />
        <Switch
          label="Don’t propose such a thing again"
          hint="Makes a rule that stands under Approvals, Rules, where it can be removed."
          value={ruled}
          onChange={setRuled}
        />
        {ruled && (
          <>
            <Select<Of>
              label="What shall not be proposed"
              value={of}
              onChange={setOf}
              options={[
                { value: 'wish', label: 'This very thing', hint: 'to the same supplier or product' },
                ...(supplier
                  ? [{ value: 'supplier' as const, label: `Anything like it from ${supplier}` }]
                  : []),
                ...(lines.length > 0 || action.type === 'price.change'
                  ? [{ value: 'variant' as const, label: 'Anything like it for one product' }]
                  : []),
                {
                  value: 'type',
                  label: `Every “${kind}” in ${names.store(action.storeId)}`,
                  hint: 'of any supplier and product',
                },
              ]}
            />
            {of === 'variant' && lines.length > 1 && (
              <Select
                label="Which product"
                value={variant ?? String(lines[0]!.variantId)}
                onChange={setVariant}
                options={lines.map((line) => ({ value: String(line.variantId), label: line.title }))}
              />
            )}
            <RuleConditionField
              form={when}
              onChange={setWhen}
              whens={whensOf({ type: action.type, hasLines: lines.length > 0, byAgent: agent !== null })}
              currency={seesCosts ? names.currency(action.storeId) : null}
              measured={of === 'variant' && lines.length > 0 ? 'of that product' : undefined}
              error={asked && condition === null ? 'Say how much.' : null}
            />
            <Select label="For how long" value={span} onChange={setSpan} options={SPANS} />
            {agent && (
              <Checkbox
                label={`Only what ${names.agent(agent)} proposes`}
                value={sameAgent}
                onChange={setSameAgent}
              />
            )}
          </>
        )}
        <div className="line">
          <Button kind="primary" submits>
            {ruled ? 'Reject it and make the rule' : 'Reject it'}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
