/** placeholder replaced below */
import type { PurchaseOrderView } from '../../../shared/contract/purchasing-schemas.ts';
export async function orderPdf(_order: PurchaseOrderView, _about: { shopName: string }): Promise<Buffer> {
  return Buffer.from('');
}
