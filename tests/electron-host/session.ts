/** session, protocol, webRequest: handlers are kept as Electron keeps them, and asked when Chromium asks. */
import { EventEmitter } from 'node:events';
import type {
  BluetoothPairingHandlerHandlerDetails,
  CallbackResponse,
  DevicePermissionHandlerHandlerDetails,
  DisplayMediaRequestHandlerHandlerRequest,
  OnBeforeRequestListenerDetails,
  Response as PairingResponse,
  PermissionCheckHandlerHandlerDetails,
  PermissionRequest,
  Streams,
} from 'electron';

type PermissionRequestHandler = (
  contents: never,
  permission: never,
  answer: (granted: boolean) => void,
  details: PermissionRequest,
) => void;
type PermissionCheckHandler = (
  contents: null,
  permission: never,
  origin: string,
  details: PermissionCheckHandlerHandlerDetails,
) => boolean;
type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  answer: (response: CallbackResponse) => void,
) => void;

export class Session extends EventEmitter {
  permissionRequest: PermissionRequestHandler | null = null;
  permissionCheck: PermissionCheckHandler | null = null;
  devicePermission: ((details: DevicePermissionHandlerHandlerDetails) => boolean) | null = null;
  pairing:
    | ((details: BluetoothPairingHandlerHandlerDetails, answer: (response: PairingResponse) => void) => void)
    | null = null;
  displayMedia:
    | ((request: DisplayMediaRequestHandlerHandlerRequest, answer: (streams: Streams | null) => void) => void)
    | null = null;
  #beforeRequest: BeforeRequest | null = null;
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest | null): void => {
      this.#beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequestHandler | null): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheckHandler | null): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Session['devicePermission']): void {
    this.devicePermission = handler;
  }
  setBluetoothPairingHandler(handler: Session['pairing']): void {
    this.pairing = handler;
  }
  setDisplayMediaRequestHandler(handler: Session['displayMedia']): void {
    this.displayMedia = handler;
  }

  /** Whether a request of the page goes on. */
  async lets(url: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === null) return true;
    return new Promise((resolve) =>
      listener({ url } as OnBeforeRequestListenerDetails, ({ cancel }) => resolve(cancel !== true)),
    );
  }

  /** As Chromium asks for a permission: the request's answer, and the check's. Without a handler Electron grants. */
  asks(
    permission: string,
    requestingUrl: string,
    isMainFrame: boolean,
  ): { request: boolean; check: boolean } {
    let request = this.permissionRequest === null;
    this.permissionRequest?.(
      null as never,
      permission as never,
      (granted) => {
        request = granted;
      },
      { requestingUrl, isMainFrame },
    );
    return { request, check: this.checks(permission, requestingUrl, isMainFrame) };
  }

  checks(permission: string, requestingUrl: string, isMainFrame: boolean): boolean {
    const details = { requestingUrl, isMainFrame } as PermissionCheckHandlerHandlerDetails;
    const { protocol, host } = new URL(requestingUrl);
    return this.permissionCheck?.(null, permission as never, `${protocol}//${host}/`, details) ?? true;
  }
}

export interface SchemeOptions {
  scheme: string;
  privileges?: Record<string, boolean | undefined>;
}

type SchemeHandler = (request: Request) => Response | Promise<Response>;

export class Protocol {
  readonly schemes: SchemeOptions[] = [];
  readonly #handlers = new Map<string, SchemeHandler>();

  registerSchemesAsPrivileged(schemes: SchemeOptions[]): void {
    this.schemes.push(...schemes);
  }
  handle(scheme: string, handler: SchemeHandler): void {
    this.#handlers.set(scheme, handler);
  }

  /** null where no scheme of one's own is asked for. */
  async answer(
    url: string,
    init: { method: string; headers?: Record<string, string> },
  ): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    return handler === undefined ? null : await handler(requestTo(url, init));
  }
}

/** undici resolves dots in the path as Chromium does; what is hidden by encoding stays. */
function requestTo(url: string, init: { method: string; headers?: Record<string, string> }): Request {
  return new Request(url, init);
}
