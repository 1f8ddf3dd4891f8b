/** Setting up: a shop or its files, what is not known, what may interrupt, and the page that fills. Each step can be skipped. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { go, usePlace } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { runSync } from '../../setup/run-sync.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { GapsStep } from './gaps-step.tsx';
import { InterruptionsStep } from './interruptions-step.tsx';
import { ShopStep } from './shop-step.tsx';
import { isStep, keepStep, keptStep, STEPS, type StepId, stepAfter } from './steps.ts';
import { SyncStep } from './sync-step.tsx';
import './first-run.css';

export function FirstRunPage() {
  const me = useQuery(reads(useApi()).me);
  return (
    <Loaded query={me} lines={8}>
      {({ role }) =>
        role === 'owner' ? (
          <Setup />
        ) : (
          <p className="dim">
            Shops are connected, and what is not known about their goods is filled in, by owners. Ask one of
            them where something is missing.
          </p>
        )
      }
    </Loaded>
  );
}

function Setup() {
  const api = useApi();
  const { path, query } = usePlace();
  const stores = useQuery(reads(api).stores);
  /** Refused rows are looked at first; then the way on is through this store. */
  const [imported, setImported] = useState<string | null>(null);
  const named = path[0];
  const step: StepId = isStep(named) ? named : (keptStep() ?? 'shop');
  useEffect(() => keepStep(step), [step]);
  /** The store that is set up: the one just added where none is named. */
  const storeOf = (list: readonly StoreView[]): StoreView | null =>
    list.find(({ id }) => id === query.store) ?? list.toSorted((a, b) => b.addedAt - a.addedAt)[0] ?? null;
  const goTo = (next: StepId | null, store = query.store): void => {
    if (next === null) keepStep(null);
    go(next === null ? placeTo('command') : placeTo('first-run', [next], { store }));
  };
  const next = stepAfter(step);
  const now = STEPS.findIndex(({ id }) => id === step);
  return (
    <div className="setup">
      <Stepper
        label="Setting up"
        steps={STEPS.map(({ id, title }, index) => ({
          id,
          title,
          state: index < now ? 'done' : index === now ? 'now' : 'later',
        }))}
        onSelect={(id) => goTo(id)}
      />
      <Loaded query={stores} lines={8}>
        {(list) => {
          const store = storeOf(list);
          return (
            <>
              {step === 'shop' && (
                <ShopStep
                  stores={list}
                  onConnected={(added) => {
                    // The mirror fills while the next steps are gone through.
                    void runSync(api, added.id).catch(() => {
                      // Told by the sync's own state, wherever that is shown.
                    });
                    goTo('gaps', added.id);
                  }}
                  onImported={(storeId, whole) => (whole ? goTo('gaps', storeId) : setImported(storeId))}
                />
              )}
              {step === 'gaps' && <GapsStep store={store} />}
              {step === 'interruptions' && <InterruptionsStep />}
              {step === 'sync' && <SyncStep store={store} />}
              <div className="line setup-foot">
                {step !== 'shop' || list.length > 0 ? (
                  <Button
                    kind={step === 'shop' && imported === null ? undefined : 'primary'}
                    icon="onward"
                    onPress={() => goTo(next, imported ?? query.store)}
                  >
                    {next === null ? 'Open the command center' : 'Go on'}
                  </Button>
                ) : (
                  <ButtonLink href={placeTo('command')}>Not now</ButtonLink>
                )}
                <span className="small dim">
                  {next === null
                    ? 'All of this is in Settings, too.'
                    : 'You can leave at any time: it goes on where you left. Later it is in Settings.'}
                </span>
              </div>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
