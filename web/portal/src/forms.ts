/** Tokens that tie every form to the session it was shown in, against cross-site request forgery. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { NextFunction, Request, Response } from "express";

import { Problem } from "./problem.js";

export function formToken(request: Request): string {
  request.session.formToken ??= randomBytes(32).toString("base64url");
  return request.session.formToken;
}

/** A field of a form; empty if it is missing or given more than once. */
export function field(request: Request, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value : "";
}

/** Refuses a POST whose form does not carry this session's token. */
export function requireFormToken(request: Request, _response: Response, next: NextFunction): void {
  if (request.method === "POST") {
    const expected = Buffer.from(request.session.formToken ?? "");
    const given = Buffer.from(field(request, "form_token"));
    if (expected.length === 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Problem(403, "form.token", "/");
    }
  }
  next();
}
