// A secret for a site that relies on the platform: 256 random bits. The vault keeps its SHA-256 only.
import type { ClientSecret } from "./types.ts";

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export async function makeClientSecret(): Promise<ClientSecret> {
  const secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
  return { secret, digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}
