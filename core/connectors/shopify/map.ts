/**
 * Shopify's shop, products, stock, customers and fulfilment orders as the mirror's records: pages and bulk files
 * alike, nothing but data in and data out.
 */
import { fromGid } from '../../../shared/gid.ts';
import type { Currency } from '../../../shared/money.ts';
import type {
  CustomerRecord,
  FulfillmentOrderRecord,
  InventoryItemRecord,
  LocationRecord,
  Person,
  ProductRecord,
  ShopRecord,
  VariantRecord,
} from '../../mirror/records.ts';
import { type AddressJson, addressee } from './map-person.ts';
import {
  decimal,
  idOf,
  instant,
  instantOrNull,
  type Many,
  type Money,
  many,
  minor,
  type Ref,
} from './map-values.ts';

interface ShopJson {
  id: string;
  name: string;
  myshopifyDomain: string;
  currencyCode: string;
  ianaTimezone: string;
  taxesIncluded: boolean;
  plan: { publicDisplayName: string };
}

/** `shop` of SHOP. */
export function mapShop(json: object): ShopRecord {
  const shop = json as ShopJson;
  return {
    id: fromGid(shop.id),
    name: shop.name,
    shopDomain: shop.myshopifyDomain,
    currency: shop.currencyCode,
    zone: shop.ianaTimezone,
    taxesIncluded: shop.taxesIncluded,
    plan: shop.plan.publicDisplayName,
  };
}

interface ComponentJson {
  quantity: number;
  productVariant: Ref | null;
}

interface VariantJson {
  id: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  price: string;
  compareAtPrice: string | null;
  position: number;
  inventoryPolicy: VariantRecord['inventoryPolicy'];
  taxable: boolean;
  requiresComponents: boolean;
  createdAt: string;
  updatedAt: string;
  selectedOptions: { name: string; value: string }[];
  inventoryItem: {
    id: string;
    tracked: boolean;
    requiresShipping: boolean;
    unitCost: Money | null;
    updatedAt: string;
  };
  productVariantComponents?: Many<ComponentJson>;
}

interface ProductJson {
  id: string;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: ProductRecord['status'];
  tags: string[];
  isGiftCard: boolean;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  variants?: Many<VariantJson>;
}

export function mapProduct(json: object, currency: Currency): ProductRecord {
  const product = json as ProductJson;
  const id = fromGid(product.id);
  return {
    id,
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status,
    tags: product.tags,
    isGiftCard: product.isGiftCard,
    createdAt: instant(product.createdAt),
    updatedAt: instant(product.updatedAt),
    publishedAt: instantOrNull(product.publishedAt),
    variants: many(product.variants).map((variant) => mapVariant(variant, id, currency)),
  };
}

export function mapVariant(json: object, productId: number, currency: Currency): VariantRecord {
  const variant = json as VariantJson;
  const item = variant.inventoryItem;
  return {
    id: fromGid(variant.id),
    productId,
    inventoryItemId: fromGid(item.id),
    title: variant.title,
    sku: variant.sku,
    barcode: variant.barcode,
    price: decimal(variant.price, currency),
    compareAtPrice: variant.compareAtPrice === null ? null : decimal(variant.compareAtPrice, currency),
    position: variant.position,
    inventoryPolicy: variant.inventoryPolicy,
    taxable: variant.taxable,
    requiresComponents: variant.requiresComponents,
    tracked: item.tracked,
    requiresShipping: item.requiresShipping,
    unitCost: item.unitCost ? minor(item.unitCost) : null,
    options: variant.selectedOptions.map(({ name, value }) => ({ name, value })),
    components: many(variant.productVariantComponents).flatMap((component) => mapComponent(component) ?? []),
    createdAt: instant(variant.createdAt),
    updatedAt: instant(variant.updatedAt),
    itemUpdatedAt: instant(item.updatedAt),
  };
}

/** null where the component's variant is gone. */
export function mapComponent(json: object): VariantRecord['components'][number] | null {
  const component = json as ComponentJson;
  const variantId = idOf(component.productVariant);
  return variantId === null ? null : { variantId, quantity: component.quantity };
}

interface LocationJson {
  id: string;
  name: string;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  updatedAt: string;
  address: { countryCode: string | null };
}

export function mapLocation(json: object): LocationRecord {
  const location = json as LocationJson;
  return {
    id: fromGid(location.id),
    name: location.name,
    isActive: location.isActive,
    fulfillsOnlineOrders: location.fulfillsOnlineOrders,
    countryCode: location.address.countryCode,
    updatedAt: instant(location.updatedAt),
  };
}

