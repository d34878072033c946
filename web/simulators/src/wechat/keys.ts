/** The keys the simulated platform holds, and what it knows of its one merchant. */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { createPlatformKeys } from "../keys.js";

/** A key that signs answers and callbacks, with the name sent in Wechatpay-Serial. */
export interface SigningKey {
  serial: string;
  key: KeyObject;
}

export interface WechatKeys {
  /** Certificate mode: the certificate is downloaded from /v3/certificates. */
  certificateMode: SigningKey;
  certificatePem: string;
  certificate: X509Certificate;
  /** Public-key mode: the serial starts with PUB_KEY_ID_. */
  publicKeyMode: SigningKey;
  merchant: { serial: string; publicKey: KeyObject };
  apiV3Key: Buffer;
}

/** The identifier of the platform's public key; one is enough for one platform. */
export const publicKeyId = "PUB_KEY_ID_0119000000010000000000000000000001";

/** Loads the platform's keys from `folder` and creates them if this is the first start. */
export function loadWechatKeys(
  folder: string,
  merchantCertificateFile: string,
  apiV3KeyFile: string,
): WechatKeys {
  if (!existsSync(join(folder, "platform_certificate.pem"))) createPlatformKeys(folder);
  const certificatePem = readFileSync(join(folder, "platform_certificate.pem"), "utf8");
  const certificate = new X509Certificate(certificatePem);
  const merchantCertificate = new X509Certificate(readFileSync(merchantCertificateFile));
  const apiV3Key = Buffer.from(readFileSync(apiV3KeyFile, "ascii").trim());
  if (apiV3Key.length !== 32) throw new Error(`${apiV3KeyFile}: the APIv3 key is not 32 characters long`);
  return {
    certificateMode: {
      serial: certificate.serialNumber,
      key: createPrivateKey(readFileSync(join(folder, "platform_key.pem"))),
    },
    certificatePem,
    certificate,
    publicKeyMode: {
      serial: publicKeyId,
      key: createPrivateKey(readFileSync(join(folder, "platform_public_key_mode_key.pem"))),
    },
    merchant: {
      serial: merchantCertificate.serialNumber,
      publicKey: createPublicKey(merchantCertificate.publicKey.export({ type: "spki", format: "pem" })),
    },
    apiV3Key,
  };
}
