/** How far agents may go: what is set, what holds where nothing is set, and what limits would have let through lately. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { Agent, StoreInfo } from '../../shared/agent.ts';
import type {
  AutonomyEntry,
  AutonomyInput,
  AutonomyPreview,
} from '../../shared/contract/autonomy-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { DAY_MS, dayOf, type EpochMs } from '../../shared/time.ts';
import type { ActionContext, ActionType, Measures, StoreContext } from '../actions/action-type.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow, PolicyLimits, PolicyRow } from '../ledger/types.ts';
import { decide } from './policy.ts';

export interface Autonomy {
  /** Of every agent and type that it proposes: for all stores, and for each one. */
  list(storeId?: StoreId): AutonomyEntry[];
  /** Throws RoyalError not_found, invalid_input. */
  set(input: AutonomyInput, actor: Actor): AutonomyEntry;
  /** Nothing is changed. Measured by what is known now of prices and costs. */
  preview(input: AutonomyInput & { days: number }, now: EpochMs): AutonomyPreview;
}

const SHOWN = 500;
/** The newest of them: each is measured on the core thread. */
const JUDGED = 1_000;
const MONEY_LIMITS = ['moneyPerDay', 'moneyPerAction'] as const;

export function createAutonomy(options: {
  ledger: Ledger;
  agents: readonly Agent[];
  types: ReadonlyMap<string, ActionType>;
  stores: () => readonly StoreInfo[];
  contextFor: (storeId: StoreId) => StoreContext;
}): Autonomy {
  const { ledger, agents, types } = options;

  const entry = (agent: string, type: string, storeId: StoreId | null): AutonomyEntry => {
    const row = ledger.policies.forSubject('agent', agent, type, storeId);
    const own = row?.subject.id === agent && row.actionType === type && row.storeId === storeId;
    return {
      agent,
      type,
      storeId,
      level: row?.mode ?? 'propose',
      limits: row?.limits ?? {},
      from: row === null ? 'default' : own ? 'own' : 'inherited',
      updatedAt: row?.updatedAt ?? null,
    };
  };

  const check = ({ agent: id, type, storeId, limits }: AutonomyInput): void => {
    const agent = agents.find((one) => one.id === id);
    if (!agent)
      throw unknown(`There is no agent ${id}.`, `Name one of: ${agents.map((one) => one.id).join(', ')}.`);
    if (!agent.proposes.includes(type))
      throw unknown(`${agent.title} never proposes ${type}.`, `Name one of: ${agent.proposes.join(', ')}.`);
    const stores = options.stores();
    if (storeId && !stores.some((store) => store.id === storeId))
      throw unknown(`No store is called ${JSON.stringify(storeId)}.`, 'See `royal store list`.');
    const currencies = new Set(stores.map(({ currency }) => currency));
    if (!storeId && currencies.size > 1 && MONEY_LIMITS.some((name) => limits[name] !== undefined))
      throw new RoyalError({
        code: 'invalid_input',
        message: `The stores have several currencies (${[...currencies].join(', ')}), so one amount can't limit all of them.`,
        next: 'Set the amount for each store.',
      });
  };

  const judgeAll = (input: AutonomyInput, rows: readonly ActionRow[]): AutonomyPreview['list'] => {
    const past = new Map<StoreId, LetThroughSoFar>();
    return rows.map((action) => {
      const soFar = past.get(action.storeId) ?? new LetThroughSoFar();
      past.set(action.storeId, soFar);
      const shown = {
        id: action.id,
        storeId: action.storeId,
        title: action.title,
        at: action.createdAt,
        state: action.state,
      };
      const found = measure(action);
      if ('why' in found)
        return { ...shown, verdict: 'no', rule: 'not_measurable', text: found.why, money: null };
      const { measures, store } = found;
      const day = dayOf(action.createdAt, store.zone);
      const decision = decide({
        question: 'propose',
        actor: { kind: 'agent', id: input.agent },
        person: null,
        actionType: action.type,
        policy: policyOf(input),
        measures,
        letThrough: soFar.before(day, measures.subject),
        now: action.createdAt,
      });
      const yes = decision.verdict === 'allow';
      if (yes) soFar.add(day, action.createdAt, measures);
      const counted = measures.ignores.includes('moneyPerAction') ? null : measures.money;
      return {
        ...shown,
        verdict: yes ? 'yes' : 'no',
        rule: decision.rule,
        text: decision.text,
        money: counted === null ? null : { minor: counted, currency: store.currency },
      };
    });
  };

  const measure = (action: ActionRow): { measures: Measures; store: StoreInfo } | { why: string } => {
    const type = types.get(action.type);
    const parsed = type?.schema.safeParse(action.input);
    if (!type || !parsed?.success) return { why: 'This version of the program can not read it any more.' };
    try {
      const context: ActionContext = {
        ...options.contextFor(action.storeId),
        ledger,
        now: action.createdAt,
        action,
      };
      return { measures: type.measure(context, parsed.data), store: context.store };
    } catch (error) {
      if (error instanceof RoyalError) return { why: error.message };
      throw error;
    }
  };

  return {
    list(storeId) {
      const places: (StoreId | null)[] =
        storeId === undefined ? [null, ...options.stores().map(({ id }) => id)] : [storeId];
      return agents.flatMap((agent) =>
        agent.proposes.flatMap((type) => places.map((place) => entry(agent.id, type, place))),
      );
    },
    set(input, actor) {
      check(input);
      ledger.policies.set(policyOf(input), actor);
      return entry(input.agent, input.type, input.storeId ?? null);
    },
    preview(input, now) {
      check(input);
      const rows = ledger.actions.proposedBy({
        agent: input.agent,
        type: input.type,
        storeId: input.storeId ?? undefined,
        since: now - input.days * DAY_MS,
        limit: JUDGED,
      });
      const judged = judgeAll(input, rows);
      const through = judged.filter(({ verdict }) => verdict === 'yes');
      const sums = new Map<string, number>();
      for (const { money } of through)
        if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor);
      return {
        days: input.days,
        proposals: judged.length,
        letThrough: through.length,
        money: [...sums].sort().map(([currency, minor]) => ({ minor, currency })),
        withoutMoney: through.filter(({ money }) => money === null).length,
        list: judged.reverse().slice(0, SHOWN),
      };
    },
  };
}

/** What the limits being tried would have let through of a store before a proposal came. */
class LetThroughSoFar {
  #day = Number.NaN;
  #today = 0;
  #money: number | null = 0;
  readonly #subjects = new Map<string, EpochMs>();

  before(day: number, subject: string) {
    if (day !== this.#day) {
      this.#day = day;
      this.#today = 0;
      this.#money = 0;
    }
    return {
      today: this.#today,
      moneyToday: this.#money,
      lastOnSubject: this.#subjects.get(subject) ?? null,
    };
  }

  add(day: number, at: EpochMs, { subject, money, ignores }: Measures): void {
    this.before(day, subject);
    this.#today += 1;
    const counted = ignores.includes('moneyPerDay') ? 0 : money;
    this.#money = this.#money === null || counted === null ? null : this.#money + counted;
    this.#subjects.set(subject, at);
  }
}

function policyOf({ agent, type, storeId, level, limits }: AutonomyInput): PolicyRow {
  return {
    subject: { kind: 'agent', id: agent },
    actionType: type,
    storeId: storeId ?? null,
    mode: level,
    limits: limits satisfies PolicyLimits,
    updatedAt: 0,
  };
}

function unknown(message: string, next: string): RoyalError {
  return new RoyalError({ code: 'not_found', message, next });
}
