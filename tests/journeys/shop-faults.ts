/** What should go wrong at the sandbox's shops (sandbox/http/faults.ts). */
import type { SandboxProcess } from '../../headless/demo/sandbox-process.ts';

type Sandbox = Pick<SandboxProcess, 'url'>;

export function addFault(sandbox: Sandbox, fault: Record<string, unknown>): Promise<void> {
  return ask(sandbox, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

export function clearFaults(sandbox: Sandbox): Promise<void> {
  return ask(sandbox, { method: 'DELETE' });
}

async function ask({ url }: Sandbox, request: RequestInit): Promise<void> {
  const answer = await fetch(`${url}/sandbox/faults`, request);
  if (!answer.ok) throw new Error(`The sandbox refuses the fault: ${await answer.text()}`);
}
