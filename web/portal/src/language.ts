/** Which language a page is shown in: the guide's, or the one that the person has chosen on this browser. */
import type { Request, Response } from "express";

import { english } from "./messages/en.js";
import { chinese, type Texts } from "./messages/zh_cn.js";

export type Language = "zh-CN" | "en";

const texts: Record<Language, Texts> = { "zh-CN": chinese, en: english };
const cookie = "portal.language";
const cookieMilliseconds = 365 * 24 * 60 * 60_000;
/** Where a page leads back to that answers a form or the platform and can't be asked for by itself. */
const pages: Record<string, string> = {
  "/unbind": "/expert",
  "/drills": "/expert",
  "/sign-out": "/login",
  "/callback": "/",
};

/** What a page has to know of its reader. */
export interface View {
  language: Language;
  texts: Texts;
  /** The page's own path. */
  address: string;
}

export function viewOf(request: Request): View {
  const chosen = new RegExp(`(?:^|; )${cookie}=en(?:;|$)`).test(request.headers.cookie ?? "");
  const language = chosen ? "en" : "zh-CN";
  const path = request.originalUrl.replace(/\?.*/, "");
  return { language, texts: texts[language], address: pages[path] ?? path };
}

/** The address that switches to the other language, and that language. */
export function otherLanguage(view: View): { address: string; language: Language; name: string } {
  const language = view.language === "en" ? "zh-CN" : "en";
  const query = new URLSearchParams({ to: view.address });
  return { address: `/language/${language}?${query}`, language, name: texts[language].languageName };
}

/** Remembers the choice and goes back to the page, which must be one of this site. */
export function chooseLanguage(request: Request, response: Response, secure: boolean): void {
  const to = request.query["to"];
  const back = typeof to === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : "/";
  const language = request.params["language"] === "en" ? "en" : "zh-CN";
  response.cookie(cookie, language, { httpOnly: true, sameSite: "lax", secure, maxAge: cookieMilliseconds });
  response.redirect(303, back);
}

/** Puts values into a text's {places}. */
export function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
