/** MessageChannelMain: a pair of ports, one of which may be transferred to a page and is then spoken for over CDP. */
import { EventEmitter } from 'node:events';

/** Where a port's messages go: the other port of the pair, or a page. */
interface Outlet {
  message(data: unknown): void;
  close(): void;
}

export class MessagePortMain extends EventEmitter {
  #outlet: Outlet | null = null;
  #held: unknown[] = [];
  #started = false;
  #closed = false;
  #transferred = false;

  link(outlet: Outlet): void {
    this.#outlet = outlet;
  }

  postMessage(message: unknown): void {
    if (this.#transferred) throw new TypeError('The port was transferred.');
    if (!this.#closed) this.#outlet?.message(structuredClone(message));
  }

  start(): void {
    this.#started = true;
    for (const data of this.#held.splice(0)) this.emit('message', { data, ports: [] });
  }

  /** Both ends close, whichever began. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#outlet?.close();
    queueMicrotask(() => this.emit('close'));
  }

  /** From the other side. */
  receive(data: unknown): void {
    if (this.#closed) return;
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#held.push(data);
  }

  /** Hands this end over: what comes and came for it goes to `page`. */
  transfer(page: Outlet): { receive(data: unknown): void; close(): void } {
    if (this.#transferred || this.#closed) throw new TypeError('The port is closed or was transferred.');
    this.#transferred = true;
    const peer = this.#outlet!;
    for (const data of this.#held.splice(0)) page.message(data);
    this.receive = (data) => page.message(data);
    this.close = () => page.close();
    return { receive: (data) => peer.message(data), close: () => peer.close() };
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    const outletTo = (port: MessagePortMain): Outlet => ({
      message: (data) => void setImmediate(() => port.receive(data)),
      close: () => void setImmediate(() => port.close()),
    });
    this.port1.link(outletTo(this.port2));
    this.port2.link(outletTo(this.port1));
  }
}
