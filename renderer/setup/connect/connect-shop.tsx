/** Connects a shop: the clicks on one side, the fields with their live check on the other. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SecretsStatusView } from '../../../shared/contract/health-schemas.ts';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import type { StoreCheck } from '../../../shared/contract/store-check-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { setupReads } from '../queries.ts';
import { CheckSteps } from './check-steps.tsx';
import { type ConnectionForm, EMPTY_FORM, storeInputOf } from './connection-form.ts';
import { DashboardSteps, type Extent } from './dashboard-steps.tsx';
import { ScopeList } from './scope-list.tsx';
import './connect.css';

/** Where what is typed in here is kept, as the program keeps its secrets. */
const KEPT_IN: Readonly<Record<SecretsStatusView['source'], string>> = {
  keychain: 'this machine’s keychain',
  environment: 'a file that only the key in the program’s environment opens',
  file: 'a file that only this user can read',
};

type Field = NonNullable<StoreCheck['steps'][number]['field']>;

export function ConnectShop({ onConnected }: { onConnected: (store: StoreView) => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const [form, setForm] = useState<ConnectionForm>(EMPTY_FORM);
  const [extent, setExtent] = useState<Extent>('read');
  const input = storeInputOf(form);
  const check = useMutation({ mutationFn: () => api.stores.check(input!) });
  const add = useMutation({
    mutationFn: () => api.stores.add(input!),
    onSuccess(store) {
      void queries.invalidateQueries({ queryKey: ['stores'] });
      onConnected(store);
    },
  });
  const found = check.data ?? null;
  const secrets = useQuery(setupReads(api).secrets).data;
  const kept = secrets ? `It goes into ${KEPT_IN[secrets.source]} and is never shown again.` : '';
  useCheckOnReturn(() => {
    // What was mended in Shopify meanwhile shows by itself.
    if (input && found && !found.ok && !check.isPending && !add.isPending) check.mutate();
  });

  const change = (part: Partial<ConnectionForm>): void => {
    setForm({ ...form, ...part });
    if (check.data || check.error) check.reset();
    if (add.error) add.reset();
  };
  const wrong = (field: Field): string | null =>
    found?.steps.find((step) => step.field === field && step.state !== 'ok')?.text ?? null;
  const letIn = found !== null && found.shop !== null && found.shop.connectedAs === null;

  return (
    <div className="connect">
      <Card title="In Shopify" scope="about five minutes" className="connect-clicks">
        <DashboardSteps extent={extent} onExtent={setExtent} />
      </Card>
      <Card title="Here" className="connect-here">
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (input && !check.isPending) check.mutate();
          }}
        >
          <TextField
            label="Address of the shop"
            hint="The name that ends in .myshopify.com, or the address of its admin."
            placeholder="my-shop.myshopify.com"
            kind="text"
            value={form.shop}
            error={wrong('shop')}
            onChange={(shop) => change({ shop })}
          />
          <Segmented
            label="What you have"
            value={form.by}
            onChange={(by) => change({ by })}
            options={[
              { value: 'secret', label: 'Id and secret' },
              { value: 'token', label: 'Token of an older app' },
            ]}
          />
          {form.by === 'secret' ? (
            <>
              <TextField
                label="Client ID"
                value={form.clientId}
                error={wrong('clientId')}
                onChange={(clientId) => change({ clientId })}
              />
              <TextField
                label="Secret"
                kind="secret"
                hint={kept}
                value={form.clientSecret}
                error={wrong('clientSecret')}
                onChange={(clientSecret) => change({ clientSecret })}
              />
            </>
          ) : (
            <TextField
              label="Admin API token"
              kind="secret"
              hint={`It begins with shpat_. ${kept}`}
              value={form.token}
              error={wrong('token')}
              onChange={(token) => change({ token })}
            />
          )}
          <details className="help">
            <summary>A practice shop on this machine</summary>
            <TextField
              label="Where it is served"
              hint="Only for the sandbox that comes with the program; empty for a real shop."
              placeholder="http://127.0.0.1:4800"
              kind="url"
              value={form.endpoint}
              error={wrong('endpoint')}
              onChange={(endpoint) => change({ endpoint })}
            />
          </details>
          <div className="line">
            <Button
              submits
              kind={letIn ? undefined : 'primary'}
              icon="search"
              busy={check.isPending}
              barred={input ? undefined : 'Fill in the address and what you copied first.'}
            >
              {check.isPending ? 'Asking the shop…' : found ? 'Check again' : 'Check'}
            </Button>
            {letIn && (
              <Button kind="primary" icon="check" busy={add.isPending} onPress={() => add.mutate()}>
                {found.ok ? `Connect ${found.shop!.name}` : 'Connect with what is granted'}
              </Button>
            )}
          </div>
          {check.error && <Problem error={check.error} onRetry={() => check.mutate()} />}
          {add.error && <Problem error={add.error} />}
        </form>
        <div aria-live="polite" className="shop-found">
          {found && <CheckSteps steps={found.steps} />}
          {found?.historyLimited && (
            <p className="small dim">
              Shopify gives orders of the last 60 days only to this app. Older ones can be imported from a CSV
              export later.
            </p>
          )}
        </div>
      </Card>
      <Permissions found={found} readOnly={extent === 'read'} />
    </div>
  );
}

function Permissions({ found, readOnly }: { found: StoreCheck | null; readOnly: boolean }) {
  const { data: asked } = useQuery(setupReads(useApi()).scopes());
  const scopes = found?.scopes ?? asked;
  if (!scopes) return null;
  return (
    <Card
      className="connect-scopes"
      title="Permissions"
      scope={found?.shop ? `as ${found.shop.name} grants them` : 'not checked yet'}
    >
      <ScopeList scopes={scopes} readOnly={readOnly} />
    </Card>
  );
}

function useCheckOnReturn(look: () => void): void {
  const newest = useRef(look);
  newest.current = look;
  useEffect(() => {
    const back = (): void => newest.current();
    window.addEventListener('focus', back);
    return () => window.removeEventListener('focus', back);
  }, []);
}
