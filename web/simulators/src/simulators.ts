/** Starts all simulators from one configuration. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Configuration } from "./configuration.js";
import { invoiceApplication } from "./invoice/server.js";
import { listen, type Listening } from "./listen.js";
import { startMailServer } from "./mail/server.js";
import { Outbox } from "./outbox.js";
import { outboxApplication } from "./outbox_pages.js";
import { smsApplication } from "./sms/server.js";
import { CallbackSender } from "./wechat/callbacks.js";
import { loadWechatKeys } from "./wechat/keys.js";
import { Ledger } from "./wechat/ledger.js";
import { Platform } from "./wechat/platform.js";
import { wechatApplication } from "./wechat/server.js";

export interface Simulators {
  /** The port each simulator listens on. */
  ports: { wechat: number; sms: number; smtp: number; outbox: number; invoice: number };
  stop(): Promise<void>;
}

export async function startSimulators(configuration: Configuration): Promise<Simulators> {
  const { host, dataFolder, wechat, sms, smtp, invoice } = configuration;
  mkdirSync(dataFolder, { recursive: true });
  const outbox = new Outbox(join(dataFolder, "outbox"));
  const keys = loadWechatKeys(
    join(dataFolder, "wechat"),
    wechat.merchantCertificateFile,
    wechat.apiV3KeyFile,
  );
  const ledger = new Ledger(join(dataFolder, "wechat", "ledger.jsonl"));
  const callbacks = new CallbackSender(ledger, keys, wechat.retrySeconds);
  const platform = new Platform(
    { mchid: wechat.mchid, appid: wechat.appid, name: wechat.merchantName },
    ledger,
    callbacks,
  );
  const smsOptions = { ...sms, accessKeySecret: readFileSync(sms.accessKeySecretFile, "utf8").trim() };
  const invoiceOptions = {
    keyId: invoice.keyId,
    secret: readFileSync(invoice.secretFile, "utf8").trim(),
    journalFile: join(dataFolder, "invoice", "invoices.jsonl"),
  };
  const started: Listening[] = [];
  const keep = (listening: Listening): number => {
    started.push(listening);
    return listening.port;
  };
  const ports = {
    wechat: keep(
      await listen(
        wechatApplication(platform, ledger, callbacks, keys, configuration.publicHost),
        host,
        wechat.port,
      ),
    ),
    sms: keep(await listen(smsApplication(smsOptions, outbox), host, sms.port)),
    smtp: keep(await startMailServer(outbox, host, smtp.port, smtp)),
    outbox: keep(await listen(outboxApplication(outbox), host, configuration.outbox.port)),
    invoice: keep(await listen(invoiceApplication(invoiceOptions), host, invoice.port)),
  };
  callbacks.resume();
  return {
    ports,
    async stop() {
      callbacks.stop();
      await Promise.all(started.map((listening) => listening.close()));
      ledger.close();
      outbox.close();
    },
  };
}
