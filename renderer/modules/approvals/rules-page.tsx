/** What agents shall not propose: who said so and why, and what each rule has kept back. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleView } from '../../../shared/contract/rule-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { kindOf } from '../../app/decisions/action-words.ts';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Switch } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { approvalReads } from './reads.ts';
import { RemoveRule } from './remove-rule.tsx';

export function RulesPage() {
  const store = useEmpire((empire) => empire.store);
  const [all, setAll] = useState(false);
  const query = useQuery(approvalReads(useApi()).rules(store, all));
  return (
    <Card
      title="Rules"
      scope="what agents shall not propose"
      action={<Switch label="Also those that are over" value={all} onChange={setAll} />}
    >
      <Loaded query={query} lines={6}>
        {(rules) =>
          rules.length === 0 ? (
            <Empty title="There is no rule.">
              Where you reject a proposal you can have it never proposed again: that makes a rule, which
              stands here with its reason, what it has kept back, and the way to remove it.
            </Empty>
          ) : (
            <Rows label="Rules">
              {rules.map((rule, index) => (
                <RuleRow key={rule.id} rule={rule} first={index === 0} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Card>
  );
}

const STATES = {
  in_force: { tone: 'live', icon: 'check', word: 'In force' },
  over: { tone: 'quiet', icon: 'clock', word: 'Over' },
  removed: { tone: 'quiet', icon: 'cross', word: 'Removed' },
} as const;

function RuleRow({ rule, first }: { rule: RuleView; first: boolean }) {
  const now = useNow();
  const [open, setOpen] = useState(false);
  const [removing, setRemoving] = useState(false);
  const sign = STATES[rule.state];
  const kept =
    rule.kept === 0
      ? 'has kept nothing back yet'
      : `has kept back ${words.plural(rule.kept, 'proposal')}, ${words.plural(rule.times, 'time')} in all, last ${words.ago(rule.lastKeptAt, now)}`;
  return (
    <Row label={rule.text} first={first}>
      <div className="decided-row">
        <div className="decided-words">
          <p className="inbox-title" dir="auto">
            {rule.text}
          </p>
          <p dir="auto">“{rule.reason}”</p>
          <div className="line small dim">
            <Pill tone={sign.tone} icon={sign.icon}>
              {sign.word}
            </Pill>
            <span title={words.moment(rule.createdAt)}>
              by {rule.by}, {words.ago(rule.createdAt, now)}
              {rule.until !== null && `, until ${words.moment(rule.until)}`}
              {rule.removedAt !== null && `; removed by ${rule.removedBy ?? 'someone'}`}
            </span>
            <span>{kept}</span>
            {rule.fromAction !== null && (
              <a className="inline-link" href={placeTo('approvals', [String(rule.fromAction)])}>
                What it was made of
              </a>
            )}
          </div>
          {open && <KeptBack ruleId={rule.id} />}
          {removing && <RemoveRule rule={rule} onClose={() => setRemoving(false)} />}
        </div>
        <div className="decision-bar">
          {rule.kept > 0 && (
            <Button
              kind="quiet"
              expanded={open}
              label={`${open ? 'Hide' : 'Show'} what it kept back: ${rule.text}`}
              onPress={() => setOpen(!open)}
            >
              {open ? 'Hide' : 'What it kept back'}
            </Button>
          )}
          {rule.state === 'in_force' && (
            <Button icon="delete" label={`Remove: ${rule.text}`} onPress={() => setRemoving(true)}>
              Remove
            </Button>
          )}
        </div>
      </div>
    </Row>
  );
}

function KeptBack({ ruleId }: { ruleId: number }) {
  const query = useQuery(approvalReads(useApi()).kept(ruleId));
  const names = useNames();
  return (
    <Loaded query={query} lines={2}>
      {({ rows, total }) => (
        <ul className="pointed small">
          {rows.map((one) => (
            <li key={one.id} dir="auto">
              {one.variantId === null ? '' : 'A line of: '}
              {one.title} ({kindOf(one.actionType).word}, {names.store(one.storeId)}):{' '}
              {words.plural(one.times, 'time')}, last {words.moment(one.lastAt)}
            </li>
          ))}
          {total > rows.length && <li>and {words.count(total - rows.length)} more</li>}
        </ul>
      )}
    </Loaded>
  );
}
