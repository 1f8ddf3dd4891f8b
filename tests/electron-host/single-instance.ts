/** One instance for each userData folder: the first holds a file and listens, later ones hand their arguments over. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';

export type Instance = { first: true } | { first: false; handedOver: Promise<void> };

export function takeInstance(userData: string, onSecond: (argv: string[], cwd: string) => void): Instance {
  const socket = join(userData, 'instance.sock');
  if (!takeFile(join(userData, 'instance.lock'))) return { first: false, handedOver: handOver(socket) };
  rmSync(socket, { force: true });
  const server = createServer((connection) => {
    let text = '';
    connection.setEncoding('utf8').on('data', (piece) => {
      text += piece;
    });
    connection.on('end', () => {
      const { argv, cwd } = JSON.parse(text) as { argv: string[]; cwd: string };
      onSecond(argv, cwd);
      connection.end();
    });
  });
  server.listen(socket);
  server.unref();
  return { first: true };
}

/** A process that was killed leaves its file behind. */
function takeFile(path: string): boolean {
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isAlive(Number(readFileSync(path, 'utf8')))) return false;
      rmSync(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function handOver(socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = createConnection({ path: socket, allowHalfOpen: true });
    connection.on('error', reject);
    connection.on('close', () => resolve());
    connection.resume();
    connection.end(JSON.stringify({ argv: process.argv, cwd: process.cwd() }));
  });
}
