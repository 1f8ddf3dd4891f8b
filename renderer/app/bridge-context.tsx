/** The bridge for every part of the page, and how its connection stands. */
import { createContext, use, useSyncExternalStore } from 'react';
import type { Bridge, ConnectionStatus } from '../../shared/bridge/bridge.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';

export const BridgeContext = createContext<Bridge | null>(null);

export function useBridge(): Bridge {
  const bridge = use(BridgeContext);
  if (!bridge) throw new Error('There is no bridge around this part of the page.');
  return bridge;
}

export function useApi(): RoyalClient {
  return useBridge().api;
}

export function useConnection(): ConnectionStatus {
  const { status } = useBridge();
  return useSyncExternalStore(status.subscribe, status.current);
}
