// Node 18 has Web Crypto but not under its global names, which openid-client uses. Import this first.
import { webcrypto } from "node:crypto";

const globals = globalThis as Record<string, unknown>;
globals["crypto"] ??= webcrypto;
globals["CryptoKey"] ??= (webcrypto as unknown as Record<string, unknown>)["CryptoKey"];
