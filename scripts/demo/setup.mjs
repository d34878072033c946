// Sets up a demonstration authority once: keys of the simulators, a TLS certificate for this machine, authority, front
// and portal. What is there already is kept.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";

import { program, root, run } from "./commands.mjs";

// A certificate for this machine under an authority of its own, so that nothing of the system has to trust it. Phones
// take no certificate that is valid for more than 825 days.
async function makeTls(folder, lanAddress) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name) => path.join(folder, name);
  if (existsSync(file("certificate.pem"))) return;
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await run("openssl", [
    "req",
    "-x509",
    ...key,
    "-days",
    "3650",
    "-subj",
    "/CN=PalmKey demonstration TLS",
    "-addext",
    "basicConstraints=critical,CA:TRUE",
    "-addext",
    "keyUsage=critical,keyCertSign",
    "-keyout",
    file("ca-key.pem"),
    "-out",
    file("ca.pem"),
  ]);
  await run("openssl", [
    "req",
    ...key,
    "-subj",
    "/CN=localhost",
    "-keyout",
    file("key.pem"),
    "-out",
    file("request.pem"),
  ]);
  const names = ["DNS:localhost", "IP:127.0.0.1"];
  if (lanAddress) names.push(`${isIP(lanAddress) ? "IP" : "DNS"}:${lanAddress}`);
  writeFileSync(
    file("extensions"),
    `subjectAltName=${names.join()}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
  );
  await run("openssl", [
    "x509",
    "-req",
    "-in",
    file("request.pem"),
    "-CA",
    file("ca.pem"),
    "-CAkey",
    file("ca-key.pem"),
    "-CAcreateserial",
    "-days",
    "800",
    "-extfile",
    file("extensions"),
    "-out",
    file("certificate.pem"),
  ]);
}

// Returns what ./run prints and the tour uses: the content of demonstration.json.
export async function setUp(options) {
  const { data } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const simulators = path.join(data, "simulators");
  await run(process.execPath, [
    path.join(root, "web/simulators/dist/main.js"),
    "--init",
    simulators,
    "--port-base",
    String(options.simulatorPort),
    ...(options.lanAddress ? ["--public-host", options.lanAddress] : []),
  ]);
  await makeTls(path.join(data, "tls"), options.lanAddress);

  const portalUrl = `http://localhost:${options.portalPort}`;
  const result = path.join(data, "demonstration.json");
  if (!existsSync(result)) {
    await run(program("palmkey"), [
      "init",
      "--data",
      data,
      "--base-url",
      `https://${options.lanAddress ?? "localhost"}:${options.frontPort}`,
      "--listen",
      `${options.lanAddress ? "0.0.0.0" : "127.0.0.1"}:${options.frontPort}`,
      "--tls-certificate",
      path.join(data, "tls/certificate.pem"),
      "--tls-key",
      path.join(data, "tls/key.pem"),
      "--catalogue",
      path.join(root, "demo/catalogue"),
      "--simulators",
      path.join(simulators, "front.toml"),
      "--web",
      path.join(root, "web"),
      "--portal",
      portalUrl,
      "--demonstration",
      "--json",
    ]);
    if (options.selfServiceUnlocking)
      appendFileSync(
        path.join(data, "vault/vault.toml"),
        "\n[handover]\nunlock_officers = 1\nunlock_wait_minutes = 2\n",
      );
  }
  const demonstration = JSON.parse(readFileSync(result, "utf8"));

  const portal = path.join(data, "portal");
  mkdirSync(portal, { recursive: true, mode: 0o700 });
  writeFileSync(
    path.join(portal, "configuration.json"),
    JSON.stringify({
      port: options.portalPort,
      baseUrl: portalUrl,
      issuer: demonstration.baseUrl,
      clientId: demonstration.relyingParty.clientId,
      clientSecret: demonstration.relyingParty.clientSecret,
      dataFolder: portal,
      configurationUrl: demonstration.configurationLink,
      registrationUrl: demonstration.entryLink,
    }),
    { mode: 0o600 },
  );
  return demonstration;
}
