/** Makes RSA keys and self-signed certificates with the openssl command. */
import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a file that only its owner may read. */
export function writeSecret(path: string, content: string): void {
  writeFileSync(path, content, { mode: 0o600 });
}

/**
 * Writes `<name>_key.pem` and `<name>_certificate.pem` (RSA 2048, 5 years) into `folder`.
 * `hosts` is a subjectAltName such as "DNS:localhost,IP:127.0.0.1", or empty for none.
 */
export function createCertificate(folder: string, name: string, subject: string, hosts: string): void {
  mkdirSync(folder, { recursive: true });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keyFile = join(folder, `${name}_key.pem`);
  writeSecret(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  // A positive serial number of 20 bytes whose first byte is not zero: 40 hex digits, as WeChat Pay's are.
  const serial = Buffer.concat([Buffer.from([0x40 | (randomBytes(1)[0] as number & 0x3f)]), randomBytes(19)]);
  const certificateFile = join(folder, `${name}_certificate.pem`);
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-new",
      "-key",
      keyFile,
      "-sha256",
      "-days",
      "1825",
      "-utf8",
      "-subj",
      subject,
      "-set_serial",
      `0x${serial.toString("hex")}`,
      "-out",
      `${certificateFile}.new`,
      ...(hosts === "" ? [] : ["-addext", `subjectAltName=${hosts}`]),
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  renameSync(`${certificateFile}.new`, certificateFile);
}

/** The keys of the simulated payment platform: one with a certificate, one for public-key mode. */
export function createPlatformKeys(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeSecret(
    join(folder, "platform_public_key_mode_key.pem"),
    privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  );
  writeFileSync(
    join(folder, "platform_public_key.pem"),
    publicKeyPem(join(folder, "platform_public_key_mode_key.pem")),
  );
  createCertificate(
    folder,
    "platform",
    "/C=CN/O=Simulated payment platform/CN=Simulated payment platform",
    "",
  );
}

function publicKeyPem(privateKeyFile: string): string {
  return createPublicKey(createPrivateKey(readFileSync(privateKeyFile))).export({
    type: "spki",
    format: "pem",
  }) as string;
}
