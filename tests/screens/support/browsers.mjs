// The browsers of the people in a test: Debian's Chromium, which trusts the demonstration's certificate and nothing else
// that it would not trust anyway.
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { root } from "../../../scripts/demo/commands.mjs";

const require = createRequire(path.join(root, "web/package.json"));
const { chromium } = require("playwright-core");

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// The server's key, as Chromium's flag wants it: a certificate that is believed, not errors that are ignored, so that
// service workers run as they do for people.
function believedKey(platform) {
  const file = path.join(platform.options.data, "tls/certificate.pem");
  const { publicKey } = new X509Certificate(readFileSync(file));
  const spki = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("base64");
}

// As phones name themselves, whatever their version.
const phoneAgent =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

// `profile`: a folder that a second start finds again. `camera`: what the camera sees, a Camera; without one there is no
// camera. `allowCamera`: false refuses it. `door`: the Door to the platform, if there is one.
export async function openBrowser(
  platform,
  { profile, camera, allowCamera = true, phone = false, door } = {},
) {
  mkdirSync(profile, { recursive: true });
  const args = [...quiet, `--ignore-certificate-errors-spki-list=${believedKey(platform)}`];
  if (door) args.push(`--host-resolver-rules=${door.rule}`);
  if (camera) {
    args.push("--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera.file}`);
    if (allowCamera) args.push("--use-fake-ui-for-media-stream");
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium",
    args,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: phone ? { width: 360, height: 740 } : { width: 1440, height: 900 },
    deviceScaleFactor: phone ? 2 : 1,
    isMobile: phone,
    hasTouch: phone,
    ...(phone && { userAgent: phoneAgent }),
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20000);
  return context;
}
