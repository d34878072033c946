// Starts the portal as its users do: as a process of its own with a configuration file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { clientId, clientSecret } from "./provider.mjs";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** `shift`: a module loaded before the portal, to move its clock. */
export async function startPortal(
  issuer,
  { folder = mkdtempSync(join(tmpdir(), "portal-")), port = 0, shift } = {},
) {
  const file = join(folder, "portal.json");
  writeFileSync(file, JSON.stringify({ port, issuer, clientId, clientSecret, dataFolder: "data" }));
  const options = shift ? ["--import", shift] : [];
  const child = spawn(process.execPath, [...options, main, "--config", file], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const { portal } = JSON.parse(line);
  const end = async (signal) => {
    const exit = once(child, "exit");
    child.kill(signal);
    return (await exit)[0];
  };
  return {
    url: portal,
    folder,
    accounts: () => JSON.parse(readFileSync(join(folder, "data", "accounts.json"), "utf8")).accounts,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
