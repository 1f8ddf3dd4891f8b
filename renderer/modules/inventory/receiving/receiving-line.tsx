/** One line of a delivery: what was ordered and is still to come; accepted, damaged, short by big buttons or typed. */
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useNames } from '../../../app/decisions/use-names.ts';
import { Pill } from '../../../ui/pill.tsx';
import { words } from '../../../ui/words.ts';
import { CountStepper } from '../scanning/count-stepper.tsx';
import { type Count, type Counted, countOf, openOf, overOf, type Part, withCount } from './counted.ts';

interface ReceivingLineProps {
  line: PurchaseOrderView['lines'][number];
  counted: Counted;
  /** Was scanned last. */
  current: boolean;
  onChange: (counted: Counted) => void;
}

export function ReceivingLine({ line, counted, current, onChange }: ReceivingLineProps) {
  return (
    <li className="card receiving-line" data-line={line.id} aria-current={current || undefined}>
      <div>
        <h2 className="clipped" dir="auto" title={line.title}>
          {line.title}
        </h2>
        <p className="small dim number" dir="auto" data-code>
          {[line.sku ?? 'no SKU', line.barcode, line.supplierSku && `theirs ${line.supplierSku}`]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {line.allocations.map((part) => (
        <PartCount
          key={part.id}
          title={line.title}
          part={part}
          count={countOf(counted, part.id)}
          several={line.allocations.length > 1}
          onChange={(count) => onChange(withCount(counted, part.id, count))}
        />
      ))}
    </li>
  );
}

interface PartCountProps {
  title: string;
  part: Part;
  count: Count;
  several: boolean;
  onChange: (count: Count) => void;
}

function PartCount({ title, part, count, several, onChange }: PartCountProps) {
  const names = useNames();
  const open = openOf(part);
  const over = overOf(part, count);
  const left = open - count.accepted - count.damaged - count.short;
  const where = [names.severalStores && names.store(part.storeId), part.locationName]
    .filter(Boolean)
    .join(', ');
  const of = several ? `${title}, ${where}` : title;
  return (
    <div className="part-count">
      <p className="line small">
        {where && <span dir="auto">{where}</span>}
        <span className="dim number">
          {words.count(open)} to come of {words.count(part.quantity)}
        </span>
        {over > 0 ? (
          <Pill tone="wait" icon="warning">
            {words.count(over)} more than ordered
          </Pill>
        ) : (
          left === 0 &&
          open > 0 && (
            <Pill tone="good" icon="check">
              Complete
            </Pill>
          )
        )}
      </p>
      <div className="part-steppers">
        <CountStepper
          label="Accepted"
          of={of}
          value={count.accepted}
          onChange={(accepted) => onChange({ ...count, accepted })}
        />
        <CountStepper
          label="Damaged"
          of={of}
          value={count.damaged}
          onChange={(damaged) => onChange({ ...count, damaged })}
        />
        <CountStepper
          label="Short"
          of={of}
          value={count.short}
          onChange={(short) => onChange({ ...count, short })}
        />
      </div>
      {left > 0 && (
        <p className="line">
          <button
            type="button"
            className="button"
            onClick={() => onChange({ ...count, accepted: count.accepted + left })}
            aria-label={`All ${left} came: ${of}`}
          >
            All {words.count(left)} came
          </button>
          {count.accepted + count.damaged > 0 && (
            <button
              type="button"
              className="button button-quiet"
              onClick={() => onChange({ ...count, short: count.short + left })}
              aria-label={`The other ${left} will not come: ${of}`}
            >
              The other {words.count(left)} will not come
            </button>
          )}
        </p>
      )}
    </div>
  );
}
