/** The simulators' configuration file (JSON). File names in it are relative to its folder. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

export interface Configuration {
  /** The address to listen at. */
  host: string;
  /** The host name in payment pages' addresses; without it that of the request which asks for one. */
  publicHost?: string;
  dataFolder: string;
  wechat: {
    port: number;
    mchid: string;
    appid: string;
    merchantName: string;
    merchantCertificateFile: string;
    apiV3KeyFile: string;
    /** Seconds to wait before each further attempt at a callback. */
    retrySeconds: number[];
  };
  sms: {
    port: number;
    accessKeyId: string;
    accessKeySecretFile: string;
    templates: Record<string, string>;
    limitPerMinute: number;
  };
  smtp: {
    port: number;
    tls?: { keyFile: string; certificateFile: string };
    login?: { user: string; password: string };
  };
  outbox: { port: number };
  invoice: { port: number; keyId: string; secretFile: string };
}

type Fields = Record<string, unknown>;

class Reader {
  constructor(
    private readonly fields: Fields,
    private readonly name: string,
    private readonly folder: string,
  ) {}

  private fail(key: string, wanted: string): Error {
    return new Error(`configuration: ${this.name}${key} should be ${wanted}`);
  }

  section(key: string): Reader {
    const value = this.fields[key];
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.fail(key, "an object");
    return new Reader(value as Fields, `${this.name}${key}.`, this.folder);
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined;
  }

  text(key: string): string {
    const value = this.fields[key];
    if (typeof value !== "string" || value === "") throw this.fail(key, "a text");
    return value;
  }

  path(key: string): string {
    return resolve(this.folder, this.text(key));
  }

  /** A whole number from 0 to `most`. */
  number(key: string, most: number): number {
    const value = this.fields[key];
    if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > most)
      throw this.fail(key, `a number from 0 to ${most}`);
    return value as number;
  }

  port(): number {
    return this.number("port", 65535);
  }

  seconds(key: string): number[] {
    const value = this.fields[key];
    if (!Array.isArray(value) || value.some((item) => typeof item !== "number" || !(item >= 0)))
      throw this.fail(key, "a list of seconds");
    return value as number[];
  }

  texts(key: string): Record<string, string> {
    const value = this.fields[key];
    if (
      typeof value !== "object" ||
      value === null ||
      Object.values(value).some((item) => typeof item !== "string")
    )
      throw this.fail(key, "an object of texts");
    return value as Record<string, string>;
  }
}

/** Throws an Error that names what is wrong. */
export function loadConfiguration(file: string): Configuration {
  const root = new Reader(JSON.parse(readFileSync(file, "utf8")) as Fields, "", dirname(resolve(file)));
  const wechat = root.section("wechat");
  const sms = root.section("sms");
  const smtp = root.section("smtp");
  const invoice = root.section("invoice");
  const tls = smtp.has("tls") ? smtp.section("tls") : undefined;
  const login = smtp.has("login") ? smtp.section("login") : undefined;
  return {
    host: root.text("host"),
    ...(root.has("publicHost") && { publicHost: root.text("publicHost") }),
    dataFolder: root.path("dataFolder"),
    wechat: {
      port: wechat.port(),
      mchid: wechat.text("mchid"),
      appid: wechat.text("appid"),
      merchantName: wechat.text("merchantName"),
      merchantCertificateFile: wechat.path("merchantCertificateFile"),
      apiV3KeyFile: wechat.path("apiV3KeyFile"),
      retrySeconds: wechat.seconds("retrySeconds"),
    },
    sms: {
      port: sms.port(),
      accessKeyId: sms.text("accessKeyId"),
      accessKeySecretFile: sms.path("accessKeySecretFile"),
      templates: sms.texts("templates"),
      limitPerMinute: sms.number("limitPerMinute", 1000),
    },
    smtp: {
      port: smtp.port(),
      ...(tls && { tls: { keyFile: tls.path("keyFile"), certificateFile: tls.path("certificateFile") } }),
      ...(login && { login: { user: login.text("user"), password: login.text("password") } }),
    },
    outbox: { port: root.section("outbox").port() },
    invoice: { port: invoice.port(), keyId: invoice.text("keyId"), secretFile: invoice.path("secretFile") },
  };
}
