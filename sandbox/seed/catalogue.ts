/** Makes a store's locations, products, variants and costs: the ordinary ones and the odd ones that break programs. */
import type { Documents } from '../documents.ts';
import {
  gid,
  type InventoryItem,
  idOf,
  type Location,
  type Product,
  type ProductVariant,
  type Shop,
} from '../model.ts';
import { DAY_MS, iso } from './clock.ts';
import { decimal, digitsOf, fixed } from './money.ts';
import { Random } from './random.ts';
import type { StorePlan } from './shops.ts';

/** What sets a product apart in demand and stock. */
type Habit =
  | 'plain'
  | 'untracked'
  | 'giftCard'
  | 'preOrder'
  | 'madeToOrder'
  | 'dropshipped'
  | 'bundle'
  | 'draft'
  | 'archived'
  | 'unlisted'
  | 'intermittent'
  | 'new';

/** A variant while a store is seeded: its documents, and what drives its sales and stock. */
export interface Article {
  product: Product;
  variant: ProductVariant;
  item: InventoryItem;
  habit: Habit;
  /** Minor units. */
  price: number;
  /** Relative units a day at the middle of the history. */
  weight: number;
  /** Share of the year's swing, and the day of the year it peaks at. */
  season: { swing: number; peak: number };
  /** Growth over the whole history: 0.3 is 30% more at its end. */
  trend: number;
  firstDay: number;
  lastDay: number;
  /** Days (ascending) from which a price holds. */
  prices: { day: number; price: number }[];
  components: { article: Article; quantity: number }[];
  /** A supplier that runs late lets the variant run out. */
  leadDays: number;
  reliable: boolean;
  available: number;
  committed: number;
  pipeline: { day: number; units: number }[];
}

interface Type {
  type: string;
  vendor: string;
  nouns: string[];
  pounds: [number, number];
  options: { name: string; values: string[] } | null;
  season: { swing: number; peak: number };
}

const TYPES: Type[] = [
  {
    type: 'Garden',
    vendor: 'Greenfold',
    nouns: ['Trowel', 'Planter', 'Hose reel', 'Seed tin', 'Kneeler'],
    pounds: [6, 45],
    options: { name: 'Colour', values: ['Moss', 'Slate', 'Clay'] },
    season: { swing: 0.7, peak: 150 },
  },
  {
    type: 'Lighting',
    vendor: 'Lumen & Sons',
    nouns: ['Table lamp', 'Lantern', 'String lights', 'Reading light'],
    pounds: [12, 90],
    options: { name: 'Finish', values: ['Brass', 'Black'] },
    season: { swing: 0.5, peak: 340 },
  },
  {
    type: 'Kitchen',
    vendor: 'Hearthware',
    nouns: ['Chopping board', 'Enamel mug', 'Apron', 'Spice rack', 'Kettle'],
    pounds: [7, 60],
    options: { name: 'Size', values: ['S', 'M', 'L'] },
    season: { swing: 0.15, peak: 330 },
  },
  {
    type: 'Outdoor',
    vendor: 'Cairn',
    nouns: ['Flask', 'Head torch', 'Rucksack', 'Dry bag', 'Picnic rug'],
    pounds: [9, 120],
    options: { name: 'Volume', values: ['10 l', '20 l', '30 l'] },
    season: { swing: 0.45, peak: 190 },
  },
  {
    type: 'Stationery',
    vendor: 'Foolscap',
    nouns: ['Notebook', 'Fountain pen', 'Desk diary', 'Wax seal'],
    pounds: [3, 30],
    options: { name: 'Colour', values: ['Navy', 'Ochre'] },
    season: { swing: 0.3, peak: 245 },
  },
  {
    type: 'Textiles',
    vendor: 'Loom Street',
    nouns: ['Throw', 'Cushion', 'Tea towel', 'Wool socks'],
    pounds: [8, 75],
    options: { name: 'Size', values: ['One', 'Two'] },
    season: { swing: 0.6, peak: 350 },
  },
  {
    type: 'Toys',
    vendor: 'Pip & Co',
    nouns: ['Wooden train', 'Puzzle', 'Kite', 'Marble run'],
    pounds: [6, 55],
    options: null,
    season: { swing: 0.8, peak: 345 },
  },
];
const ADJECTIVES = [
  'Classic',
  'Large',
  'Small',
  'Vintage',
  'Everyday',
  'Heritage',
  'Travel',
  'Royal',
  'Little',
  'Double',
];
const ODD_TITLES = [
  'El yapımı ahşap kaşık – ıhlamur, İstanbul',
  'Świąteczna świeca sojowa „Żółw i Łoś”',
  'مصباح نحاسي مصنوع يدويًا',
  `${'An extraordinarily long title that somebody pasted from a supplier sheet, '.repeat(5)}`.slice(0, 300),
  'Cup & "Saucer" <b>sale</b>, 100% cotton; \\ back',
  '竹製のまな板(大)',
];
/** In this order over the first products, so that even a small store has each. */
const HABITS: Habit[] = [
  'giftCard',
  'bundle',
  'untracked',
  'preOrder',
  'madeToOrder',
  'dropshipped',
  'draft',
  'archived',
  'unlisted',
  'bundle',
  'intermittent',
  'new',
];

