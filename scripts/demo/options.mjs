// The options of ./run, checked.
import { createServer } from "node:net";
import { mkdtempSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const SIMULATORS = 5;

function port(text, name) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65535 - SIMULATORS)
    throw new Error(`--${name} takes a port number, not "${text}"`);
  return number;
}

function isFree(number) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(number, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

// The first of `count` ports in a row that nobody uses now.
async function freePorts(count) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = 20000 + Math.floor(Math.random() * 30000);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("no free ports were found");
}

// Free ports and a fresh folder, for the tour and for tests.
export async function freshOptions() {
  const first = await freePorts(2 + SIMULATORS);
  return {
    data: mkdtempSync(path.join(tmpdir(), "palmkey-")),
    frontPort: first,
    portalPort: first + 1,
    simulatorPort: first + 2,
  };
}

// This machine's address in its network, for phones in the same one.
function lanAddress() {
  const found = Object.values(networkInterfaces())
    .flat()
    .find((face) => face.family === "IPv4" && !face.internal);
  if (!found) throw new Error("--lan: this machine has no address in a network; name it with --lan-address");
  return found.address;
}

export async function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      tour: { type: "boolean", default: false },
      life: { type: "boolean", default: false },
      data: { type: "string" },
      "front-port": { type: "string" },
      "portal-port": { type: "string" },
      "simulator-port": { type: "string" },
      clock: { type: "string" },
      lan: { type: "boolean", default: false },
      "lan-address": { type: "string" },
    },
  });
  const fresh = values.tour ? await freshOptions() : {};
  const address = values["lan-address"] ?? (values.lan ? lanAddress() : undefined);
  if (address !== undefined && !/^[A-Za-z0-9.-]+$/.test(address))
    throw new Error(`--lan-address takes a host name or an IPv4 address, not "${address}"`);
  if (values.life && !values.tour) throw new Error("--life goes with --tour");
  return {
    tour: values.tour,
    life: values.life,
    clock: values.clock,
    // One officer's unlocking, as the catalogue offers it, with a wait that can be sat out.
    selfServiceUnlocking: true,
    keepData: values.data !== undefined || !values.tour,
    // What phones pin names the platform's address, so a platform for the network is another one with data of its own.
    data: path.resolve(values.data ?? fresh.data ?? (address === undefined ? "data" : `data-${address}`)),
    // The host that phones know this machine by; undefined: only this machine takes part.
    lanAddress: address,
    frontPort: values["front-port"] ? port(values["front-port"], "front-port") : (fresh.frontPort ?? 8443),
    portalPort: values["portal-port"]
      ? port(values["portal-port"], "portal-port")
      : (fresh.portalPort ?? 8080),
    simulatorPort: values["simulator-port"]
      ? port(values["simulator-port"], "simulator-port")
      : (fresh.simulatorPort ?? 8090),
  };
}
