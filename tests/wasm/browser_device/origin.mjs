// What a browser gives to an origin - storage, locks, channels, network - for the device's TypeScript in Node.js, with
// places where a test cuts the network or closes a tab.
import { webcrypto } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { root } from "../../../scripts/demo/commands.mjs";

const web = createRequire(path.join(root, "web/package.json"));
const { IDBFactory } = web("fake-indexeddb");

globalThis.crypto ??= webcrypto; // Node.js 18 has it under its module's name only

// The device's own sources, in one file that Node.js can load.
export async function loadSources(folder) {
  const outfile = path.join(folder, "device.mjs");
  await web("esbuild").build({
    stdin: {
      contents: `export * from "./device.ts"; export * from "./http.ts"; export { serve } from "./device/channel.ts";
        export { HostService } from "./device/service.ts";`,
      resolveDir: path.join(root, "web/shared/src"),
    },
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    outfile,
    logLevel: "error",
  });
  return import(pathToFileURL(outfile));
}

// fetch() that trusts the demonstration's authority.
export function fetchTrusting(caFile) {
  const ca = readFileSync(caFile);
  return (address, { method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const client = url.protocol === "https:" ? https : http;
      const request = client.request(url, { method, headers, ca }, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const content = response.statusCode === 204 ? null : Buffer.concat(parts);
          resolve(new Response(content, { status: response.statusCode, headers: response.headers }));
        });
      });
      request.on("error", reject);
      request.end(body ?? undefined);
    });
}

// One holder at a time, in the order of asking.
class Locks {
  #last = new Map();

  request(name, work) {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.then(work);
    this.#last.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  }
}

export class Origin {
  indexedDB = new IDBFactory();
  #locks = new Locks();
  posted = []; // everything that workers have posted to their pages
  sent = []; // everything that went to the vault
  #losses = 0;
  #isSilent = false;

  constructor(sources, caFile) {
    this.sources = sources;
    this.fetch = fetchTrusting(caFile);
    const compiled = (name) => WebAssembly.compile(readFileSync(path.join(root, "build/release/bin", name)));
    this.module = compiled("palmkey.wasm");
    this.filesModule = compiled("palmkey_files.wasm");
  }

  // The answers to the next messages to the vault are lost on their way.
  loseAnswers(count) {
    this.#losses = count;
  }

  // The next message to the vault arrives, and the tab is closed before its answer is there: what it held is free.
  closeTabAtNextMessage() {
    this.#isSilent = true;
    return new Promise((resolve) => (this.tabClosed = resolve));
  }

  async #exchange(url, init) {
    if (!String(url).endsWith("/vault/exchange")) return this.fetch(url, init);
    this.sent.push(Buffer.from(init.body).toString("latin1"));
    const answer = await this.fetch(url, init);
    if (this.#isSilent) {
      this.#isSilent = false;
      this.#locks = new Locks();
      this.tabClosed();
      return new Promise(() => {});
    }
    if (this.#losses > 0) {
      this.#losses -= 1;
      throw new TypeError("fetch failed");
    }
    return answer;
  }

  // Opens the device as a tab does: its worker at the other end of a channel.
  openTab(name) {
    const { port1, port2 } = new MessageChannel();
    const post = port2.postMessage.bind(port2);
    port2.postMessage = (message) => {
      this.posted.push(message);
      post(message);
    };
    const around = {
      module: () => this.module,
      filesModule: () => this.filesModule,
      indexedDB: this.indexedDB,
      locks: { request: (lock, work) => this.#locks.request(lock, work) },
      channel: (channel) => new BroadcastChannel(channel),
      fetch: (url, init) => this.#exchange(url, init),
      wait: () => Promise.resolve(),
    };
    this.sources.serve(port2, (onChanged) => new this.sources.HostService(around, onChanged));
    return this.sources.Device.connect(port1, name);
  }

  // The record that is stored for a device, as a person with the browser's tools sees it.
  stored(name) {
    return new Promise((resolve, reject) => {
      const opening = this.indexedDB.open(name);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const request = opening.result.transaction("device").objectStore("device").getAll();
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          opening.result.close();
          resolve(request.result);
        };
      };
    });
  }

  // As "clear site data" does.
  clear(name) {
    return new Promise((resolve, reject) => {
      const request = this.indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
    });
  }
}
