/** A value with where it comes from: what nobody has set is seen to be a guess. */
import type { ReactNode } from 'react';
import type { TermSource } from '../../../../shared/contract/supply-schemas.ts';
import { Icon } from '../../../ui/icon.tsx';

const WORDS: Readonly<Record<TermSource, string>> = {
  set: 'set for this variant',
  supplier: 'set for the supplier',
  vendor: 'vendor in Shopify',
  shop: 'from Shopify',
  default: 'a guess: not set yet',
  missing: 'not set yet',
};

export function Sourced({
  label,
  source,
  children,
}: {
  label: string;
  source: TermSource;
  children: ReactNode;
}) {
  const guess = source === 'default' || source === 'missing';
  return (
    <div>
      <dt className="dim small">{label}</dt>
      <dd>
        <span className="number">{children}</span>
        <span className={guess ? 'small tone-wait sourced' : 'small dim sourced'}>
          {guess && <Icon name="info" />} {WORDS[source]}
        </span>
      </dd>
    </div>
  );
}
