/** The platform's side of documents to sign: docs/integration.md, "A document to sign". */
import type { Configuration } from "./configuration.js";
import type { Language } from "./language.js";
import { Problem } from "./problem.js";
import type { SignedInExpert } from "./session.js";

export type DocumentState = "waiting" | "claimed" | "signed" | "rejected" | "expired";

const answerSeconds = 15;

export class DocumentService {
  constructor(private readonly configuration: Configuration) {}

  /** Hands a PDF over for this expert's signature. */
  async send(
    content: Buffer,
    name: string,
    expert: SignedInExpert,
    language: Language,
  ): Promise<{ id: string; link: string; expiresAt: number }> {
    const query = new URLSearchParams({ name, account: expert.account, sub: expert.sub });
    const answer = await this.ask(`?${query}`, language, {
      method: "POST",
      headers: { "content-type": "application/pdf" },
      body: new Uint8Array(content),
    });
    const body = (await answer.json()) as { id: string; link: string; expires_at: number };
    return { id: body.id, link: body.link, expiresAt: body.expires_at };
  }

  async state(id: string, language: Language): Promise<DocumentState> {
    const answer = await this.ask(`/${encodeURIComponent(id)}`, language);
    return ((await answer.json()) as { state: DocumentState }).state;
  }

  async signed(id: string, language: Language): Promise<Buffer> {
    const answer = await this.ask(`/${encodeURIComponent(id)}/signed.pdf`, language);
    return Buffer.from(await answer.arrayBuffer());
  }

  private async ask(path: string, language: Language, request: RequestInit = {}): Promise<Response> {
    const { issuer, clientId, clientSecret } = this.configuration;
    const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
    let answer: Response;
    try {
      answer = await fetch(`${issuer.replace(/\/$/, "")}/api/v1/relying-party/documents${path}`, {
        ...request,
        redirect: "error",
        signal: AbortSignal.timeout(answerSeconds * 1000),
        headers: {
          ...request.headers,
          authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
          "accept-language": language,
        },
      });
    } catch (error) {
      console.error("portal: documents:", error instanceof Error ? error.message : error);
      throw new Problem(503, "document.unavailable", "/documents");
    }
    if (answer.ok) return answer;
    const told = (await answer.json().catch(() => ({}))) as { detail?: unknown };
    const detail = typeof told.detail === "string" ? told.detail : "";
    throw new Problem(answer.status < 500 ? answer.status : 502, "document.refused", "/documents", detail);
  }
}