export function makeLocations(documents: Documents, shop: Shop, plan: StorePlan, at: number): Location[] {
  const names = {
    gbp: ['Leeds warehouse', 'London shop'],
    eur: ['Lager Berlin', 'Laden Hamburg'],
    jpy: ['東京倉庫', '大阪店'],
  }[plan.name];
  return names.map((name, index) => {
    const location: Location = {
      id: gid('Location', documents.nextId(shop.domain, 'Location')),
      name,
      isActive: true,
      fulfillsOnlineOrders: true,
      shipsInventory: index === 0,
      createdAt: iso(at),
      updatedAt: iso(at),
      address: { countryCode: plan.country, provinceCode: null },
    };
    documents.put(shop.domain, 'Location', location);
    return location;
  });
}

/** Articles for a history from `firstDay` to `lastDay` (days since 1970); nothing is stored yet. */
export function makeCatalogue(
  documents: Documents,
  shop: Shop,
  plan: StorePlan,
  seed: number,
  firstDay: number,
  lastDay: number,
): Article[] {
  const random = new Random(seed, `catalogue ${plan.name}`);
  const articles: Article[] = [];
  for (let index = 0; articles.length < plan.variants; index++) {
    const habit: Habit =
      HABITS[index] ?? (random.chance(0.12) ? 'intermittent' : random.chance(0.04) ? 'new' : 'plain');
    articles.push(...makeProduct(documents, shop, plan, random, index, habit, firstDay, lastDay));
  }
  articles.length = plan.variants;
  for (const article of articles) article.product.variantIds = [];
  for (const article of articles) article.product.variantIds.push(article.variant.id);
  const parts = articles.filter(({ habit }) => habit === 'plain');
  for (const bundle of articles.filter(({ habit }) => habit === 'bundle')) {
    for (let i = 0; i < 2; i++) {
      const article = parts[(random.int(0, parts.length - 1) + i) % parts.length]!;
      if (bundle.components.some((component) => component.article === article)) continue;
      bundle.components.push({ article, quantity: i + 1 });
    }
    bundle.variant.productVariantComponents = bundle.components.map(({ article, quantity }) => ({
      id: gid('ProductVariantComponent', documents.nextId(shop.domain, 'ProductVariantComponent')),
      quantity,
      productVariant: { id: article.variant.id },
    }));
  }
  return articles;
}

