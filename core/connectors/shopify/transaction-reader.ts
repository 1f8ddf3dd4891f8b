/** A transaction of an order and its fees, straight from the bytes of a bulk file; means what mapOrder makes of it. */
import type { Currency } from '../../../shared/money.ts';
import type { TransactionRecord } from '../../mirror/records.ts';
import { type JsonCursor, keysOf } from './json-cursor.ts';

const TRANSACTION = keysOf(
  'id',
  'kind',
  'status',
  'gateway',
  'test',
  'createdAt',
  'processedAt',
  'amountSet',
  'fees',
);
const FEE = keysOf('id', 'amount', 'taxAmount');

/** A payment or refund of money; its fee adds up those in the shop's currency. */
export function readTransaction(json: JsonCursor, shopCurrency: Currency): TransactionRecord {
  const transaction: TransactionRecord = {
    id: 0,
    kind: '',
    status: '',
    gateway: null,
    test: false,
    amount: 0,
    fee: 0,
    at: 0,
  };
  let createdAt = 0;
  let processedAt: number | null = null;
  json.object(TRANSACTION, (key) => {
    switch (key) {
      case 0:
        transaction.id = json.gid();
        break;
      case 1:
        transaction.kind = json.text();
        break;
      case 2:
        transaction.status = json.text();
        break;
      case 3:
        transaction.gateway = json.textOrNull();
        break;
      case 4:
        transaction.test = json.boolean();
        break;
      case 5:
        createdAt = json.instant();
        break;
      case 6:
        processedAt = json.instantOrNull();
        break;
      case 7:
        transaction.amount = json.bag();
        break;
      default:
        json.list(() =>
          json.object(FEE, (part) => {
            if (part === 0) json.text();
            else if (!json.isNull()) {
              const { minor, currency } = json.money();
              if (currency === shopCurrency) transaction.fee += minor;
            }
          }),
        );
    }
  });
  transaction.at = processedAt ?? createdAt;
  return transaction;
}
