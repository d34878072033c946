// The front's HTTP API: JSON in and out, RFC 9457 problem documents as ApiError.

export interface FieldError {
  field: string;
  code: string;
  detail: string;
}

export interface Choice {
  code: string;
  label: string;
}

// `code` is stable, `detail` is a sentence in the user's language. `network`, with status 0: no answer came.
// `http_...`: an answer that is no problem document, for example of a proxy.
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly field?: string,
    readonly errors: FieldError[] = [],
    readonly choices: Choice[] = [],
    // The whole document, for what single problems add.
    readonly document: Record<string, unknown> = {},
  ) {
    super(detail || code);
    this.name = "ApiError";
  }
}

export interface RequestOptions {
  // Lets the front recognise a repeated POST.
  idempotencyKey?: string | undefined;
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
  // Seconds to wait for the answer's head; none within them is a `network` error.
  patience?: number | undefined;
  // Of a POST whose body goes as it is, not as JSON.
  contentType?: string | undefined;
}

type Body = { content: BodyInit; contentType: string } | undefined;

function json(value: unknown): Body {
  return value === undefined
    ? undefined
    : { content: JSON.stringify(value), contentType: "application/json" };
}

function problem(status: number, text: string): ApiError {
  let document: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === "object") document = parsed as Record<string, unknown>;
  } catch {
    // Not one of the front's answers.
  }
  const field = document["field"];
  return new ApiError(
    typeof document["code"] === "string" ? document["code"] : `http_${status}`,
    status,
    typeof document["detail"] === "string" ? document["detail"] : "",
    typeof field === "string" ? field : undefined,
    Array.isArray(document["errors"]) ? (document["errors"] as FieldError[]) : [],
    Array.isArray(document["choices"]) ? (document["choices"] as Choice[]) : [],
    document,
  );
}

function parsed<T>(text: string): T {
  return (text === "" ? {} : JSON.parse(text)) as T;
}

export class Api {
  // The bearer token of the session, if there is one.
  token: string | undefined;

  // `baseUrl` without a slash at its end; empty for the page's own origin. `language`: for Accept-Language.
  constructor(
    readonly baseUrl: string,
    private readonly language: () => string,
  ) {}

  get<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.#json<T>("GET", path, undefined, options);
  }

  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    const { contentType } = options ?? {};
    const content = contentType === undefined ? json(body) : { content: body as BodyInit, contentType };
    return this.#json<T>("POST", path, content, options);
  }

  // A string, Blob or bytes go as they are with their `contentType`, anything else as JSON.
  put<T>(path: string, body?: unknown, contentType?: string, options?: RequestOptions): Promise<T> {
    const content = contentType === undefined ? json(body) : { content: body as BodyInit, contentType };
    return this.#json<T>("PUT", path, content, options);
  }

  delete<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#json<T>("DELETE", path, undefined, options);
  }

  async blob(path: string, options?: RequestOptions): Promise<Blob> {
    return (await this.#fetch("GET", path, undefined, options)).blob();
  }

  // PUTs a file and tells how much of it has gone, 0 to 1.
  upload<T>(path: string, blob: Blob, onProgress: (fraction: number) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("PUT", this.baseUrl + path);
      for (const [name, value] of Object.entries(this.#headers(undefined)))
        request.setRequestHeader(name, value);
      request.setRequestHeader("Content-Type", blob.type || "application/octet-stream");
      request.upload.onprogress = (event) => {
        if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
      };
      request.onerror = () => reject(new ApiError("network", 0, ""));
      request.onload = () => {
        if (request.status >= 400) return reject(problem(request.status, request.responseText));
        onProgress(1);
        try {
          resolve(parsed<T>(request.responseText));
        } catch {
          reject(new ApiError(`http_${request.status}`, request.status, ""));
        }
      };
      request.send(blob);
    });
  }

  #headers(options: RequestOptions | undefined): Record<string, string> {
    const headers: Record<string, string> = { "Accept-Language": this.language(), ...options?.headers };
    if (this.token !== undefined) headers["Authorization"] = `Bearer ${this.token}`;
    if (options?.idempotencyKey !== undefined) headers["Idempotency-Key"] = options.idempotencyKey;
    return headers;
  }

  async #fetch(method: string, path: string, body: Body, options?: RequestOptions): Promise<Response> {
    const headers = this.#headers(options);
    if (body !== undefined) headers["Content-Type"] = body.contentType;
    let response: Response;
    try {
      response = await fetch(this.baseUrl + path, {
        method,
        headers,
        body: body?.content ?? null,
        signal: options?.signal ?? (options?.patience ? AbortSignal.timeout(options.patience * 1000) : null),
        credentials: "same-origin",
        cache: "no-store",
      });
    } catch (error) {
      if (options?.signal?.aborted) throw error;
      throw new ApiError("network", 0, "");
    }
    if (!response.ok) throw problem(response.status, await response.text().catch(() => ""));
    return response;
  }

  async #json<T>(method: string, path: string, body: Body, options?: RequestOptions): Promise<T> {
    const response = await this.#fetch(method, path, body, options);
    let text: string;
    try {
      text = await response.text();
    } catch {
      throw new ApiError("network", 0, "");
    }
    try {
      return parsed<T>(text);
    } catch {
      throw new ApiError(`http_${response.status}`, response.status, "");
    }
  }
}
