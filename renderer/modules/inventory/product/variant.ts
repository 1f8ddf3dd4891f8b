/** One variant as the product's page shows it. */
import type { ProductView } from '../../../../shared/contract/product-schemas.ts';

export type Variant = ProductView['variants'][number];
