// As much of a browser as the portal needs: cookies per origin, forms, redirects.
export class Browser {
  cookies = new Map();

  /** One request without following redirects. */
  async request(address, { method = "GET", form } = {}) {
    const url = new URL(address);
    const jar = this.cookies.get(url.origin) ?? new Map();
    this.cookies.set(url.origin, jar);
    const answer = await fetch(url, {
      method,
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { body: form instanceof FormData ? form : new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie?.() ?? splitCookies(answer.headers.get("set-cookie"))) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      if (pair.slice(at + 1) === "") jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get("location");
    return {
      status: answer.status,
      headers: answer.headers,
      address: url.href,
      location: location === null ? null : new URL(location, url).href,
      text: await answer.text(),
      problem: answer.headers.get("portal-problem"),
    };
  }

  /** Follows redirects until a page, or until `stop` says so of the next address. */
  async follow(page, stop = () => false) {
    while (page.location !== null && !stop(page.location)) page = await this.request(page.location);
    return page;
  }

  async get(address) {
    return this.follow(await this.request(address));
  }

  /** Sends the form on `page` that takes a file. */
  async upload(page, action, content, name) {
    const form = new FormData();
    form.set("form_token", /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "");
    form.set("file", new Blob([content], { type: "application/pdf" }), name);
    return this.request(new URL(action, page.address), { method: "POST", form });
  }

  /** Fills in the form on `page` whose action is `action`; the hidden token goes along. */
  async submit(page, action, fields = {}) {
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1];
    return this.request(new URL(action, page.address), {
      method: "POST",
      form: { form_token: token, ...fields },
    });
  }
}

function splitCookies(header) {
  return header === null ? [] : header.split(/,(?=\s*[\w.]+=)/);
}
