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

function listen(onKey: (event: KeyboardEvent) => void, capture = false): void {
  onMounted(() => window.addEventListener("keydown", onKey, { capture }));
  onBeforeUnmount(() => window.removeEventListener("keydown", onKey, { capture }));
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

const slowest = 60; // milliseconds a character of a scanner, of all of them together: a busy computer hiccups
const longestPause = 200; // milliseconds
const shortest = 8; // characters of a code

// Before the page's own keys: the Enter behind a code is the scanner's.
export function useScanner(onCode: (code: string) => void): void {
  let code = "";
  let began = 0;
  let last = 0;
  listen((event) => {
    if (isTyping(event.target)) return;
    const now = event.timeStamp;
    if (now - last > longestPause) code = "";
    if (code === "") began = now;
    last = now;
    if (event.key === "Enter" && code.length >= shortest && now - began <= slowest * code.length) {
      event.preventDefault();
      onCode(code);
      code = "";
    } else if (/^[0-9A-Za-z-]$/.test(event.key)) code += event.key;
    else if (event.key !== "Shift") code = "";
  }, true);
}
