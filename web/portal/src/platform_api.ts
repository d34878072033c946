/** What this site asks the platform with its client's credentials: docs/integration.md. */
import type { Configuration } from "./configuration.js";
import type { Language } from "./language.js";
import { Problem, type ProblemCode } from "./problem.js";

const answerSeconds = 15;

/** How what goes wrong is told, and where its page leads. */
interface Troubles {
  unavailable: ProblemCode;
  refused: ProblemCode;
  next: Problem["next"];
}

export class PlatformApi {
  /** `resource`: below /api/v1/relying-party. */
  constructor(
    private readonly configuration: Configuration,
    private readonly resource: string,
    private readonly troubles: Troubles,
  ) {}

  async ask(path: string, language: Language, request: RequestInit = {}): Promise<Response> {
    const { issuer, clientId, clientSecret } = this.configuration;
    const { unavailable, refused, next } = this.troubles;
    const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
    let answer: Response;
    try {
      answer = await fetch(`${issuer.replace(/\/$/, "")}/api/v1/relying-party/${this.resource}${path}`, {
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
      console.error(`portal: ${this.resource}:`, error instanceof Error ? error.message : error);
      throw new Problem(503, unavailable, next);
    }
    if (answer.ok) return answer;
    const told = (await answer.json().catch(() => ({}))) as { detail?: unknown };
    const detail = typeof told.detail === "string" ? told.detail : "";
    throw new Problem(answer.status < 500 ? answer.status : 502, refused, next, detail);
  }
}
