/** The demo to look at: sync, findings, what waits and why; then it stays, sells, and shows what is decided elsewhere. */
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { ActionRow, EventView, FindingView } from '../../shared/contract/schemas.ts';
import { counted } from '../../shared/counted.ts';
import { effectText, stateWord } from '../commands/actions.ts';
import { findingLine, runLine } from '../commands/agents.ts';
import { progressLine, resultLine } from '../commands/sync.ts';
import type { Shell } from '../shell.ts';
import { royalCommand, whereabouts } from '../start.ts';
import { clip, type Terminal } from '../terminal.ts';
import type { SandboxProcess } from './sandbox-process.ts';
import { addStores, runAgents, syncAll } from './script.ts';

interface LiveDemo {
  shell: Shell;
  sandbox: SandboxProcess;
  folder: string;
  terminal: Terminal;
  signal: AbortSignal;
}

/** How often the mirrors follow what the sandbox sells. */
const FOLLOW_MS = 10_000;
const SHOWN = 5;

/** Returns when `signal` fires. */
export async function showLive({ shell, sandbox, folder, terminal, signal }: LiveDemo): Promise<void> {
  const { client } = shell;
  const title = (text: string): void => {
    terminal.line();
    terminal.line(terminal.style('bold', text));
  };
  terminal.line(
    `${terminal.style('bold', 'Royal Equips')}  a sandbox of ${counted(sandbox.shops.length, 'store')}`,
  );
  terminal.hint(`Sandbox at ${sandbox.url}, data folder ${folder}`);
  terminal.line(whereabouts(shell));

  title('Connecting');
  for (const store of await addStores(client, sandbox))
    terminal.line(
      `${terminal.style('green', '✓')} ${store.id}  ${store.name}, ${store.currency}, ${store.zone}`,
    );

  title('First load');
  for (const result of await syncAll(client, (progress) => terminal.progress(progressLine(progress)), signal))
    terminal.paragraph('', resultLine(terminal, result));

  title('The inventory agent');
  const runs = await runAgents(
    client,
    ({ storeId, text, done, total }) => terminal.progress(`${storeId}  ${text}  ${done} of ${total}`),
    signal,
  );
  terminal.endProgress();
  for (const run of runs) terminal.paragraph('', runLine(terminal, run));
  const findings = await client.agents.findings({});
  for (const finding of mostUrgent(findings)) terminal.line(`  ${findingLine(terminal, finding)}`);
  if (findings.length > SHOWN) terminal.hint(`  and ${findings.length - SHOWN} more: royal agents findings`);

  title('Waiting for you');
  const waiting = await client.actions.list({ states: ['proposed'] });
  waiting.sort((a, b) => a.id - b.id);
  for (const action of waiting.slice(0, SHOWN)) showAction(terminal, action);
  if (waiting.length > SHOWN) terminal.hint(`  and ${waiting.length - SHOWN} more`);

  title('From another terminal, in this folder');
  const first = waiting[0]?.id ?? 1;
  for (const command of [
    'access link',
    `actions show ${first}`,
    `actions approve ${first}`,
    `actions undo ${first}`,
    'actions list',
    'stop',
    'resume',
  ])
    terminal.line(`  ${royalCommand(command, folder)}`);
  terminal.line();
  terminal.hint('The stores go on selling. Ctrl-C ends the demo.');
  await follow({ client, terminal, signal, shell });
  terminal.endProgress();
  terminal.line('Ending …');
}

function mostUrgent(findings: readonly FindingView[]): FindingView[] {
  const rank = { act: 0, watch: 1, info: 2 };
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, SHOWN);
}

function showAction(terminal: Terminal, action: ActionRow): void {
  terminal.line(
    `${terminal.style('bold', String(action.id).padStart(3))}  ${clip(action.title, 100)}  (${action.storeId})`,
  );
  const effect = effectText(action);
  if (effect) terminal.line(`     ${terminal.style('green', effect)}: ${action.effect?.of ?? ''}`);
  const [reason] = action.evidence;
  if (reason) terminal.paragraph('     • ', reason.text);
}

/** Tells decisions as they happen, and what came in since the last look. */
async function follow(options: {
  client: RoyalClient;
  terminal: Terminal;
  signal: AbortSignal;
  shell: Shell;
}): Promise<void> {
  const { client, terminal, signal, shell } = options;
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const events = tellEvents(client, terminal, signal);
  const selling = tellSales(client, terminal, signal, stopped);
  const ended = shell.ended.then((failure) => {
    if (failure) throw failure;
  });
  await Promise.race([stopped, events, selling, ended]);
  await Promise.allSettled([events, selling]);
}

async function tellEvents(client: RoyalClient, terminal: Terminal, signal: AbortSignal): Promise<void> {
  // An action may have gone several steps by the time it is looked at: each text is told once.
  const told = new Map<unknown, string>();
  try {
    for await (const { events } of await client.events.live({}, { signal }))
      for (const event of events) {
        const text = await eventText(client, terminal, event);
        const about = event.data.actionId ?? event.data.id ?? event.seq;
        if (text === null || told.get(about) === text) continue;
        told.set(about, text);
        terminal.paragraph(`${new Date(event.at).toLocaleTimeString('en-GB')}  `, text);
      }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function eventText(client: RoyalClient, terminal: Terminal, event: EventView): Promise<string | null> {
  if (event.kind.startsWith('stop.')) return terminal.style('red', event.kind.replace('.', ' '));
  if (!event.kind.startsWith('action.')) return null;
  const id = Number(event.data.actionId ?? event.data.id);
  if (!Number.isSafeInteger(id)) return null;
  const action = await client.actions.show({ id });
  const outcome = action.state === 'verified' || action.state === 'failed' ? action.outcome?.text : null;
  return `action ${id}  ${stateWord(terminal, action.state)}  ${clip(action.title, 80)}${outcome ? `: ${outcome}` : ''}`;
}

async function tellSales(
  client: RoyalClient,
  terminal: Terminal,
  signal: AbortSignal,
  stopped: Promise<void>,
): Promise<void> {
  let before = await client.counts({});
  while (!signal.aborted) {
    const timer = Promise.withResolvers<void>();
    const handle = setTimeout(timer.resolve, FOLLOW_MS);
    await Promise.race([timer.promise, stopped]);
    clearTimeout(handle);
    if (signal.aborted) return;
    try {
      await syncAll(client, undefined, signal);
      const now = await client.counts({});
      const fresh = now.map((row) => {
        const was = before.find((one) => one.storeId === row.storeId);
        return { storeId: row.storeId, orders: row.orders - (was?.orders ?? 0), all: row.orders };
      });
      before = now;
      terminal.progress(
        `${new Date().toLocaleTimeString('en-GB')}  ${fresh.map((row) => `${row.storeId} +${row.orders} (${counted(row.all, 'order')})`).join('   ')}`,
      );
    } catch (error) {
      if (signal.aborted) return;
      terminal.line(error instanceof Error ? error.message : String(error));
    }
  }
}
