/** What only those see who may call a procedure; to others the core would refuse it. */
import type { ReactNode } from 'react';
import { useMay } from './may.ts';

/** `to` by its name: "purchaseOrders.create". */
export function Allowed({ to, children }: { to: string; children: ReactNode }) {
  return useMay()(to) ? children : null;
}
