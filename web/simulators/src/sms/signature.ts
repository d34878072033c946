/** Aliyun's request signature V3 (ACS3-HMAC-SHA256). */
import { createHash, createHmac } from "node:crypto";

export const scheme = "ACS3-HMAC-SHA256";

export function sha256Hex(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** RFC 3986: everything but letters, digits and -_.~ is percent-encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export interface CanonicalParts {
  method: string;
  path: string;
  query: [string, string][];
  /** Lower-case names with their values. */
  headers: Record<string, string>;
  /** Names of the signed headers in the order the signer gave them. */
  signedHeaders: string[];
  bodyDigest: string;
}

export function canonicalRequest(parts: CanonicalParts): string {
  const query = parts.query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = parts.signedHeaders
    .map((name) => `${name}:${(parts.headers[name] ?? "").trim()}\n`)
    .join("");
  return [parts.method, parts.path, query, headers, parts.signedHeaders.join(";"), parts.bodyDigest].join(
    "\n",
  );
}

/** Lower-case hex. */
export function signature(secret: string, canonical: string): string {
  return createHmac("sha256", secret)
    .update(`${scheme}\n${sha256Hex(canonical)}`)
    .digest("hex");
}

export interface Authorization {
  accessKeyId: string;
  signedHeaders: string[];
  signature: string;
}

export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const match =
    /^ACS3-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header ?? "",
    );
  if (match === null) return undefined;
  return {
    accessKeyId: match[1] as string,
    signedHeaders: (match[2] as string).split(";"),
    signature: match[3] as string,
  };
}
