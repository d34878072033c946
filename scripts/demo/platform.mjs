// The whole platform as processes: simulators, vault, front, portal.
import { mkdirSync, openSync } from "node:fs";
import path from "node:path";

import { program, root, Service } from "./commands.mjs";
import { setUp } from "./setup.mjs";

const isJson = (line) => line.startsWith("{");
const isReady = (line) => line.startsWith("ready");

export class Platform {
  // Sets up what is missing; nothing runs yet.
  static async prepare(options) {
    const platform = new Platform();
    platform.options = options;
    platform.demonstration = await setUp(options);
    const { data } = options;
    const logs = path.join(data, "logs");
    mkdirSync(logs, { recursive: true });
    const log = (name) => openSync(path.join(logs, `${name}.log`), "a");
    const ca = path.join(data, "tls/ca.pem");
    platform.caFile = ca;
    platform.simulators = new Service(
      "simulators",
      process.execPath,
      [
        path.join(root, "web/simulators/dist/main.js"),
        "--config",
        path.join(data, "simulators/simulators.json"),
      ],
      {
        isReady: isJson,
        logFile: log("simulators"),
        env: { NODE_EXTRA_CA_CERTS: ca },
      },
    );
    platform.vault = new Service(
      "vault",
      program("palmkey-vault"),
      ["--config", path.join(data, "vault/vault.toml")],
      {
        isReady,
        logFile: log("vault"),
      },
    );
    platform.front = new Service(
      "front",
      program("palmkey-front"),
      ["--config", path.join(data, "front/front.toml")],
      {
        isReady,
        logFile: log("front"),
      },
    );
    platform.portal = new Service(
      "portal",
      process.execPath,
      [path.join(root, "web/portal/dist/main.js"), "--config", path.join(data, "portal/configuration.json")],
      {
        isReady: isJson,
        logFile: log("portal"),
        env: { NODE_EXTRA_CA_CERTS: ca },
      },
    );
    platform.services = [platform.simulators, platform.vault, platform.front, platform.portal];
    return platform;
  }

  async start() {
    const ready = await this.simulators.start();
    this.ports = JSON.parse(ready);
    await this.vault.start();
    await this.front.start();
    await this.portal.start();
  }

  // In the other order, so that nobody calls what has gone.
  async stop() {
    for (const service of [...this.services].reverse()) await service.stop();
  }
}
