// The demonstration's site as the platform sees it: what it asks with its client's credentials, and a phone that only
// pretends.
import { readFileSync } from "node:fs";
import path from "node:path";

import { run } from "../../scripts/demo/commands.mjs";

export class Site {
  constructor(platform) {
    this.platform = platform;
  }

  async #call(method, address, body, words = []) {
    const { caFile, demonstration } = this.platform;
    const sent = body ? ["-H", "Content-Type: application/json", "--data", JSON.stringify(body)] : [];
    const url = `${demonstration.baseUrl}/api/v1/${address}`;
    const answer = await run("curl", ["-s", "--cacert", caFile, "-X", method, ...words, ...sent, url]);
    return answer === "" ? {} : JSON.parse(answer);
  }

  #ask(method, resource, body) {
    const { clientId, clientSecret } = this.platform.demonstration.relyingParty;
    return this.#call(method, `relying-party/${resource}`, body, ["--user", `${clientId}:${clientSecret}`]);
  }

  // Whether the person bound to this account still opens what is encrypted for them.
  askForDrill(account) {
    const file = path.join(this.platform.options.data, "portal/accounts.json");
    const { accounts } = JSON.parse(readFileSync(file, "utf8"));
    const { sub } = accounts.find((known) => known.account === account).binding;
    return this.#ask("POST", "drills", { sub, account });
  }

  drill(id) {
    return this.#ask("GET", `drills/${id}`);
  }

  // Scans as a phone does; resolves to the claim, and to what answers it.
  async scanDrill(link) {
    const values = Object.fromEntries(new URLSearchParams(new URL(link).hash.slice(1)));
    const claim = await this.#call("POST", "drills/claims", values);
    const answer = (answers) =>
      this.#call("POST", `drills/${claim.session}/answer`, { token: claim.token, answers });
    return { claim, answer };
  }
}
