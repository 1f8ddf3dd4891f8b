/** Shopify calls the only variant of a product without options "Default Title". */
export function fullTitle(product: string, variant: string): string {
  return variant === 'Default Title' ? product : `${product} · ${variant}`;
}
