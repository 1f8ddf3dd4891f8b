/** What is typed to connect a shop, as the core takes it. */
import type { StoreInput } from '../../../shared/contract/schemas.ts';

export interface ConnectionForm {
  shop: string;
  /** Shopify's Dev Dashboard gives an id with a secret; apps made before 2026 have a token. */
  by: 'secret' | 'token';
  clientId: string;
  clientSecret: string;
  token: string;
  /** Where a sandbox shop is served; empty for a real one. */
  endpoint: string;
}

export const EMPTY_FORM: ConnectionForm = {
  shop: '',
  by: 'secret',
  clientId: '',
  clientSecret: '',
  token: '',
  endpoint: '',
};

/** null until all of it is there. */
export function storeInputOf(form: ConnectionForm): StoreInput | null {
  const { shop, clientId, clientSecret, token, endpoint } = trimmed(form);
  const where = { shop, ...(endpoint ? { endpoint } : {}) };
  if (!shop) return null;
  if (form.by === 'token') return token ? { ...where, token } : null;
  return clientId && clientSecret ? { ...where, clientId, clientSecret } : null;
}

/** What is pasted brings blanks along. */
function trimmed(form: ConnectionForm): ConnectionForm {
  return {
    ...form,
    shop: form.shop.trim(),
    clientId: form.clientId.trim(),
    clientSecret: form.clientSecret.trim(),
    token: form.token.trim(),
    endpoint: form.endpoint.trim(),
  };
}
