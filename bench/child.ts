/** Measurements in processes of their own: what they take in memory is theirs alone. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a module of this folder with one JSON argument; resolves with the JSON object that it prints. `told` is
 * called for each message that it sends on its way.
 */
export async function runChild<Result>(
  module: string,
  input: unknown,
  told: (message: unknown) => void = () => {},
): Promise<Result> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`./${module}`, import.meta.url)), JSON.stringify(input)],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  child.on('message', told);
  let output = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${module} ended with ${code}`);
  return JSON.parse(output) as Result;
}

/** Peak and present resident memory of this process in megabytes. */
export function residentMegabytes(): { peak: number; now: number } {
  return {
    peak: Math.round(process.resourceUsage().maxRSS / 1024),
    now: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
}
