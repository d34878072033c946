// The PDF that is being dealt with, on its way from the page where it was chosen to the page that signs or checks it.
import { shallowRef } from "vue";

// A document that a relying party has handed over, claimed by this phone.
export interface ClaimedDocument {
  session: string;
  token: string;
  site_name: string;
  origin: string;
  file_name: string;
  size: number;
  digest: string;
  expires_at: number;
}

export interface ChosenFile {
  name: string;
  bytes: Uint8Array;
  claim?: ClaimedDocument;
}

export const largestFile = 20 * 1024 * 1024; // bytes

export const chosenFile = shallowRef<ChosenFile | null>(null);
