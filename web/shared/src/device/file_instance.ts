// Files in the worker. Each has an instance of the module for files to itself, which is thrown away: whatever a hostile
// file does there, no PIN and no key of the holder's is in that memory.
import { Core } from "./core.ts";
import { DeviceError } from "./types.ts";
import type { Field, Reader } from "./wire.ts";

// One that stops, for example because memory runs out, stops for its file alone.
export class FileInstance {
  constructor(private readonly core: Core) {}

  call<T>(name: string, fields: readonly Field[], read: (reader: Reader) => T): T {
    try {
      return this.core.call(name, fields, read);
    } catch (error) {
      if (error instanceof DeviceError) throw error;
      throw new DeviceError({ code: "malformed", waitSeconds: 0 });
    }
  }
}

export async function openFileInstance(module: () => Promise<WebAssembly.Module>): Promise<FileInstance> {
  return new FileInstance(await Core.load(await module()));
}
