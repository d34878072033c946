// Takes sealed messages to the platform.

const retryAfter = [300, 1000, 3000]; // milliseconds; the vault acts once on the same bytes
const timeout = 20_000; // milliseconds for each try
const exchangePath = "/api/v1/vault/exchange";
const descriptorPath = "/.well-known/palmkey-descriptor";

// No answer, or one of a server that may be well again in a moment.
class Unreachable extends Error {}

function mayBecomeWell(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

export class Transport {
  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly wait: (milliseconds: number) => Promise<void>,
  ) {}

  // The platform's answer. Rejects after the last try.
  exchange(baseUrl: string, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return this.#patiently(baseUrl + exchangePath, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: sealed,
    });
  }

  // The signed descriptor of the platform at `origin`.
  descriptor(origin: string): Promise<Uint8Array> {
    return this.#patiently(origin + descriptorPath, { method: "GET" });
  }

  async #patiently(url: string, init: RequestInit): Promise<Uint8Array> {
    for (const pause of [...retryAfter, undefined]) {
      try {
        return await this.#once(url, init);
      } catch (error) {
        if (pause === undefined || !(error instanceof Unreachable)) throw error;
        await this.wait(pause);
      }
    }
    throw new Unreachable();
  }

  async #once(url: string, init: RequestInit): Promise<Uint8Array> {
    let response: Response;
    try {
      response = await this.fetch(url, {
        ...init,
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(timeout),
      });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch {
      throw new Unreachable();
    }
    throw mayBecomeWell(response.status) ? new Unreachable() : new Error(`http_${response.status}`);
  }
}
