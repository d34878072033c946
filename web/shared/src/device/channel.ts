// Calls across a Worker or MessagePort: numbered, answered once, with events in between.
import { DeviceError, type DeviceState, type Failure } from "./types.ts";

// What Worker, MessagePort and a worker's own scope have in common.
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

export interface CallMessage {
  call: number;
  method: string;
  args: unknown[];
  tells: boolean; // the caller wants to know how much of it is done
}

export type AnswerMessage =
  | { answer: number; value: unknown }
  | { answer: number; failure: Failure }
  | { progress: number; done: number }
  | { changed: DeviceState };

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: DeviceError) => void;
  told?: ((done: number) => void) | undefined;
}

const unavailable: Failure = { code: "device_unavailable", waitSeconds: 0 };

// The caller's end.
export class Caller {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #broken = false;

  constructor(port: Port, onChanged: (state: DeviceState) => void) {
    this.#port = port;
    port.onmessage = (event: MessageEvent) => {
      const message = event.data as AnswerMessage;
      if ("changed" in message) return onChanged(message.changed);
      if ("progress" in message) return this.#waiting.get(message.progress)?.told?.(message.done);
      const waiting = this.#waiting.get(message.answer);
      this.#waiting.delete(message.answer);
      if ("failure" in message) waiting?.reject(new DeviceError(message.failure));
      else waiting?.resolve(message.value);
    };
  }

  // `told`: how much of it is done, for calls that say so.
  call(method: string, args: unknown[], told?: (done: number) => void): Promise<unknown> {
    if (this.#broken) return Promise.reject(new DeviceError(unavailable));
    return new Promise((resolve, reject) => {
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject, told });
      const message: CallMessage = { call: this.#last, method, args, tells: told !== undefined };
      this.#port.postMessage(message);
    });
  }

  // The other end is gone: nothing that waits will be answered.
  fail(): void {
    this.#broken = true;
    for (const { reject } of this.#waiting.values()) reject(new DeviceError(unavailable));
    this.#waiting.clear();
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof DeviceError)) return unavailable;
  const { code, triesLeft, waitSeconds } = error;
  return { code, waitSeconds, ...(triesLeft !== undefined && { triesLeft }) };
}

// The other end: answers calls by the methods of what `make` gives, which may tell of changes. Behind its arguments a
// method gets a function to tell how much is done, if the caller wants that: others may take more arguments or fewer.
export function serve(port: Port, make: (onChanged: (state: DeviceState) => void) => object): void {
  const answer = (message: AnswerMessage) => port.postMessage(message);
  const service = make((changed) => answer({ changed })) as Record<string, unknown>;
  port.onmessage = async (event: MessageEvent) => {
    const { call, method, args, tells } = event.data as CallMessage;
    try {
      const run = service[method];
      if (typeof run !== "function") throw new DeviceError({ code: "unsupported", waitSeconds: 0 });
      const told = (done: number) => answer({ progress: call, done });
      answer({ answer: call, value: await run.apply(service, tells ? [...args, told] : args) });
    } catch (error) {
      answer({ answer: call, failure: failureOf(error) });
    }
  };
}
