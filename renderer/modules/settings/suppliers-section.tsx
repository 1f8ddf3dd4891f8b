/** Suppliers: what they promise, which of it is a guess, and what is unknown of each product. */
import { Card } from '../../ui/card.tsx';

export function SuppliersSection() {
  return <Card title="Suppliers">…</Card>;
}