function makeProduct(
  documents: Documents,
  shop: Shop,
  plan: StorePlan,
  random: Random,
  index: number,
  habit: Habit,
  firstDay: number,
  lastDay: number,
): Article[] {
  const type = TYPES[index % TYPES.length]!;
  const digits = digitsOf(plan.currency);
  const gift = habit === 'giftCard';
  const noun = type.nouns[Math.floor(index / TYPES.length) % type.nouns.length]!;
  const title = gift
    ? 'Gift card'
    : (ODD_TITLES[index - HABITS.length] ??
      `${random.pick(ADJECTIVES)} ${noun.toLowerCase()}${habit === 'bundle' ? ' set' : ''}`);
  const start = habit === 'new' ? lastDay - random.int(20, 70) : firstDay - random.int(30, 400);
  const created = iso(start * DAY_MS + 9 * 3_600_000);
  const status =
    ({ draft: 'DRAFT', archived: 'ARCHIVED', unlisted: 'UNLISTED' } as const)[habit as 'draft'] ?? 'ACTIVE';
  const tags =
    (
      { preOrder: ['pre-order'], madeToOrder: ['made-to-order'], dropshipped: ['dropship'] } as Record<
        string,
        string[]
      >
    )[habit] ?? (random.chance(0.3) ? ['bestseller', 'gift'] : []);
  const product: Product = {
    id: gid('Product', documents.nextId(shop.domain, 'Product')),
    title,
    handle: `item-${index + 1}`,
    vendor: gift ? plan.title : habit === 'dropshipped' ? 'Parcelwise Dropship' : type.vendor,
    productType: gift ? 'Gift card' : type.type,
    status,
    tags,
    isGiftCard: gift,
    createdAt: created,
    updatedAt: created,
    publishedAt: status === 'DRAFT' ? null : created,
    variantIds: [],
  };
  const option =
    habit === 'bundle' ? null : gift ? { name: 'Denominations', values: ['10', '50'] } : type.options;
  const base = (type.pounds[0] + random.next() ** 2 * (type.pounds[1] - type.pounds[0])) * plan.minorPerPound;
  const popularity = Math.exp(random.normal() * 1.1);
  return (option?.values ?? ['Default Title']).map((value, position) => {
    const price = gift ? Number(value) * plan.minorPerPound : charm(base * (1 + 0.25 * position), digits);
    const variantId = documents.nextId(shop.domain, 'ProductVariant');
    const cost =
      gift || random.chance(0.12) ? null : Math.max(1, Math.round(price * (0.3 + 0.3 * random.next())));
    const tracked = !(habit === 'untracked' || gift || habit === 'bundle' || habit === 'dropshipped');
    const item: InventoryItem = {
      id: gid('InventoryItem', variantId + 500_000_000),
      variant: { id: gid('ProductVariant', variantId) },
      sku: `${type.type.slice(0, 3).toUpperCase()}-${String(index + 1).padStart(3, '0')}-${position + 1}`,
      tracked,
      requiresShipping: !gift,
      unitCost: cost === null ? null : { amount: decimal(cost, digits), currencyCode: plan.currency },
      createdAt: created,
      updatedAt: created,
      inventoryLevels: [],
    };
    const variant: ProductVariant = {
      id: item.variant.id,
      product: { id: product.id },
      inventoryItem: { id: item.id },
      title: option ? value : 'Default Title',
      sku: item.sku,
      barcode: random.chance(0.6) ? String(5_000_000_000_000 + (idOf(item.id) % 1_000_000_000)) : null,
      price: fixed(price, digits),
      compareAtPrice: random.chance(0.1) ? fixed(charm(price * 1.3, digits), digits) : null,
      position: position + 1,
      inventoryPolicy: habit === 'preOrder' || habit === 'madeToOrder' ? 'CONTINUE' : 'DENY',
      taxable: !gift,
      requiresComponents: habit === 'bundle',
      createdAt: created,
      updatedAt: created,
      selectedOptions: [{ name: option?.name ?? 'Title', value }],
      productVariantComponents: [],
    };
    const rare =
      { intermittent: 0.06, unlisted: 0.1, giftCard: 0.3, draft: 0, madeToOrder: 0.4 }[habit as string] ?? 1;
    return {
      product,
      variant,
      item,
      habit,
      price,
      weight: rare * popularity * (1 - 0.25 * position) * Math.exp(random.normal() * 0.3),
      season: { swing: type.season.swing * (0.7 + 0.6 * random.next()), peak: type.season.peak },
      trend: random.normal() * 0.35,
      firstDay: start,
      lastDay: habit === 'archived' ? lastDay - random.int(60, 200) : Number.MAX_SAFE_INTEGER,
      prices: priceHistory(random, price, digits, firstDay, lastDay),
      components: [],
      leadDays: random.int(5, 28),
      reliable: !random.chance(0.18),
      available: 0,
      committed: 0,
      pipeline: [],
    };
  });
}

/** The last entry is today's price. */
function priceHistory(
  random: Random,
  price: number,
  digits: number,
  firstDay: number,
  lastDay: number,
): { day: number; price: number }[] {
  const changes = random.chance(0.45) ? random.int(1, 3) : 0;
  const days = Array.from({ length: changes }, () => random.int(firstDay + 20, lastDay - 10)).sort(
    (a, b) => a - b,
  );
  const history = [{ day: 0, price }];
  let current = price;
  for (const day of days) {
    current = charm(
      current * (random.chance(0.6) ? 1.06 + 0.12 * random.next() : 0.82 + 0.1 * random.next()),
      digits,
    );
    history.push({ day, price: current });
  }
  // Told backwards, so that the variant's price is the last of its history.
  const factor = price / current;
  return history.map((entry, i) => ({
    day: entry.day,
    price: i === history.length - 1 ? price : charm(entry.price * factor, digits),
  }));
}

/** A shop-window price: x.95 or x.50, tens where there are no minor digits. */
function charm(minor: number, digits: number): number {
  if (digits === 0) return Math.max(10, Math.round(minor / 10) * 10);
  const unit = 10 ** digits;
  return Math.max(95, Math.floor(minor / unit) * unit + (minor % unit < unit / 2 ? 0.5 : 0.95) * unit);
}
