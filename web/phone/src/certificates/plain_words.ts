// Lines of the vault's log in plain words. A summary is the type of what was signed, a space, and its particulars.
import type { HistoryEntry } from "@palmkey/shared/device";

export interface PlainEntry {
  // A key below certificates.history.did
  did: string;
  detail: string;
}

const told = new Set([
  "login",
  "bind",
  "statement",
  "desk",
  "approve",
  "unlock",
  "reject",
  "revoke",
  "revoke-own",
  "hold",
  "release",
  "csr",
  "cms",
  "seal",
]);

export function plainWords(entry: HistoryEntry): PlainEntry {
  const space = entry.summary.indexOf(" ");
  const type = space < 0 ? entry.summary : entry.summary.slice(0, space);
  const rest = space < 0 ? "" : entry.summary.slice(space + 1);
  if (!told.has(type)) return { did: "other", detail: entry.summary };
  // The digest of a file says nothing to its reader, nor does the code of a reason behind the serial number.
  if (type === "cms" || type === "seal") return { did: type, detail: "" };
  return { did: type, detail: type === "revoke-own" ? (rest.split(" ", 1)[0] ?? "") : rest };
}
