/** A value with where it comes from: what nobody has set is seen to be a guess. */
import type { ReactNode } from 'react';
import type { TermSource } from '../../../../shared/contract/supply-schemas.ts';
import { Icon } from '../../../ui/icon.tsx';
import { words } from '../../../ui/words.ts';

const WORDS: Readonly<Record<TermSource, string>> = {
  set: 'set for this variant',
  supplier: 'set for the supplier',
  learned: 'learned from deliveries',
  sales: 'by what it brings',
  vendor: 'vendor in Shopify',
  shop: 'from Shopify',
  default: 'a guess: not set yet',
  missing: 'not set yet',
};

interface SourcedProps {
  label: string;
  source: TermSource;
  /** In other words than those of its source. */
  from?: string;
  children: ReactNode;
}

export function Sourced({ label, source, from = WORDS[source], children }: SourcedProps) {
  const guess = source === 'default' || source === 'missing';
  return (
    <div>
      <dt className="dim small">{label}</dt>
      <dd>
        <span className="number">{children}</span>
        <span className={guess ? 'small tone-wait sourced' : 'small dim sourced'}>
          {guess && <Icon name="info" />} {from}
        </span>
      </dd>
    </div>
  );
}

/** Of a lead time; undefined where its source says it all. */
export function learnedFrom(source: TermSource, deliveries: number): string | undefined {
  if (source !== 'learned') return undefined;
  return `learned from ${words.plural(deliveries, 'delivery', 'deliveries')}`;
}
