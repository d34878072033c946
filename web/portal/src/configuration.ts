import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

export interface Configuration {
  /** 0 takes any free port. */
  port: number;
  /** Where browsers reach the portal, without a slash at its end; empty: http://127.0.0.1 and the port. */
  baseUrl: string;
  /** The OpenID provider; plain http is accepted on this machine only. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  dataFolder: string;
  /** What the authority's two QR codes say, 手机配置 and 自助业务办理; empty if the site does not show them. */
  configurationUrl: string;
  registrationUrl: string;
}

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/** True for https, and for http to this machine. */
function isAcceptableOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || (url.protocol === "http:" && loopback.includes(url.hostname));
  } catch {
    return false;
  }
}

/** Reads the JSON file; throws an Error that names what is wrong. `dataFolder` is relative to the file's folder. */
export function loadConfiguration(file: string): Configuration {
  const fields = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const text = (name: string, required: boolean): string => {
    const value = fields[name] ?? "";
    if (typeof value !== "string" || (required && value === ""))
      throw new Error(`configuration: ${name} should be a text`);
    return value;
  };
  const port = fields["port"];
  if (!Number.isInteger(port) || (port as number) < 0 || (port as number) > 65535)
    throw new Error("configuration: port should be a number from 0 to 65535");
  const issuer = text("issuer", true);
  if (!isAcceptableOrigin(issuer)) throw new Error("configuration: issuer should be an https address");
  const baseUrl = text("baseUrl", false).replace(/\/$/, "");
  if (baseUrl !== "" && !isAcceptableOrigin(baseUrl))
    throw new Error("configuration: baseUrl should be an https address, or http on this machine");
  const link = (name: string): string => {
    const url = text(name, false);
    if (url !== "" && !isAcceptableOrigin(url))
      throw new Error(`configuration: ${name} should be an https address`);
    return url;
  };
  const configurationUrl = link("configurationUrl");
  const registrationUrl = link("registrationUrl");
  return {
    port: port as number,
    baseUrl,
    issuer,
    clientId: text("clientId", true),
    clientSecret: text("clientSecret", true),
    dataFolder: resolve(dirname(resolve(file)), text("dataFolder", true)),
    configurationUrl,
    registrationUrl,
  };
}
