// `./run` as its user meets it: what it prints, that Ctrl-C stops everything, that the next one goes on with the same data,
// and `--lan` for phones in the network.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import path from "node:path";

import { root, run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { runChecks } from "./checks.mjs";

const lanAddress = "127.0.0.2"; // an address of this machine that is not localhost
const options = await freshOptions();
const lanData = `${options.data}-lan`;
const words = [
  ...["--no-build", "--front-port", String(options.frontPort), "--portal-port", String(options.portalPort)],
  ...["--simulator-port", String(options.simulatorPort)],
];
const running = new Set();

// Starts ./run and waits until it has said all.
async function start(...more) {
  const child = spawn(path.join(root, "run"), [...words, ...more], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const started = { text: "", stop: () => (child.kill("SIGINT"), ended) };
  let complaint = "";
  child.stderr.on("data", (data) => (complaint += data));
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => {
      started.text += data;
      if (started.text.includes("Ctrl-C stops everything")) resolve();
    });
    void ended.then((status) => {
      running.delete(child);
      reject(new Error(`ended with ${status}: ${complaint}`));
    });
  });
  return started;
}

// The status of a page whose server must be of this authority.
function get(address, authorityFile) {
  return new Promise((resolve, reject) => {
    const asked = request(address, { ca: readFileSync(authorityFile) }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode));
    });
    asked.once("error", reject);
    asked.end();
  });
}

const authority = path.join(options.data, "tls/ca.pem");
const app = (started) => /^Phone app +(https:\S+)$/m.exec(started.text)?.[1];
const configurationLink = (started) => /^https:\S+\/c\?d=\S+$/m.exec(started.text)?.[0];
let first;

await runChecks(
  { options: { data: options.data }, stop: async () => undefined },
  [
    [
      "it prints the addresses, the QR codes and the officers' one-time links",
      async () => {
        first = await start("--data", options.data);
        for (const line of [
          /^Console +https:/m,
          /^Procurement site +http:/m,
          /\/officer#a=\S+&d=/,
          /[▄█▀]{3}/,
        ])
          assert.match(first.text, line);
        assert.equal(await get(app(first), authority), 200);
      },
    ],
    [
      "Ctrl-C stops everything",
      async () => {
        assert.equal(await first.stop(), 0);
        await assert.rejects(get(app(first), authority), { code: "ECONNREFUSED" });
      },
    ],
    [
      "the next one goes on with the same platform",
      async () => {
        const second = await start("--data", options.data);
        assert.equal(configurationLink(second), configurationLink(first));
        assert.equal(await second.stop(), 0);
      },
    ],
    [
      "a port that is none is refused in one sentence",
      async () => {
        await assert.rejects(
          start("--data", options.data, "--front-port", "0"),
          /ended with 1: run: --front-port takes a port/,
        );
      },
    ],
    [
      "--clock starts it in another year, and takes nothing but days",
      async () => {
        const later = await start("--data", options.data, "--clock", "+340d");
        assert.match(later.text, /^Clock +\+340d from now$/m);
        const crl = path.join(options.data, "crl");
        await run("curl", ["-sf", "--cacert", authority, "-o", crl, new URL("/crl", app(later)).href]);
        const made = await run("openssl", ["crl", "-inform", "DER", "-in", crl, "-noout", "-lastupdate"]);
        const days = (Date.parse(made.split("=")[1]) - Date.now()) / (24 * 3600 * 1000);
        assert.ok(Math.abs(days - 340) < 1, made);
        assert.equal(await later.stop(), 0);
        for (const words of ["340d", "+1y", "-3d"])
          await assert.rejects(start("--clock", words), /ended with 1: run: .*--clock/);
        await assert.rejects(start("--life"), /ended with 1: run: --life goes with --tour/);
      },
    ],
    [
      "--lan-address serves the network's address over TLS of the demonstration's authority",
      async () => {
        const lan = await start("--data", lanData, "--lan-address", lanAddress);
        const caFile = /^ +(\/\S+ca\.pem)$/m.exec(lan.text)?.[1];
        assert.match(lan.text, /SHA-256 [0-9A-F:]{95}/);
        assert.equal(new URL(app(lan)).hostname, lanAddress);
        assert.equal(await get(app(lan), caFile), 200);
        assert.notEqual(configurationLink(lan), configurationLink(first));
        assert.equal(await lan.stop(), 0);
        rmSync(lanData, { recursive: true });
      },
    ],
  ],
  {
    story: true,
    end: async () => {
      for (const child of running) child.kill("SIGINT");
    },
  },
);
