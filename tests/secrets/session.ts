/** A desktop session of its own: a session bus and a real gnome-keyring on it, apart from those of the machine. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';

const run = promisify(execFile);
const PASSWORD = 'the password of a test';
/** Which process owns the name; unlike a call to it, this starts nobody who would. */
const ownerCall = [
  ...['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus'],
  ...['--method', 'org.freedesktop.DBus.GetConnectionUnixProcessID', 'org.freedesktop.secrets'],
];
const LOGIN = '/org/freedesktop/secrets/collection/login';

/** Why tests that need a session are skipped, or null where they run. */
export const withoutSession = ((): string | null => {
  const missing = ['dbus-run-session', 'gnome-keyring-daemon', 'gdbus'].filter(
    (program) => spawnSync(program, ['--version']).error,
  );
  return missing.length > 0
    ? `not installed: ${missing.join(', ')} (dbus, gnome-keyring, libglib2.0-bin)`
    : null;
})();

export interface Session {
  /** What a program needs to be in this session, and in no other. */
  env: NodeJS.ProcessEnv;
  lock(): Promise<void>;
  /** As `royal` advises it where there is no desktop. */
  unlock(): Promise<void>;
  /** Object paths of what is kept under these attributes. */
  items(attributes: Record<string, string>): Promise<string[]>;
  remove(item: string): Promise<void>;
  /** Whether a prompt stays open unanswered, instead of failing for want of a display. */
  promptsStayOpen(stay: boolean): void;
  /** Ends the keyring and the bus. */
  close(): Promise<void>;
}

/** `denied`: the bus lets nobody talk to the keyring. */
export async function openSession({ denied = false } = {}): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'royal-session-'));
  const at = (name: string): string => join(home, name);
  mkdirSync(at('run'), { mode: 0o700 });
  mkdirSync(at('services'));
  writeFileSync(
    at('services/org.gnome.keyring.SystemPrompter.service'),
    `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${at('prompter')}\n`,
  );
  writeFileSync(at('prompter'), `#!/bin/sh\nwhile [ -e ${at('open')} ]; do sleep 0.05; done\nexit 1\n`);
  chmodSync(at('prompter'), 0o700);
  writeFileSync(at('bus.conf'), busConfig(at('services'), denied));
  const outside: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: at('run'),
  };

  const bus = spawn(
    'dbus-run-session',
    ['--config-file', at('bus.conf'), '--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'],
    { env: outside, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const [address] = (await once(createInterface({ input: bus.stdout! }), 'line')) as [string];
  const env = { ...outside, DBUS_SESSION_BUS_ADDRESS: address };
  let keyring = startKeyring(env, []);

  const call = async (service: string, path: string, method: string, ...args: string[]): Promise<string> => {
    const target = ['call', '--session', '--dest', service, '--object-path', path, '--method', method];
    return (await run('gdbus', [...target, ...args], { env })).stdout;
  };
  const secrets = (method: string, ...args: string[]): Promise<string> =>
    call(
      'org.freedesktop.secrets',
      '/org/freedesktop/secrets',
      `org.freedesktop.Secret.Service.${method}`,
      ...args,
    );
  const isLocked = async (): Promise<boolean> =>
    (
      await call(
        'org.freedesktop.secrets',
        LOGIN,
        'org.freedesktop.DBus.Properties.Get',
        'org.freedesktop.Secret.Collection',
        'Locked',
      )
    ).includes('true');

  const unlocked = (): Promise<void> =>
    vi.waitFor(async () => expect(await isLocked()).toBe(false), { timeout: 20_000 });
  const answers = async (): Promise<void> => {
    await vi.waitFor(
      async () => {
        const { stdout } = await run('gdbus', ownerCall, { env });
        expect(stdout).toContain(`uint32 ${keyring.pid},`);
      },
      { timeout: 20_000 },
    );
    if (!denied) await unlocked();
  };
  await answers();

  return {
    env,
    async lock() {
      await secrets('Lock', `['${LOGIN}']`);
      expect(await isLocked()).toBe(true);
    },
    async unlock() {
      const before = keyring;
      keyring = startKeyring(env, ['--replace']);
      await ended(before, () => {});
      await answers();
    },
    async items(attributes) {
      const wanted = Object.entries(attributes).map(([name, value]) => `'${name}': '${value}'`);
      const found = await secrets('SearchItems', `{${wanted.join(', ')}}`);
      return found.match(/\/org\/freedesktop\/secrets\/collection\/login\/\d+/g) ?? [];
    },
    async remove(item) {
      await call('org.freedesktop.secrets', item, 'org.freedesktop.Secret.Item.Delete');
    },
    promptsStayOpen(stay) {
      if (stay) writeFileSync(at('open'), '');
      else rmSync(at('open'), { force: true });
    },
    async close() {
      rmSync(at('open'), { force: true });
      await ended(keyring, () => keyring.kill('SIGTERM'));
      await ended(bus, () => bus.stdin!.end());
      if (existsSync(home)) rmSync(home, { recursive: true, force: true });
    },
  };
}

function startKeyring(env: NodeJS.ProcessEnv, more: readonly string[]): ChildProcess {
  const keyring = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', ...more],
    { env, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  keyring.stdin!.end(PASSWORD);
  return keyring;
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  end();
  await exit;
}

/** With no services but our own prompter: a second keyring must not come up by itself. */
const busConfig = (services: string, denied: boolean): string => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <servicedir>${services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    ${denied ? '<deny send_destination="org.freedesktop.secrets"/>' : ''}
  </policy>
</busconfig>
`;
