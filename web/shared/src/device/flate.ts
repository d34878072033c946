// Flate for the module, which has none of its own: called by it in the middle of its work, so nothing here may
// wait.
import { Unzlib, zlibSync } from "fflate";

const chunkSize = 16_384; // unpacks to some 16 MB at most, so that the limit is seen in time

// What `packed` unpacks to, or nothing if it is damaged, incomplete or larger than `limit`.
export function unpack(packed: Uint8Array, limit: number): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  try {
    const stream = new Unzlib((part, final) => {
      size += part.length;
      if (size > limit) throw new RangeError("larger than allowed");
      parts.push(part);
      ended = final;
    });
    for (let at = 0; at < packed.length; at += chunkSize)
      stream.push(packed.subarray(at, at + chunkSize), at + chunkSize >= packed.length);
  } catch {
    return undefined;
  }
  if (!ended) return undefined;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function pack(data: Uint8Array): Uint8Array {
  return zlibSync(data);
}
