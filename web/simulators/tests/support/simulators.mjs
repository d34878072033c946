// Starts the simulators as their users do: as a process of their own, in a fresh folder.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A fresh folder with keys; `change` may edit the configuration. */
export function initialized(change = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), "simulators-"));
  execFileSync(process.execPath, [main, "--init", folder]);
  const file = join(folder, "simulators.json");
  const configuration = JSON.parse(readFileSync(file, "utf8"));
  configuration.wechat.retrySeconds = [0.05, 0.05, 0.05];
  change(configuration);
  writeFileSync(file, JSON.stringify(configuration));
  return {
    folder,
    front: JSON.parse(readFileSync(join(folder, "front.json"), "utf8")),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export async function start(folder) {
  const child = spawn(process.execPath, [main, "--config", join(folder, "simulators.json")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const end = async (signal) => {
    child.kill(signal);
    const [code] = await once(child, "exit");
    return code;
  };
  return { ports: JSON.parse(line), stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** A merchant's callback address: remembers what arrives and answers `status`. */
export async function receiver() {
  const received = [];
  const waiting = [];
  const state = { status: 204 };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    received.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
    response.statusCode = state.status;
    response.end();
    for (const wake of waiting.splice(0)) wake();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/callback`,
    received,
    state,
    /** Resolves once `count` callbacks have arrived. */
    async arrival(count) {
      while (received.length < count) await new Promise((resolve) => waiting.push(resolve));
      return received[count - 1];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

export async function post(url, body) {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}
