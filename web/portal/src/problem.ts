import type { Texts } from "./messages/zh_cn.js";

export type ProblemCode = keyof Texts["problems"];

/** What does not work, with a stable code for programs; people read the words that the messages have for it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    /** Where the page's button leads. */
    readonly next: "/login" | "/" | "/documents" | "/expert" = "/login",
    /** A sentence of the platform, in the reader's language already. */
    readonly told = "",
  ) {
    super(told || code);
  }
}
