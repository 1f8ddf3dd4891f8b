/** The agents that a shell runs. */
import type { Agent } from '../shared/agent.ts';
import { inventoryForecasting } from './inventory-forecasting/agent.ts';

export const AGENTS: readonly Agent[] = [inventoryForecasting];
