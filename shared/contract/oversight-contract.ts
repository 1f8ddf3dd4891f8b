/** The procedures behind Agents, Settings and System: contract.ts puts them under their nouns. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { autonomyEntry, autonomyInput, autonomyPreview } from './autonomy-schemas.ts';
import { agentBacktest, backtestProgress } from './backtest-schemas.ts';
import * as data from './data-schemas.ts';
import * as health from './health-schemas.ts';
import { inStore } from './inputs.ts';
import * as notify from './notification-schemas.ts';
import { me, person, personInput, personName } from './people-schemas.ts';
import { change, read } from './procedure.ts';
import * as run from './run-schemas.ts';
import * as s from './schemas.ts';
import * as check from './store-check-schemas.ts';

/** Names the person; the local user where it is absent, whoever is signed in where somebody is. */
const by = { by: z.string().max(100).optional() };
const ofAgent = z.object({ agent: z.string(), storeId: z.string().optional() });

export const agentOversight = {
  runs: read('Runs of agents, newest first')
    .input(
      z.object({
        agent: z.string().optional(),
        storeId: z.string().optional(),
        limit: z.int().positive().max(200).default(50),
        /** An id: only older ones. */
        before: z.int().positive().optional(),
      }),
    )
    .output(run.runsPage),
  showRun: read('One run as a timeline')
    .input(z.object({ id: z.int().positive() }))
    .output(run.runDetail),
  /** At its next step; answers once it has ended. The agent runs again by its schedule. `invalid_state`: it is over. */
  cancelRun: change('End one run that is under way')
    .input(z.object({ id: z.int().positive(), ...by }))
    .output(s.agentRun),
  /** What runs goes on to its next step and ends there. */
  pause: change('Pause an agent in one store or in all')
    .input(ofAgent.extend({ reason: z.string().max(500).optional(), ...by }))
    .output(z.array(run.agentPause)),
  resume: change('Let a paused agent run again').input(ofAgent.extend(by)).output(z.array(run.agentPause)),
  /** Of proposals that were carried out, newest first. */
  record: read('What an agent predicted, against what happened')
    .input(
      ofAgent.extend({
        limit: z.int().positive().max(100).default(20),
        before: z.int().positive().optional(),
      }),
    )
    .output(run.recordPage),
  /** Takes a minute or more; breaking off ends it. Changes nothing. */
  backtest: change('What following an agent over the store’s own past would have changed')
    .input(z.object({ agent: z.string(), storeId: z.string() }))
    .output(eventIterator(backtestProgress, agentBacktest)),
};

export const autonomy = {
  list: read('How far each agent may go, by type of action and store')
    .input(z.object({ storeId: z.string().optional() }))
    .output(z.array(autonomyEntry)),
  set: change('Set how far an agent may go with a type of action')
    .input(autonomyInput.extend(by))
    .output(autonomyEntry),
  /** Changes nothing; a POST for the size of what it takes. */
  preview: change('What these limits would have let through lately')
    .input(autonomyInput.extend({ days: z.int().positive().max(365).default(30) }))
    .output(autonomyPreview),
};

export const people = {
  list: read('The people who work here').output(z.array(person)),
  me: read('Who asks, and what they may do').output(me),
  set: change('Add a person, or change their role').input(personInput.extend(by)).output(person),
  /** Their sessions and tokens end with them. */
  remove: change('Remove a person, and let them in no more')
    .input(z.object({ name: personName, ...by }))
    .output(person),
};

export const notifications = {
  list: read('What deserves a look, newest first')
    .input(
      z.object({
        unreadOnly: z.boolean().default(false),
        limit: z.int().positive().max(500).default(100),
      }),
    )
    .output(notify.notificationsPage),
  /** Without ids: all of them. */
  read: change('Mark notifications as read')
    .input(z.object({ ids: z.array(z.int().positive()).max(500).optional(), ...by }))
    .output(z.object({ unread: z.int() })),
  preferences: read('What may interrupt whoever asks').output(notify.notificationPreferences),
  setPreferences: change('Say what may interrupt you')
    .input(notify.notificationPreferencesInput.extend(by))
    .output(notify.notificationPreferences),
};

export const storeOversight = {
  /** Keeps nothing. A POST, for it takes a secret. */
  check: change('Try to connect a shop step by step, without keeping anything')
    .input(s.storeInput)
    .output(check.storeCheck),
  scopes: read('The permissions that the program asks for, and what each is for')
    .input(z.object({ storeId: z.string().optional() }))
    .output(z.array(check.scope)),
  settings: change('Change the name that a store has here')
    .input(inStore.extend({ name: z.string().trim().min(1).max(100), ...by }))
    .output(s.store),
  /**
   * More than `remove`: also what the ledger keeps of the store, all but its actions and the record, which prove each
   * other. `confirm` repeats the store's id.
   */
  erase: change('Delete a store with all that is kept of it')
    .input(inStore.extend({ confirm: z.string(), ...by }))
    .output(z.object({ storeId: z.string(), rows: z.int() })),
};

export const backupList = {
  list: read('The backups that this program made').output(z.array(data.knownBackup)),
};

export const dataParts = {
  /** Whole lines of CSV; ends with the name of the file. */
  export: change('Export what is kept of a store as CSV')
    .input(inStore.extend({ what: data.exportWhat, format: z.literal('csv').default('csv') }))
    .output(eventIterator(data.exportPiece, data.exportResult)),
  storage: read('What is kept on the disk, and what is free').output(data.storage),
  tables: read('How many rows are in each table').output(z.array(data.databaseTables)),
};

export const customerSearch = {
  /** A POST: no address of a person stands in a URL. */
  find: change('Find customers by e-mail address or name')
    .input(data.customerQuery)
    .output(z.array(data.foundCustomer)),
};

export const systemOversight = {
  health: read('How each thing fares that the program depends on').output(health.systemHealth),
  logs: read('The newest lines of the log')
    .input(
      z.object({
        /** This and worse. */
        level: health.logLevel.default('info'),
        limit: z.int().positive().max(1000).default(200),
        before: z.string().max(100).optional(),
      }),
    )
    .output(health.logPage),
  /** One JSON text without secrets or people, to be sent to whoever helps. */
  diagnostics: read('What helps somebody else to find a fault').output(
    z.object({ name: z.string(), text: z.string() }),
  ),
};

export const secrets = {
  status: read('Where the keys are, and how those places fare').output(health.secretsStatus),
};
