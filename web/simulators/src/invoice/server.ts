/**
 * A stand-in for the invoice platform a tax-authorised provider runs: it gives out invoice numbers.
 *
 * POST /invoices with the headers
 *   X-Invoice-Key: the caller's key id
 *   X-Invoice-Timestamp: seconds since 1970, within five minutes of now
 *   X-Invoice-Signature: hex HMAC-SHA256(secret, "POST\n/invoices\n" + timestamp + "\n" + hex SHA-256(body))
 * and a JSON body
 *   {"idempotencyKey": 1-64 characters, "sellerName", "sellerTaxId", "buyerName", "buyerTaxId" (may be empty),
 *    "totalFen": integer > 0, "lines": [{"name", "amountFen": integer}, ...] whose amounts add up to totalFen}
 * is answered with {"number": 20 digits, "issueTime": RFC 3339}. The same key with the same body gets the same answer
 * again; with another body it is refused with 409.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import express, { type NextFunction, type Request, type Response } from "express";

import { Journal } from "../journal.js";
import { beijingTime } from "../wechat/ledger.js";

export interface InvoiceOptions {
  keyId: string;
  secret: string;
  journalFile: string;
}

interface Invoice {
  idempotencyKey: string;
  bodyDigest: string;
  number: string;
  issueTime: string;
  request: unknown;
}

class InvoiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const toleranceSeconds = 300;

/** Year, province, channel and a running number of 15 digits; province 00 does not exist. */
function invoiceNumber(running: number): string {
  return `${beijingTime().slice(2, 4)}001${running.toString().padStart(15, "0")}`;
}

function checkBody(value: unknown): string {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const refuse = (field: string) => new InvoiceError(400, "InvalidField", `${field} is missing or malformed`);
  for (const [field, least, most] of [
    ["idempotencyKey", 1, 64],
    ["sellerName", 1, 100],
    ["sellerTaxId", 15, 20],
    ["buyerName", 1, 100],
    ["buyerTaxId", 0, 20],
  ] as const) {
    const text = fields[field];
    if (typeof text !== "string" || text.length < least || text.length > most) throw refuse(field);
  }
  const lines = fields["lines"];
  if (!Array.isArray(lines) || lines.length === 0 || lines.length > 100) throw refuse("lines");
  let sum = 0;
  for (const line of lines as Record<string, unknown>[]) {
    if (typeof line?.["name"] !== "string" || line["name"] === "" || !Number.isSafeInteger(line["amountFen"]))
      throw refuse("lines");
    sum += line["amountFen"] as number;
  }
  if (
    !Number.isSafeInteger(fields["totalFen"]) ||
    (fields["totalFen"] as number) < 1 ||
    fields["totalFen"] !== sum
  )
    throw refuse("totalFen");
  return fields["idempotencyKey"] as string;
}

export function invoiceApplication(options: InvoiceOptions): express.Express {
  const journal = Journal.open<Invoice>(options.journalFile);
  const issued = new Map(journal.entries.map((invoice) => [invoice.idempotencyKey, invoice]));
  const application = express();
  application.disable("x-powered-by");
  application.use(express.raw({ type: () => true, limit: "256kb" }));

  function authenticate(request: Request, bodyDigest: string): void {
    const timestamp = request.get("x-invoice-timestamp") ?? "";
    const message = `POST\n/invoices\n${timestamp}\n${bodyDigest}`;
    const expected = Buffer.from(createHmac("sha256", options.secret).update(message).digest("hex"));
    const given = Buffer.from(request.get("x-invoice-signature") ?? "");
    const right = given.length === expected.length && timingSafeEqual(given, expected);
    if (request.get("x-invoice-key") !== options.keyId || !right)
      throw new InvoiceError(401, "SignatureMismatch", "unknown key or wrong signature");
    if (
      !/^[0-9]{1,12}$/.test(timestamp) ||
      Math.abs(Date.now() / 1000 - Number(timestamp)) > toleranceSeconds
    ) {
      throw new InvoiceError(401, "TimestampExpired", "the timestamp is too far from now");
    }
  }

  application.post("/invoices", (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const bodyDigest = createHash("sha256").update(body).digest("hex");
    authenticate(request, bodyDigest);
    let value: unknown;
    try {
      value = JSON.parse(body.toString("utf8"));
    } catch {
      throw new InvoiceError(400, "InvalidJson", "the body is not JSON");
    }
    const idempotencyKey = checkBody(value);
    let invoice = issued.get(idempotencyKey);
    if (invoice !== undefined && invoice.bodyDigest !== bodyDigest)
      throw new InvoiceError(409, "KeyReused", "the idempotency key belongs to another invoice");
    if (invoice === undefined) {
      invoice = {
        idempotencyKey,
        bodyDigest,
        number: invoiceNumber(issued.size + 1),
        issueTime: beijingTime(),
        request: value,
      };
      journal.append(invoice);
      issued.set(idempotencyKey, invoice);
    }
    response.json({ number: invoice.number, issueTime: invoice.issueTime });
  });
  application.use((_request: Request, _response: Response) => {
    throw new InvoiceError(404, "NotFound", "unknown path");
  });
  application.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const known =
      error instanceof InvoiceError ? error : new InvoiceError(500, "InternalError", "internal error");
    if (known.status === 500) console.error("invoice:", error);
    response.status(known.status).json({ code: known.code, message: known.message });
  });
  return application;
}
