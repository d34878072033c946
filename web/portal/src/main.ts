import "./webcrypto.js";

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";

import { AccountStore } from "./accounts.js";
import { portalApplication } from "./application.js";
import { loadConfiguration } from "./configuration.js";
import { RelyingParty } from "./relying_party.js";

const help = `A demonstration procurement site that signs its experts in with PalmKey.

  node main.js --config FILE

FILE is JSON: {"port", "baseUrl", "issuer", "clientId", "clientSecret", "dataFolder", "configurationUrl",
"registrationUrl"}.
baseUrl and the last two may be left out; the redirect URI to register is baseUrl + "/callback".
NODE_EXTRA_CA_CERTS names the certificates that vouch for the issuer, where these are not public ones.
Prints {"portal": "http://..."} once it listens; stops on SIGTERM or SIGINT.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: "string" }, help: { type: "boolean" } } });
  if (values.help === true || values.config === undefined) {
    process.stdout.write(help);
    process.exitCode = values.help === true ? 0 : 2;
    return;
  }
  const configuration = loadConfiguration(values.config);
  const accounts = await AccountStore.open(configuration.dataFolder);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(configuration.port, "127.0.0.1", resolve);
  });
  const baseUrl = configuration.baseUrl || `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const platform = new RelyingParty(configuration, `${baseUrl}/callback`);
  server.on("request", portalApplication(configuration, baseUrl, accounts, platform));
  process.stdout.write(JSON.stringify({ portal: baseUrl }) + "\n");
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`portal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
