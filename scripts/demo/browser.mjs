// A person's browser, as far as the portal and the sign-in page need one: cookies, redirects, forms.
import http from "node:http";
import https from "node:https";
import { readFileSync } from "node:fs";

export class Browser {
  #cookies = new Map(); // origin -> Map(name -> value)

  constructor(caFile) {
    this.ca = readFileSync(caFile);
  }

  #cookieHeader(url) {
    const jar = this.#cookies.get(url.hostname + url.port) ?? new Map();
    return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #remember(url, headers) {
    const key = url.hostname + url.port;
    if (!this.#cookies.has(key)) this.#cookies.set(key, new Map());
    for (const line of headers["set-cookie"] ?? []) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      this.#cookies.get(key).set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  }

  #once(method, url, body) {
    return new Promise((resolve, reject) => {
      const headers = {
        accept: "text/html,application/json",
        "accept-language": "zh-CN",
        cookie: this.#cookieHeader(url),
      };
      if (body !== undefined) {
        headers["content-type"] = "application/x-www-form-urlencoded";
        headers["content-length"] = Buffer.byteLength(body);
      }
      const client = url.protocol === "https:" ? https : http;
      const request = client.request(url, { method, headers, ca: this.ca }, (response) => {
        this.#remember(url, response.headers);
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () =>
          resolve({
            url,
            status: response.statusCode,
            headers: response.headers,
            text: Buffer.concat(parts).toString(),
          }),
        );
        response.on("error", reject);
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  // Follows redirects as a browser does and answers with the page where they end.
  async open(address, { method = "GET", form } = {}) {
    let url = new URL(address, this.page?.url);
    let body = form && new URLSearchParams(form).toString();
    for (let hops = 0; hops < 10; hops += 1) {
      const answer = await this.#once(method, url, body);
      if (![301, 302, 303, 307].includes(answer.status)) {
        this.page = answer;
        return answer;
      }
      url = new URL(answer.headers.location, url);
      if (answer.status !== 307) [method, body] = ["GET", undefined];
    }
    throw new Error(`too many redirects at ${address}`);
  }

  // Fills in and sends the form of the present page that has this action; hidden fields go along.
  async submit(action, fields = {}) {
    const forms = [...this.page.text.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map((found) => found[0]);
    const form = forms.find((text) => text.includes(`action="${action}"`));
    if (!form) throw new Error(`${this.page.url} (${this.page.status}) has no form for ${action}`);
    const hidden = {};
    for (const [tag] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g))
      hidden[/name="([^"]*)"/.exec(tag)[1]] = /value="([^"]*)"/.exec(tag)?.[1] ?? "";
    return this.open(action, {
      method: "POST",
      form: { ...hidden, ...fields },
    });
  }

  // One look at the sign-in page's state, as its script takes every second.
  async signInState() {
    const session = this.page.url.pathname.split("/").at(-1);
    const answer = await this.#once("GET", new URL(`/oidc/sign-in/${session}/state`, this.page.url));
    return JSON.parse(answer.text);
  }
}
