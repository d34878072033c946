// ./run: sets up, starts everything, says where it is, stops it on Ctrl-C; with --tour walks the guide instead.
import { X509Certificate } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";

import { setClock } from "./clock.mjs";
import { program, run } from "./commands.mjs";
import { walkLife } from "./life.mjs";
import { readOptions } from "./options.mjs";
import { Platform } from "./platform.mjs";
import { tour } from "./tour.mjs";

// What a phone in the network needs before it believes the demonstration's certificate.
function trust(platform) {
  if (!platform.options.lanAddress) return [];
  const { fingerprint256 } = new X509Certificate(readFileSync(platform.caFile));
  return [
    "",
    "The phone asks whether to trust this server. To install its authority instead (not for a phone in daily use):",
    `  ${platform.caFile}`,
    `  SHA-256 ${fingerprint256}`,
  ];
}

async function overview(platform) {
  const { demonstration: d, ports } = platform;
  const qr = (text) => run(program("palmkey"), ["qr", text]);
  const app = `${d.baseUrl}/app/`;
  const lines = [
    "",
    "掌钥 on the phone",
    await qr(app),
    app,
    ...trust(platform),
    "",
    "第一步 手机配置: scan first, it configures the phone",
    await qr(d.configurationLink),
    d.configurationLink,
    "",
    "第二步 自助业务办理: scan second, it opens the service",
    await qr(d.entryLink),
    d.entryLink,
    "",
    "Officers (one-time links):",
    ...d.operators.map((o) => `  ${o.role.padEnd(12)} ${o.name}  ${o.activationLink}`),
    "",
    `Console             ${d.baseUrl}/console/`,
    `Phone app           ${app}`,
    `Procurement site    ${`http://localhost:${platform.options.portalPort}`}   account expert1, password palmkey-demo`,
    `SMS and mail outbox http://127.0.0.1:${ports.outbox}/outbox`,
    `Data and logs       ${platform.options.data}`,
    ...(platform.options.clock ? [`Clock               ${platform.options.clock} from now`] : []),
    "",
    "Ctrl-C stops everything; the next ./run goes on with the same data.",
  ];
  process.stdout.write(lines.join("\n") + "\n");
}

let platform;
try {
  const options = await readOptions(process.argv.slice(2));
  setClock(options.clock);
  const began = Date.now();
  platform = await Platform.prepare(options);
  await platform.start();
  if (options.tour) {
    process.stdout.write(`platform set up and started  ${((Date.now() - began) / 1000).toFixed(2)} s\n`);
    const passed = await tour(platform, (line) => process.stdout.write(`${line}\n`));
    await platform.stop();
    if (passed && !options.keepData) rmSync(options.data, { recursive: true, force: true });
    else if (!passed) process.stderr.write(`data and logs are kept in ${options.data}\n`);
    const lived = !options.life || (passed && (await walkLife()));
    process.exit(passed && lived ? 0 : 1);
  }
  const stop = async (status) => {
    await platform.stop();
    process.exit(status);
  };
  for (const service of platform.services)
    service.onUnexpectedEnd = (status) => {
      process.stderr.write(`${service.name} ended with ${status}; see ${options.data}/logs\n`);
      void stop(1);
    };
  process.once("SIGINT", () => void stop(0));
  process.once("SIGTERM", () => void stop(0));
  await overview(platform);
} catch (error) {
  process.stderr.write(`run: ${error.message}\n`);
  await platform?.stop();
  process.exit(1);
}
