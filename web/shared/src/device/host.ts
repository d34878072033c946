// One device in this tab: drives the core's operations, does what they ask for, and shares the storage with the
// other tabs. Runs in a worker.
import { Core, type Asked } from "./core.ts";
import { DeviceStorage, makeKeys, type DeviceRecord } from "./storage.ts";
import { Transport } from "./transport.ts";
import { DeviceError, type DeviceState } from "./types.ts";
import type { Field, Reader } from "./wire.ts";
import { readState } from "./results.ts";

// What the device needs of the place where it runs.
export interface Surroundings {
  module(): Promise<WebAssembly.Module>;
  filesModule(): Promise<WebAssembly.Module>; // the one for files
  indexedDB: IDBFactory;
  locks: { request(name: string, work: () => Promise<void>): Promise<void> };
  channel(name: string): BroadcastChannel;
  fetch: typeof globalThis.fetch;
  wait(milliseconds: number): Promise<void>;
}

export function unavailable(): DeviceError {
  return new DeviceError({ code: "device_unavailable", waitSeconds: 0 });
}

// As WebCrypto and fetch want bytes: not in shared memory, which the module's is not.
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

export class Host {
  readonly #storage: DeviceStorage;
  readonly #transport: Transport;
  readonly #channel: BroadcastChannel;
  #core: Core;
  #record: DeviceRecord | undefined;
  #state: DeviceState | undefined;

  static async open(name: string, around: Surroundings, onChanged: (s: DeviceState) => void): Promise<Host> {
    try {
      const host = new Host(name, around, await Core.load(await around.module()), onChanged);
      await host.#exclusively(async () => undefined);
      return host;
    } catch (error) {
      throw error instanceof DeviceError ? error : unavailable();
    }
  }

  private constructor(
    private readonly name: string,
    private readonly around: Surroundings,
    core: Core,
    private readonly onChanged: (state: DeviceState) => void,
  ) {
    this.#core = core;
    this.#storage = new DeviceStorage(name, around.indexedDB);
    this.#transport = new Transport(around.fetch, around.wait);
    this.#channel = around.channel(`palmkey-${name}`);
    // Another tab has changed something: look, when it has finished.
    this.#channel.onmessage = () => void this.#exclusively(async () => undefined).catch(() => undefined);
  }

  get core(): Core {
    return this.#core;
  }

  get state(): DeviceState {
    if (this.#state === undefined) throw unavailable();
    return this.#state;
  }

  // Runs an operation to its end and tells of what it has changed.
  operate<T>(name: string, fields: readonly Field[], read: (reader: Reader) => T): Promise<T> {
    return this.#exclusively(() => this.#run(name, fields, read));
  }

  // Fetches the descriptor that the link names and pins it, unless it is pinned already.
  configure(link: string): Promise<void> {
    return this.#exclusively(async () => {
      const origin = this.#core.call("configuration_origin", [link], (reader) => reader.text());
      if (origin === "") return;
      const descriptor = await this.#transport.descriptor(origin).catch(() => {
        throw new DeviceError({ code: "transport_failed", waitSeconds: 0 });
      });
      await this.#run("configure", [link, descriptor], () => undefined);
    });
  }

  // Runs while no other tab, and nothing else in this one, uses the device.
  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    let result: Promise<T> = Promise.reject(unavailable());
    result.catch(() => undefined);
    await this.around.locks.request(`palmkey-${this.name}`, async () => {
      result = this.#refreshed(work);
      await result.catch(() => undefined);
    });
    return result;
  }

  async #refreshed<T>(work: () => Promise<T>): Promise<T> {
    const known = this.#record?.revision;
    await this.#refresh();
    const before = this.#record?.revision;
    try {
      return await work();
    } catch (error) {
      // The module has stopped in the middle of something: another instance takes up what is stored.
      if (error instanceof WebAssembly.RuntimeError) {
        this.#core = await Core.load(await this.around.module());
        this.#record = undefined;
        await this.#refresh();
      }
      throw error;
    } finally {
      const now = this.#record?.revision;
      if (now !== before) this.#channel.postMessage(now);
      if (now !== known) {
        this.#state = this.#core.call("state", [], readState);
        this.onChanged(this.#state);
      }
    }
  }

  // Forgets everything and begins anew, with new keys.
  forget(): Promise<void> {
    return this.#exclusively(async () => {
      await this.#storage.clear();
      await this.#refresh();
    });
  }

  async #run<T>(name: string, fields: readonly Field[], read: (reader: Reader) => T): Promise<T> {
    let step = this.#core.begin(name, fields, read);
    while (step.kind !== "done") {
      const { handle } = step;
      let answer: Uint8Array | { code: string };
      try {
        answer = await this.#answer(step);
      } finally {
        step.release();
      }
      step = this.#core.resume(handle, answer, read);
      // What came from WebCrypto may be secret.
      if (answer instanceof Uint8Array) answer.fill(0);
    }
    return step.value;
  }

  async #answer(asked: Asked): Promise<Uint8Array | { code: string }> {
    const record = this.#record as DeviceRecord;
    const data = plain(asked.data);
    try {
      switch (asked.kind) {
        case "hmac":
          return new Uint8Array(await crypto.subtle.sign("HMAC", record.deviceSecret, data));
        case "sign": {
          const algorithm = { name: "ECDSA", hash: "SHA-256" };
          return new Uint8Array(await crypto.subtle.sign(algorithm, record.deviceKey, data));
        }
        case "store":
          await this.#store(data.slice());
          return new Uint8Array();
        case "send":
          return await this.#transport.exchange(this.state.baseUrl, data.slice());
      }
    } catch {
      return { code: asked.kind === "send" ? "transport_failed" : "storage_failed" };
    }
  }

  async #store(state: Uint8Array): Promise<void> {
    const record = { ...(this.#record as DeviceRecord), revision: crypto.randomUUID(), state };
    await this.#storage.save(record);
    this.#record = record;
  }

  // Takes up what is stored, if this tab does not know it yet. What is gone was cleared by a person or by the
  // browser: the device begins anew.
  async #refresh(): Promise<void> {
    let stored = await this.#storage.load();
    if (stored === undefined) {
      stored = { ...(await makeKeys()), revision: crypto.randomUUID(), state: new Uint8Array() };
      await this.#storage.save(stored);
    }
    if (stored.revision === this.#record?.revision) return;
    this.#core.call("open", [stored.state, stored.devicePublicKey], () => undefined);
    this.#record = stored;
  }
}
