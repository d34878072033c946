// The device's worker in a browser.
import coreUrl from "@palmkey/core.wasm?url";
import filesUrl from "@palmkey/files.wasm?url";

import { serve, type Port } from "./device/channel.ts";
import { HostService } from "./device/service.ts";

serve(
  globalThis as unknown as Port,
  (onChanged) =>
    new HostService(
      {
        module: () => WebAssembly.compileStreaming(fetch(coreUrl)),
        filesModule: () => WebAssembly.compileStreaming(fetch(filesUrl)),
        indexedDB,
        locks: navigator.locks,
        channel: (name) => new BroadcastChannel(name),
        fetch: (input, init) => fetch(input, init),
        wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      },
      onChanged,
    ),
);
