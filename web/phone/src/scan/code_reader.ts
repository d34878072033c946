// The screens' end of the worker that reads QR codes.
import type { CodeAnswer, CodeRequest } from "./code_worker";

export class CodeReader {
  #worker: Worker | undefined;
  #last = 0;
  readonly #waiting = new Map<number, (text: string | undefined | null) => void>();

  // Yields the code's text, undefined if there is no code, null if the reader could not be loaded or failed.
  read(picture: ImageData | Blob, thorough: boolean): Promise<string | undefined | null> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      const request: CodeRequest = { id: (this.#last += 1), picture, thorough };
      this.#waiting.set(request.id, resolve);
      worker.postMessage(request, picture instanceof ImageData ? [picture.data.buffer] : []);
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./code_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<CodeAnswer>) => {
      this.#waiting.get(event.data.id)?.(event.data.text);
      this.#waiting.delete(event.data.id);
    };
    worker.onerror = () => this.close();
    return worker;
  }
}
