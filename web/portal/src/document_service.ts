/** The platform's side of documents to sign: docs/integration.md, "A document to sign". */
import type { Configuration } from "./configuration.js";
import type { Language } from "./language.js";
import { PlatformApi } from "./platform_api.js";
import type { SignedInExpert } from "./session.js";

export type DocumentState = "waiting" | "claimed" | "signed" | "rejected" | "expired";

export class DocumentService {
  private readonly api: PlatformApi;

  constructor(configuration: Configuration) {
    this.api = new PlatformApi(configuration, "documents", {
      unavailable: "document.unavailable",
      refused: "document.refused",
      next: "/documents",
    });
  }

  /** Hands a PDF over for this expert's signature. */
  async send(
    content: Buffer,
    name: string,
    expert: SignedInExpert,
    language: Language,
  ): Promise<{ id: string; link: string; expiresAt: number }> {
    const query = new URLSearchParams({ name, account: expert.account, sub: expert.sub });
    const answer = await this.api.ask(`?${query}`, language, {
      method: "POST",
      headers: { "content-type": "application/pdf" },
      body: new Uint8Array(content),
    });
    const body = (await answer.json()) as { id: string; link: string; expires_at: number };
    return { id: body.id, link: body.link, expiresAt: body.expires_at };
  }

  async state(id: string, language: Language): Promise<DocumentState> {
    const answer = await this.api.ask(`/${encodeURIComponent(id)}`, language);
    return ((await answer.json()) as { state: DocumentState }).state;
  }

  async signed(id: string, language: Language): Promise<Buffer> {
    const answer = await this.api.ask(`/${encodeURIComponent(id)}/signed.pdf`, language);
    return Buffer.from(await answer.arrayBuffer());
  }
}
