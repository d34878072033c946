import { parseArgs } from "node:util";

import { loadConfiguration } from "./configuration.js";
import { initialize } from "./initialize.js";
import { startSimulators } from "./simulators.js";

const help = `The outside world of a PalmKey demonstration: WeChat Pay, Aliyun SMS, a mail server, an invoice platform.

  node main.js --init DIR [--port-base N] [--public-host NAME]
      Makes keys and secrets in DIR, DIR/simulators.json, and DIR/front.toml and DIR/front.json, which
      tell a front how to reach the simulators. What exists already is kept. Without --port-base any free
      ports are used at each start; with it N is WeChat Pay, N+1 SMS, N+2 SMTP, N+3 outbox, N+4 invoices.
      With --public-host they listen to other machines too, which know this one by that name.
  node main.js --config DIR/simulators.json
      Starts them, prints one line of JSON with their ports, and stops on SIGTERM or SIGINT.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      init: { type: "string" },
      config: { type: "string" },
      "port-base": { type: "string" },
      "public-host": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true || (values.init === undefined) === (values.config === undefined)) {
    process.stdout.write(help);
    process.exitCode = values.help === true ? 0 : 2;
    return;
  }
  if (values.init !== undefined) {
    initialize(values.init, values["port-base"], values["public-host"]);
    return;
  }
  const simulators = await startSimulators(loadConfiguration(values.config as string));
  process.stdout.write(JSON.stringify(simulators.ports) + "\n");
  const stop = () => void simulators.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulators: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
