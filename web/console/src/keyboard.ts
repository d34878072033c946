// Keys for a whole page, and scanners of barcodes, which are keyboards that type fast and end with Enter.
import { onBeforeUnmount, onMounted } from "vue";

const boxes = ["checkbox", "radio"];

// Only where letters go: a box that was clicked keeps the focus, and so does a choice.
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && (target.readOnly || boxes.includes(target.type)))
    return target.closest("[role='dialog']") !== null;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role='dialog'], [role='listbox']") !== null
  );
}

// Keys that what has the focus answers to itself.
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const [enter, space, arrow] = [key === "Enter", key === " ", key.startsWith("Arrow")];
  if (target.closest("button, a")) return enter || space;
  if (!(target instanceof HTMLInputElement)) return false;
  if (target.type === "checkbox") return space;
  if (target.type === "radio") return space || arrow;
  return enter || space || arrow || key === "Escape";
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
    const act = keys[event.key];
    if (!act || belongsTo(event.target, event.key)) return;
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
