/** Which of Shopify's exports a file is, and which of its columns says what: old and new headers, in any case. */
import { unguarded } from '../../shared/csv-line.ts';

export type ImportKind = 'products' | 'inventory' | 'orders' | 'customers';

/** Cells of a row by the field's name, "" where the row or the file has none. */
export type Cells<Field extends string> = (field: Field) => string;

/** Every name that a field has had; the field is called by its newest. Compared without case, marks and spaces. */
const PRODUCT_FIELDS = {
  handle: ['URL handle', 'Handle'],
  title: ['Title'],
  vendor: ['Vendor'],
  type: ['Type', 'Product type'],
  tags: ['Tags'],
  published: ['Published on online store', 'Published'],
  status: ['Status'],
  giftCard: ['Gift card'],
  sku: ['SKU', 'Variant SKU'],
  barcode: ['Barcode', 'Variant Barcode'],
  option1Name: ['Option1 name'],
  option1: ['Option1 value'],
  option2Name: ['Option2 name'],
  option2: ['Option2 value'],
  option3Name: ['Option3 name'],
  option3: ['Option3 value'],
  price: ['Price', 'Variant Price'],
  compareAtPrice: ['Compare-at price', 'Variant Compare At Price'],
  cost: ['Cost per item'],
  taxable: ['Charge tax', 'Variant Taxable'],
  tracker: ['Inventory tracker', 'Variant Inventory Tracker'],
  quantity: ['Inventory quantity', 'Variant Inventory Qty', 'Variant inventory quantity'],
  policy: ['Continue selling when out of stock', 'Variant Inventory Policy'],
  requiresShipping: ['Requires shipping', 'Variant Requires Shipping'],
  image: ['Product image URL', 'Image Src'],
  variantImage: ['Variant image URL', 'Variant Image'],
} as const;

const INVENTORY_FIELDS = {
  handle: ['Handle', 'URL handle'],
  title: ['Title'],
  option1Name: ['Option1 Name'],
  option1: ['Option1 Value'],
  option2Name: ['Option2 Name'],
  option2: ['Option2 Value'],
  option3Name: ['Option3 Name'],
  option3: ['Option3 Value'],
  sku: ['SKU'],
  hsCode: ['HS Code'],
  origin: ['COO'],
  location: ['Location'],
  bin: ['Bin name'],
  incoming: ['Incoming (not editable)', 'Incoming'],
  unavailable: ['Unavailable (not editable)', 'Unavailable'],
  committed: ['Committed (not editable)', 'Committed'],
  available: ['Available (not editable)', 'Available'],
  onHand: ['On hand (current)', 'On hand'],
  onHandNew: ['On hand (new)'],
} as const;

const ORDER_FIELDS = {
  name: ['Name'],
  id: ['Id'],
  email: ['Email'],
  phone: ['Phone'],
  financialStatus: ['Financial Status'],
  paidAt: ['Paid at'],
  fulfillmentStatus: ['Fulfillment Status'],
  fulfilledAt: ['Fulfilled at'],
  currency: ['Currency'],
  subtotal: ['Subtotal'],
  shipping: ['Shipping'],
  taxes: ['Taxes'],
  total: ['Total'],
  discountCode: ['Discount Code'],
  discount: ['Discount Amount'],
  createdAt: ['Created at'],
  quantity: ['Lineitem quantity'],
  lineName: ['Lineitem name'],
  price: ['Lineitem price'],
  sku: ['Lineitem sku'],
  taxable: ['Lineitem taxable'],
  lineDiscount: ['Lineitem discount'],
  vendor: ['Vendor'],
  cancelledAt: ['Cancelled at'],
  paymentMethod: ['Payment Method'],
  refunded: ['Refunded Amount'],
  duties: ['Duties'],
  tags: ['Tags'],
  risk: ['Risk Level'],
  source: ['Source'],
  tax1Name: ['Tax 1 Name'],
  billingName: ['Billing Name'],
  billingAddress1: ['Billing Address1'],
  billingAddress2: ['Billing Address2'],
  billingCompany: ['Billing Company'],
  billingCity: ['Billing City'],
  billingZip: ['Billing Zip'],
  billingPhone: ['Billing Phone'],
  billingProvince: ['Billing Province'],
  billingCountry: ['Billing Country'],
  shippingName: ['Shipping Name'],
  shippingAddress1: ['Shipping Address1'],
  shippingAddress2: ['Shipping Address2'],
  shippingCompany: ['Shipping Company'],
  shippingCity: ['Shipping City'],
  shippingZip: ['Shipping Zip'],
  shippingPhone: ['Shipping Phone'],
  shippingProvince: ['Shipping Province'],
  shippingCountry: ['Shipping Country'],
} as const;

