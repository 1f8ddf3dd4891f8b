/**
 * Holds the stand-in against Electron's own types: tsc fails where a method's signature or an event parts from
 * electron.d.ts, or a name is made up. What only tests use is named below, so that main can't come to rely on it.
 */

import { execFileSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { describe, expect, expectTypeOf, inject, it } from 'vitest';
import type { App } from './app.ts';
import type { StandInWindow } from './browser-window.ts';
import type { Desk } from './desk.ts';
import type * as StandInElectron from './electron.ts';
import type { MessagePortMain } from './message-ports.ts';
import type { Protocol, Session } from './session.ts';
import type { StandInNotification, StandInTray } from './tray.ts';
import type { WebContents, WebFrameMain } from './web-contents.ts';

/** Names of `Mine` but those of every emitter (checked as events) and those that tests alone use. */
type Offered<Mine, TestsOnly> = Exclude<keyof Mine, keyof EventEmitter | TestsOnly>;

/** Finds each method that Electron doesn't have, or whose arguments can't be those that Electron is called with. */
type Parts<Mine, Real, TestsOnly extends PropertyKey = never> = {
  [Name in Offered<Mine, TestsOnly>]: Name extends keyof Real
    ? Mine[Name] extends (...args: infer Taken) => unknown
      ? Real[Name] extends (...args: infer Given) => unknown
        ? Fits<Given, Taken> extends true
          ? never
          : Name
        : Name
      : never
    : Name;
}[Offered<Mine, TestsOnly>];

/** Objects are compared by name only: the stand-in's are a small part of Electron's. */
type Plain<T> = {
  [K in keyof T]: T[K] extends string | number | boolean | null | undefined ? T[K] : unknown;
};
type Fits<Given, Taken> =
  Plain<Taken> extends Partial<Plain<Given>> ? true : Plain<Given> extends Plain<Taken> ? true : false;

type Nothing<T extends never> = T;

/** Finds each event that Electron doesn't tell. */
type Tells<Real extends { on: unknown }, Name extends string> = Name extends string
  ? Real['on'] extends (
      event: Name,
      // biome-ignore lint/suspicious/noExplicitAny: a listener is asked for by its event's name alone.
      listener: (...args: any[]) => void,
    ) => unknown
    ? never
    : Name
  : never;

/** These part, and are found to. */
type Found = [
  // @ts-expect-error Electron has no such method.
  Nothing<Parts<{ flyAway(): void }, Electron.App>>,
  // @ts-expect-error A path's name is a text.
  Nothing<Parts<{ setPath(name: number, path: string): void }, Electron.App>>,
  // @ts-expect-error Electron has no such event.
  Nothing<Tells<Electron.App, 'flown-away'>>,
  // @ts-expect-error Electron has no such export.
  Nothing<Exclude<'wings', keyof typeof Electron>>,
];

type Methods = [
  Nothing<
    Parts<
      App,
      Electron.App,
      'sandboxEnabled' | 'relaunches' | 'protocolClients' | 'windows' | 'context' | 'closed'
    >
  >,
  Nothing<Parts<StandInWindow, Electron.BrowserWindow, 'options' | 'history'>>,
  Nothing<Parts<WebContents, Electron.WebContents, 'deliver' | 'cutPorts' | 'forgeIpc' | 'destroy'>>,
  Nothing<Parts<WebFrameMain, Electron.WebFrameMain>>,
  Nothing<Parts<MessagePortMain, Electron.MessagePortMain, 'link' | 'receive' | 'transfer'>>,
  Nothing<Parts<Protocol, Electron.Protocol, 'schemes' | 'answer'>>,
  Nothing<
    Parts<
      Session,
      Electron.Session,
      | 'lets'
      | 'asks'
      | 'checks'
      | 'permissionRequest'
      | 'permissionCheck'
      | 'devicePermission'
      | 'pairing'
      | 'displayMedia'
    >
  >,
  Nothing<Parts<Session['webRequest'], Electron.WebRequest>>,
  Nothing<Parts<StandInTray, Electron.Tray, 'choose' | 'image' | 'menu' | 'toolTip'>>,
  Nothing<Parts<StandInNotification, Electron.Notification, 'options'>>,
  Nothing<Parts<Desk['screen'], Electron.Screen>>,
  Nothing<Parts<Desk['dialog'], Electron.Dialog>>,
  Nothing<Parts<Desk['shell'], Electron.Shell>>,
  Nothing<Parts<typeof StandInElectron.net, Electron.Net>>,
  Nothing<Parts<typeof StandInElectron.nativeTheme, Electron.NativeTheme>>,
  Nothing<Parts<typeof StandInElectron.Menu, typeof Electron.Menu>>,
  Nothing<Exclude<keyof typeof StandInElectron, keyof typeof Electron | 'standIn'>>,
];

/** Answers that main relies on are those of Electron. */
type Answers = [
  Promise<void> extends ReturnType<Electron.App['whenReady']> ? true : never,
  ReturnType<App['requestSingleInstanceLock']> extends ReturnType<Electron.App['requestSingleInstanceLock']>
    ? true
    : never,
  ReturnType<StandInWindow['getNormalBounds']> extends ReturnType<Electron.BrowserWindow['getNormalBounds']>
    ? true
    : never,
  ReturnType<Desk['screen']['getAllDisplays']> extends ReturnType<Electron.Screen['getAllDisplays']>
    ? true
    : never,
  Awaited<ReturnType<Desk['dialog']['showMessageBox']>> extends Awaited<
    ReturnType<Electron.Dialog['showMessageBox']>
  >
    ? true
    : never,
  ReturnType<Desk['shell']['openPath']> extends ReturnType<Electron.Shell['openPath']> ? true : never,
];

type Events = [
  Nothing<
    Tells<
      Electron.App,
      | 'before-quit'
      | 'browser-window-created'
      | 'open-url'
      | 'quit'
      | 'ready'
      | 'second-instance'
      | 'session-created'
      | 'web-contents-created'
      | 'will-finish-launching'
      | 'window-all-closed'
    >
  >,
  Nothing<Tells<Electron.BrowserWindow, 'close' | 'closed' | 'ready-to-show'>>,
  Nothing<
    Tells<
      Electron.WebContents,
      | 'console-message'
      | 'destroyed'
      | 'did-navigate'
      | 'did-start-navigation'
      | 'render-process-gone'
      | 'will-attach-webview'
      | 'will-frame-navigate'
      | 'will-navigate'
      | 'will-redirect'
    >
  >,
  Nothing<Tells<Electron.Tray, 'click'>>,
  Nothing<Tells<Electron.Notification, 'click' | 'close'>>,
  Nothing<Tells<Electron.MessagePortMain, 'close' | 'message'>>,
  Nothing<Tells<Electron.Session, 'will-download'>>,
];

describe('the stand-in', () => {
  it('agrees with Electron’s own types, as tsc checks', () => {
    expectTypeOf<Methods>().toExtend<readonly never[]>();
    expectTypeOf<Events>().toExtend<readonly never[]>();
    expectTypeOf<Answers>().toExtend<readonly true[]>();
    expectTypeOf<Found>().toExtend<readonly unknown[]>();
  });

  it('offers what the built main imports of Electron', () => {
    const main = readFileSync(join(inject('built'), 'main', 'index.js'), 'utf8');
    const imported = /import \{([^}]+)\} from ["']electron["']/
      .exec(main)![1]!
      .split(',')
      .map((name) => name.trim());
    const register = fileURLToPath(new URL('./register.ts', import.meta.url));
    // Ends before the app would open its browser.
    const script = `import * as electron from 'electron'; console.log(Object.keys(electron).join()); process.exit()`;
    const offered = execFileSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', register, '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );
    expect(
      offered
        .trim()
        .split(',')
        .filter((name) => name !== 'standIn')
        .sort(),
    ).toEqual([...new Set([...imported, 'session'])].sort());
  });
});
