// Keys for a whole page, and scanners of barcodes, which are keyboards that type fast and end with Enter.
import { onBeforeUnmount, onMounted } from "vue";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("input, textarea, select, [role='dialog'], [role='listbox']") !== null)
  );
}

function listen(onKey: (event: KeyboardEvent) => void): void {
  onMounted(() => window.addEventListener("keydown", onKey));
  onBeforeUnmount(() => window.removeEventListener("keydown", onKey));
}

// By event.key; not while something is typed or a dialog is open.
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  listen((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
      return;
    // Enter and the space bar belong to what has the focus.
    const isButton = event.target instanceof HTMLElement && event.target.closest("button, a") !== null;
    if (isButton && (event.key === "Enter" || event.key === " ")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}

const slowest = 60; // milliseconds between two characters of a scanner
const shortest = 8; // characters of a code

export function useScanner(onCode: (code: string) => void): void {
  let code = "";
  let last = 0;
  listen((event) => {
    if (isTyping(event.target)) return;
    const fast = event.timeStamp - last <= slowest;
    last = event.timeStamp;
    if (event.key === "Enter" && fast && code.length >= shortest) {
      event.preventDefault();
      onCode(code);
      code = "";
    } else if (/^[0-9A-Za-z-]$/.test(event.key)) code = fast ? code + event.key : event.key;
    else if (event.key !== "Shift") code = "";
  });
}