const CUSTOMER_FIELDS = {
  id: ['Customer ID'],
  firstName: ['First Name'],
  lastName: ['Last Name'],
  email: ['Email'],
  emailMarketing: ['Accepts Email Marketing', 'Accepts Marketing'],
  smsMarketing: ['Accepts SMS Marketing'],
  company: ['Default Address Company', 'Company'],
  address1: ['Default Address Address1', 'Address1'],
  address2: ['Default Address Address2', 'Address2'],
  city: ['Default Address City', 'City'],
  province: ['Default Address Province Code', 'Province Code'],
  country: ['Default Address Country Code', 'Country Code'],
  zip: ['Default Address Zip', 'Zip'],
  addressPhone: ['Default Address Phone'],
  phone: ['Phone'],
  spent: ['Total Spent'],
  orders: ['Total Orders'],
  tags: ['Tags'],
} as const;

export type ProductField = keyof typeof PRODUCT_FIELDS;
export type InventoryField = keyof typeof INVENTORY_FIELDS;
export type OrderField = keyof typeof ORDER_FIELDS;
export type CustomerField = keyof typeof CUSTOMER_FIELDS;

export type Header =
  | { kind: 'products'; columns: Columns<ProductField> }
  | { kind: 'inventory'; columns: Columns<InventoryField>; locations: LocationColumn[] }
  | { kind: 'orders'; columns: Columns<OrderField> }
  | { kind: 'customers'; columns: Columns<CustomerField> };

/** The older inventory export has a column for each location. */
export interface LocationColumn {
  name: string;
  column: number;
}

export type Columns<Field extends string> = ReadonlyMap<Field, number>;

/** null where it is none of the four exports. */
export function recogniseHeader(names: readonly string[]): Header | null {
  const plain = names.map(plainName);
  const has = (name: string): boolean => plain.includes(plainName(name));
  const columns = <Field extends string>(fields: Record<Field, readonly string[]>): Columns<Field> =>
    new Map(
      (Object.entries(fields) as [Field, readonly string[]][]).flatMap(([field, known]) => {
        const at = known.map((name) => plain.indexOf(plainName(name))).find((index) => index >= 0);
        return at === undefined ? [] : [[field, at] as const];
      }),
    );
  if (has('Lineitem quantity') && has('Lineitem name') && has('Name'))
    return { kind: 'orders', columns: columns(ORDER_FIELDS) };
  if (has('Handle') || has('URL handle')) {
    if (has('Price') || has('Variant Price')) return { kind: 'products', columns: columns(PRODUCT_FIELDS) };
    const inventory = columns(INVENTORY_FIELDS);
    if (inventory.has('location') && (inventory.has('available') || inventory.has('onHand')))
      return { kind: 'inventory', columns: inventory, locations: [] };
    if (has('HS Code') && has('COO')) {
      const known = new Set(inventory.values());
      const last = Math.max(inventory.get('hsCode')!, inventory.get('origin')!);
      const locations = names.flatMap((name, column) =>
        column > last && !known.has(column) && name.trim() !== '' ? [{ name: name.trim(), column }] : [],
      );
      if (locations.length > 0) return { kind: 'inventory', columns: inventory, locations };
    }
    return null;
  }
  if (has('Email') && has('First Name') && has('Last Name') && (has('Total Spent') || has('Customer ID')))
    return { kind: 'customers', columns: columns(CUSTOMER_FIELDS) };
  return null;
}

export function cellsOf<Field extends string>(
  columns: Columns<Field>,
  cells: readonly string[],
): Cells<Field> {
  return (field) => {
    const at = columns.get(field);
    const text = at === undefined ? '' : (cells[at]?.trim() ?? '');
    // What a spreadsheet program writes for an empty cell.
    return text === 'N/A' || text === 'nan' || text === 'NaN' ? '' : unguarded(text);
  };
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
