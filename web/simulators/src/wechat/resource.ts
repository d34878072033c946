/** AEAD_AES_256_GCM as WeChat Pay's API v3 uses it for callbacks and platform certificates. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export interface EncryptedResource {
  algorithm: "AEAD_AES_256_GCM";
  /** Base64 of the encrypted bytes followed by the 16 bytes of the tag. */
  ciphertext: string;
  associated_data: string;
  /** 12 printable characters. */
  nonce: string;
}

/** `apiV3Key`: the merchant's 32 ASCII characters. */
export function encryptResource(
  apiV3Key: Buffer,
  associatedData: string,
  plaintext: string,
): EncryptedResource {
  const nonce = randomBytes(6).toString("hex");
  const cipher = createCipheriv("aes-256-gcm", apiV3Key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(associatedData));
  const encrypted = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: encrypted.toString("base64"),
    associated_data: associatedData,
    nonce,
  };
}

/** Throws if the key, the associated data or a byte differs. */
export function decryptResource(apiV3Key: Buffer, resource: EncryptedResource): string {
  const bytes = Buffer.from(resource.ciphertext, "base64");
  if (bytes.length < 16) throw new Error("the ciphertext is shorter than its tag");
  const decipher = createDecipheriv("aes-256-gcm", apiV3Key, resource.nonce, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(resource.associated_data));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
}
