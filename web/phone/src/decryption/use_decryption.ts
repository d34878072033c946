// Opening one file that was encrypted for the holder.
import { shallowRef } from "vue";

import { Refusal } from "../device/describe_failure";
import type { UsableKey } from "../device/keys";
import { useBusy } from "../device/use_busy";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";

const largestFile = 50 * 1024 * 1024; // bytes

export interface EncryptedFile {
  name: string;
  bytes: Uint8Array;
}

export function useDecryption() {
  const { device } = useDevice();
  const { busy, error, run } = useBusy();
  const file = shallowRef<EncryptedFile>();
  // The one that the file names; it may name none.
  const recipient = shallowRef<UsableKey>();
  const content = shallowRef<Uint8Array>();

  // Which of these keys the file is for.
  async function findRecipient(
    bytes: Uint8Array,
    keys: readonly UsableKey[],
  ): Promise<UsableKey | undefined> {
    const opened = await device();
    let refusal: unknown;
    for (const candidate of keys) {
      try {
        return (await opened.openMessage(candidate.key.id, bytes)) === "" ? undefined : candidate;
      } catch (reason) {
        refusal = reason;
      }
    }
    throw refusal;
  }

  const choose = (chosen: File, keys: readonly UsableKey[]): Promise<void> =>
    run(async () => {
      file.value = undefined;
      if (chosen.size > largestFile) throw new Refusal("message_too_large");
      const read = await chosen.arrayBuffer().catch(() => {
        throw new Refusal("file_unreadable");
      });
      const bytes = new Uint8Array(read);
      recipient.value = await findRecipient(bytes, keys);
      file.value = { name: chosen.name, bytes };
    });

  const decrypt = (asked: EncryptedFile, { key }: UsableKey): Promise<void> =>
    run(async () => {
      const opened = await device();
      const made = await withPin({ keyId: key.id, purpose: "decrypt", detail: asked.name }, (pin) =>
        opened.decryptMessage(key.id, pin, asked.bytes),
      );
      if (made) content.value = made.value;
    });

  function again(): void {
    content.value?.fill(0);
    content.value = undefined;
    file.value = undefined;
  }

  return { busy, error, file, recipient, content, choose, decrypt, again };
}
