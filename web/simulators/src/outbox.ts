/** What the simulators delivered: SMS and mails, kept in a folder for people and tests to read. */
import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

import { Journal } from "./journal.js";

export interface Sms {
  time: string;
  phone: string;
  signName: string;
  templateCode: string;
  parameters: Record<string, string>;
  /** The template with its parameters filled in. */
  text: string;
  bizId: string;
}

export interface Mail {
  id: string;
  time: string;
  /** The envelope's addresses, which may differ from the headers. */
  from: string;
  to: string[];
  subject: string;
  text: string;
  attachments: { name: string; contentType: string; bytes: number }[];
}

export class Outbox {
  private readonly smsJournal: Journal<Sms>;
  private readonly mailJournal: Journal<Mail>;
  private readonly smsList: Sms[];
  private readonly mailList: Mail[];
  private readonly mailFolder: string;

  constructor(folder: string) {
    this.mailFolder = join(folder, "mails");
    mkdirSync(this.mailFolder, { recursive: true });
    this.smsJournal = Journal.open<Sms>(join(folder, "sms.jsonl"));
    this.mailJournal = Journal.open<Mail>(join(folder, "mails.jsonl"));
    this.smsList = [...this.smsJournal.entries];
    this.mailList = [...this.mailJournal.entries];
  }

  addSms(sms: Sms): void {
    this.smsJournal.append(sms);
    this.smsList.push(sms);
  }

  /** Stores the raw message first, then the line that makes it known. */
  addMail(raw: Buffer, mail: Omit<Mail, "id">): Mail {
    const stored: Mail = { id: randomUUID(), ...mail };
    const path = this.rawPath(stored.id);
    const descriptor = openSync(`${path}.new`, "w", 0o600);
    writeSync(descriptor, raw);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(`${path}.new`, path);
    this.mailJournal.append(stored);
    this.mailList.push(stored);
    return stored;
  }

  /** Newest first; an empty `phone` means all. */
  sms(phone: string): Sms[] {
    return this.smsList.filter((sms) => phone === "" || sms.phone === phone).reverse();
  }

  /** Newest first; an empty `address` means all. */
  mails(address: string): Mail[] {
    return this.mailList.filter((mail) => address === "" || mail.to.includes(address)).reverse();
  }

  mail(id: string): { mail: Mail; raw: Buffer } | undefined {
    const mail = this.mailList.find((candidate) => candidate.id === id);
    return mail && { mail, raw: readFileSync(this.rawPath(mail.id)) };
  }

  private rawPath(id: string): string {
    return join(this.mailFolder, `${id}.eml`);
  }

  close(): void {
    this.smsJournal.close();
    this.mailJournal.close();
  }
}
