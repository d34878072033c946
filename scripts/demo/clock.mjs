// The demonstration's clock: what is started from here sees another time than the machine's. The product has no such
// switch; libfaketime stands between it and the system.
import { existsSync } from "node:fs";

const library = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find(existsSync);

// `offset`: "+340d", from the machine's time on. Counts for what is started afterwards, also on its behalf; undefined
// goes back to the machine's time.
export function setClock(offset) {
  if (offset === undefined) {
    delete process.env.LD_PRELOAD;
    delete process.env.FAKETIME;
    return;
  }
  if (!/^\+\d{1,4}d$/.test(offset))
    throw new Error(`--clock takes days to come, such as +340d, not "${offset}"`);
  if (!library) throw new Error("--clock needs the package libfaketime");
  // Waiting goes on as ever.
  Object.assign(process.env, { LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: "1" });
}
