// The link that was scanned last, on its way to the page that deals with it. It is kept in memory only: links carry
// one-time secrets, which belong neither into the address nor into storage.
import type { Link } from "@palmkey/shared/device";
import { shallowRef } from "vue";

export interface ScannedLink {
  text: string;
  link: Link;
}

const held = shallowRef<ScannedLink | null>(null);

export function holdLink(scanned: ScannedLink): void {
  held.value = scanned;
}

// Hands the link over, once, if it is of this kind.
export function takeLink(kind: Link["kind"]): ScannedLink | null {
  const scanned = held.value;
  if (scanned?.link.kind !== kind) return null;
  held.value = null;
  return scanned;
}
