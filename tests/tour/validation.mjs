// What anybody is told about a certificate: OpenSSL asks the platform's OCSP responder and reads its CRL.
import path from "node:path";

import { run } from "../../scripts/demo/commands.mjs";

export class Validation {
  constructor(platform) {
    this.platform = platform;
  }

  #file = (name) => path.join(this.platform.options.data, name);

  async #fetch(address, file, ...words) {
    const url = `${this.platform.demonstration.baseUrl}${address}`;
    await run("curl", ["-sf", "--cacert", this.platform.caFile, "-o", file, ...words, url]);
  }

  // The responder's answer in OpenSSL's words, for example "Cert Status: revoked" and the reason.
  async ocsp(serial) {
    const [issuer, request, answer] = ["issuing.pem", "ocsp.request", "ocsp.answer"].map(this.#file);
    await this.#fetch("/ca/issuing.cer", issuer);
    await run("openssl", ["x509", "-inform", "DER", "-in", issuer, "-out", issuer]);
    const words = ["ocsp", "-issuer", issuer, "-serial", `0x${serial}`, "-no_nonce", "-reqout", request];
    await run("openssl", words);
    const type = "Content-Type: application/ocsp-request";
    await this.#fetch("/ocsp", answer, "--data-binary", `@${request}`, "-H", type);
    return run("openssl", ["ocsp", "-respin", answer, "-resp_text", "-noverify"]);
  }

  // When the CRL was made and when the next one is promised, milliseconds.
  async crlTimes() {
    const file = this.#file("crl.der");
    await this.#fetch("/crl", file);
    const words = ["-inform", "DER", "-in", file, "-noout", "-lastupdate", "-nextupdate"];
    return (await run("openssl", ["crl", ...words])).match(/=.*/g).map((line) => Date.parse(line.slice(1)));
  }

  // What the CRL says of each revoked certificate, by serial number in lower case.
  async crl() {
    const file = this.#file("crl.der");
    await this.#fetch("/crl", file);
    const text = await run("openssl", ["crl", "-inform", "DER", "-in", file, "-noout", "-text"]);
    const entries = text.split("Serial Number: ").slice(1);
    return Object.fromEntries(entries.map((entry) => [/^[0-9A-F]+/.exec(entry)[0].toLowerCase(), entry]));
  }
}
