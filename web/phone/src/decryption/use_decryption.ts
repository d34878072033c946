// Opening one file that was encrypted for the holder.
import { ref, shallowRef } from "vue";

import { Refusal } from "../device/describe_failure";
import type { UsableKey } from "../device/keys";
import { useBusy } from "../device/use_busy";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";

const largestFile = 2 ** 32 - 1; // bytes, the most that DER's lengths can say here

export function useDecryption() {
  const { device } = useDevice();
  const { busy, error, run } = useBusy();
  const file = shallowRef<File>();
  // The one that the file names; it may name none.
  const recipient = shallowRef<UsableKey>();
  const content = shallowRef<Blob>();
  const done = ref(0); // of the file that is being opened, from 0 to 1

  // Which of these keys the file is for.
  async function findRecipient(from: File, keys: readonly UsableKey[]): Promise<UsableKey | undefined> {
    const opened = await device();
    let refusal: unknown;
    for (const candidate of keys) {
      try {
        return (await opened.openMessage(candidate.key.id, from)) === "" ? undefined : candidate;
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
      recipient.value = await findRecipient(chosen, keys);
      file.value = chosen;
    });

  const decrypt = (asked: File, { key }: UsableKey): Promise<void> =>
    run(async () => {
      done.value = 0;
      const opened = await device();
      let opening: Promise<Blob> | undefined;
      // Once the PIN has opened the content's key the sheet closes: the rest may take a while.
      const accepted = await withPin(
        { keyId: key.id, purpose: "decrypt", detail: asked.name },
        (pin) =>
          new Promise<void>((resolve, reject) => {
            opening = opened.decryptMessage(key.id, pin, asked, (part) => {
              done.value = part;
              resolve();
            });
            opening.then(() => resolve(), reject);
          }),
      );
      if (accepted) content.value = await opening;
    });

  function again(): void {
    content.value = undefined;
    file.value = undefined;
  }

  return { busy, error, file, recipient, content, done, choose, decrypt, again };
}
