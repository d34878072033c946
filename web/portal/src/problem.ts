/** What a person is told when something does not work, with a stable code for programs. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    message: string,
    /** Where the page's button leads. */
    readonly next: "/login" | "/" | "/documents" = "/login",
  ) {
    super(message);
  }
}