interface LevelJson {
  updatedAt: string;
  isActive: boolean;
  location: Ref;
  quantities: { name: string; quantity: number }[];
}

interface InventoryItemJson {
  id: string;
  tracked: boolean;
  updatedAt: string;
  unitCost: Money | null;
  inventoryLevels?: Many<LevelJson>;
}

export function mapInventoryItem(json: object, _currency: Currency): InventoryItemRecord {
  const item = json as InventoryItemJson;
  return {
    id: fromGid(item.id),
    tracked: item.tracked,
    unitCost: item.unitCost ? minor(item.unitCost) : null,
    updatedAt: instant(item.updatedAt),
    levels: many(item.inventoryLevels).flatMap((level) => mapLevel(level) ?? []),
  };
}

/** null where the item is no longer stocked there. */
export function mapLevel(json: object): InventoryItemRecord['levels'][number] | null {
  const level = json as LevelJson;
  if (!level.isActive) return null;
  const quantity = (name: string): number =>
    level.quantities.find((entry) => entry.name === name)?.quantity ?? 0;
  return {
    locationId: fromGid(level.location.id),
    available: quantity('available'),
    onHand: quantity('on_hand'),
    committed: quantity('committed'),
    incoming: quantity('incoming'),
    updatedAt: instant(level.updatedAt),
  };
}

interface CustomerJson {
  id: string;
  firstName: string | null;
  lastName: string | null;
  state: string;
  tags: string[];
  numberOfOrders: string | number;
  createdAt: string;
  updatedAt: string;
  amountSpent: Money;
  defaultEmailAddress: {
    emailAddress: string | null;
    marketingState: string;
    marketingUpdatedAt: string | null;
  } | null;
  defaultPhoneNumber: {
    phoneNumber: string | null;
    smsMarketingConsent?: { state: string } | null;
    marketingState?: string;
  } | null;
  defaultAddress: AddressJson | null;
}

/** A customer without any personal field is taken as redacted: Shopify's have a name, an e-mail or a phone. */
export function mapCustomer(json: object, currency: Currency): CustomerRecord {
  const customer = json as CustomerJson;
  const person = customerPerson(customer);
  const email = customer.defaultEmailAddress;
  const phone = customer.defaultPhoneNumber;
  return {
    id: fromGid(customer.id),
    createdAt: instant(customer.createdAt),
    updatedAt: instant(customer.updatedAt),
    state: customer.state,
    tags: customer.tags,
    orders: Number(customer.numberOfOrders),
    spent: customer.amountSpent.currencyCode === currency ? minor(customer.amountSpent) : 0,
    countryCode: customer.defaultAddress?.countryCodeV2 ?? null,
    provinceCode: customer.defaultAddress?.provinceCode ?? null,
    emailConsent: email?.marketingState ?? null,
    emailConsentAt: instantOrNull(email?.marketingUpdatedAt),
    smsConsent: phone?.smsMarketingConsent?.state ?? phone?.marketingState ?? null,
    person,
    redacted: person === null,
  };
}

function customerPerson(customer: CustomerJson): Person | null {
  const person: Person = addressee(customer.defaultAddress) ?? {};
  if (customer.firstName) person.firstName = customer.firstName;
  if (customer.lastName) person.lastName = customer.lastName;
  const email = customer.defaultEmailAddress?.emailAddress;
  const phone = customer.defaultPhoneNumber?.phoneNumber;
  if (email) person.email = email;
  if (phone) person.phone = phone;
  return Object.keys(person).length > 0 ? person : null;
}

interface FulfillmentOrderJson {
  id: string;
  orderId: string;
  status: string;
  requestStatus: string;
  createdAt: string;
  updatedAt: string;
  fulfillAt: string | null;
  fulfillBy: string | null;
  assignedLocation: { location: Ref | null } | null;
}

export function mapFulfillmentOrder(json: object): FulfillmentOrderRecord {
  const order = json as FulfillmentOrderJson;
  return {
    id: fromGid(order.id),
    orderId: fromGid(order.orderId),
    status: order.status,
    requestStatus: order.requestStatus,
    createdAt: instant(order.createdAt),
    updatedAt: instant(order.updatedAt),
    fulfillAt: instantOrNull(order.fulfillAt),
    fulfillBy: instantOrNull(order.fulfillBy),
    locationId: idOf(order.assignedLocation?.location),
  };
}
