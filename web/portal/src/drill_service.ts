/** The platform's side of decryption checks: docs/integration.md, "Ask whether a holder can still decrypt". */
import type { Configuration } from "./configuration.js";
import type { Language } from "./language.js";
import { PlatformApi } from "./platform_api.js";
import type { SignedInExpert } from "./session.js";

export type DrillState = "waiting" | "claimed" | "passed" | "failed" | "rejected" | "expired";

export interface Drill {
  state: DrillState;
  /** Of each encryption certificate; `opens` is null before it was answered. Times in seconds since 1970. */
  certificates: { serial: string; not_after: number; opens: boolean | null }[];
}

export class DrillService {
  private readonly api: PlatformApi;

  constructor(configuration: Configuration) {
    this.api = new PlatformApi(configuration, "drills", {
      unavailable: "drill.unavailable",
      refused: "drill.refused",
      next: "/expert",
    });
  }

  /** Asks whether this expert still opens what is encrypted for them. */
  async begin(expert: SignedInExpert, language: Language): Promise<{ id: string; link: string }> {
    const answer = await this.api.ask("", language, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sub: expert.sub, account: expert.account }),
    });
    const { id, link } = (await answer.json()) as { id: string; link: string };
    return { id, link };
  }

  async look(id: string, language: Language): Promise<Drill> {
    const answer = await this.api.ask(`/${encodeURIComponent(id)}`, language);
    return (await answer.json()) as Drill;
  }
}
