// What a holder can do about a key. Each says true when it was done and false when the person gave up.
import { useDevice } from "../device/use_device";
import { choosePin, typePin, withPin } from "../pin/use_pin";

export function useKeyActions(keyId: () => string) {
  const { device } = useDevice();

  async function freeze(): Promise<void> {
    await (await device()).freeze(keyId());
  }

  async function unfreeze(): Promise<boolean> {
    const id = keyId();
    const opened = await device();
    return (
      (await withPin({ keyId: id, purpose: "unfreeze" }, (pin) => opened.unfreeze(id, pin))) !== undefined
    );
  }

  // The new PIN first: the old one is then asked for as often as the vault allows.
  async function changePin(): Promise<boolean> {
    const id = keyId();
    const opened = await device();
    const fresh = await choosePin([]);
    if (!fresh) return false;
    try {
      const changed = await withPin({ keyId: id, purpose: "change" }, (old) =>
        opened.changePin(id, old, fresh, []),
      );
      return changed !== undefined;
    } finally {
      await fresh.dispose();
    }
  }

  async function settle(): Promise<boolean> {
    await (await device()).settle(keyId());
    return true;
  }

  // A change of PIN whose answer was lost: both PINs are needed to finish it or to give it up.
  async function settlePinChange(): Promise<boolean> {
    const id = keyId();
    const opened = await device();
    const old = await typePin({ keyId: id, purpose: "change" });
    if (!old) return false;
    try {
      const settled = await withPin({ keyId: id, purpose: "changed" }, (fresh) =>
        opened.settle(id, { oldPin: old, newPin: fresh }),
      );
      return settled !== undefined;
    } finally {
      await old.dispose();
    }
  }

  // A new PIN for a locked key, after its order was approved; also to finish one whose answer was lost.
  async function unlock(isPending: boolean): Promise<boolean> {
    const id = keyId();
    const opened = await device();
    const fresh = isPending ? await typePin({ keyId: id, purpose: "changed" }) : await choosePin([]);
    if (!fresh) return false;
    try {
      await (isPending ? opened.settle(id, { newPin: fresh }) : opened.unlock(id, fresh, []));
      return true;
    } finally {
      await fresh.dispose();
    }
  }

  return { freeze, unfreeze, changePin, settle, settlePinChange, unlock };
}
