/**
 * A mail server that stores every message in the outbox. Recipients at `temporary.invalid` are refused
 * with 451, those at `refused.invalid` with 550, so that a sender's retries and dead letters can be seen.
 */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

import type { Listening } from "../listen.js";
import type { Outbox } from "../outbox.js";

export interface MailServerOptions {
  /** PEM files; with both, STARTTLS is offered. */
  tls?: { keyFile: string; certificateFile: string };
  /** With these, AUTH is required and accepted with exactly them; where STARTTLS is offered, only after it. */
  login?: { user: string; password: string };
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

export async function startMailServer(
  outbox: Outbox,
  host: string,
  port: number,
  options: MailServerOptions,
): Promise<Listening> {
  const { tls, login } = options;
  const server = new SMTPServer({
    name: "simulated-mail.invalid",
    banner: "simulated mail server",
    size: 30 * 1024 * 1024,
    disableReverseLookup: true,
    authOptional: login === undefined,
    allowInsecureAuth: tls === undefined,
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    ...(tls && { key: readFileSync(tls.keyFile), cert: readFileSync(tls.certificateFile) }),
    onAuth(authentication, _session, done) {
      if (
        login !== undefined &&
        authentication.username === login.user &&
        authentication.password === login.password
      ) {
        done(null, { user: login.user });
      } else {
        done(refusal(535, "authentication failed"));
      }
    },
    onRcptTo(address, _session, done) {
      if (address.address.endsWith("@temporary.invalid")) done(refusal(451, "try again later"));
      else if (address.address.endsWith("@refused.invalid")) done(refusal(550, "no such mailbox"));
      else done();
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        store(
          outbox,
          Buffer.concat(parts),
          mailFrom ? mailFrom.address : "",
          rcptTo.map((recipient) => recipient.address),
        ).then(
          (id) => done(null, `stored as ${id}`),
          () => done(refusal(451, "could not be stored")),
        );
      });
    },
  });
  server.on("error", (error) => console.error("mail:", error.message));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function store(outbox: Outbox, raw: Buffer, from: string, to: string[]): Promise<string> {
  const parsed = await simpleParser(raw);
  return outbox.addMail(raw, {
    time: new Date().toISOString(),
    from,
    to,
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    attachments: parsed.attachments.map((attachment) => ({
      name: attachment.filename ?? "",
      contentType: attachment.contentType,
      bytes: attachment.size,
    })),
  }).id;
}
