// Stands in for Vant's icons, whose font would be a twentieth of all that the app loads: the few that are used here, as
// strokes on a field of 24 by 24. Vant's own components and <van-icon> get this one (vite.config.ts).
import { defineComponent, h } from "vue";

const circle = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z";
const page = "M6 3h8l4 4v14H6z M14 3v4h4";
const gear =
  "M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z M10.5 3h3l.6 2.4 2 .9 2.2-1.2 2 2.2-1.1 2.1.8 2h2.5v3l-2.5.6-.8 2 1.1 2.1-2 2-2.2-1.1-2 .9-.6 2.1h-3l-.6-2.1-2-.9-2.2 1.1-2-2 1.1-2.1-.8-2L1.5 14.4v-3H4l.8-2L3.700 7.300l2-2.200 2.200 1.200 2-.9z";

const strokes: Record<string, string> = {
  "apps-o": "M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h6v6h-6z",
  arrow: "M9 5l7 7-7 7",
  "arrow-left": "M15 5l-7 7 7 7",
  certificate: `${circle} M8 12l3 3 5-6`,
  checked: `${circle} M8 12l3 3 5-6`,
  clear: `${circle} M9 9l6 6 M15 9l-6 6`,
  "clock-o": `${circle} M12 7v5l3 3`,
  close: `${circle} M9 9l6 6 M15 9l-6 6`,
  cross: "M5 5l14 14 M19 5L5 19",
  "description-o": `${page} M9 12h6 M9 16h6`,
  edit: "M4 20h16 M5 16l1-4L15 3l4 4-9 9z",
  fail: "M5 5l14 14 M19 5L5 19",
  idcard: "M3 5h18v14H3z M7 10h4v5H7z M14 10h4 M14 14h4",
  "info-o": `${circle} M12 11v6 M12 7v.5`,
  lock: "M5 11h14v10H5z M8 11V8a4 4 0 0 1 8 0v3 M12 15v2",
  "orders-o": "M5 4h14v17H5z M9 2v4 M15 2v4 M9 11h6 M9 15h6",
  passed: `${circle} M8 12l3 3 5-6`,
  "phone-o":
    "M5 3h4l2 5-2.500 1.500a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z",
  "photo-o": "M3 5h18v14H3z M3 16l5-5 4 4 3-3 6 5 M15 9h.5",
  "question-o": `${circle} M9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700 M12 17v.3`,
  "records-o": `${page} M9 12h6 M9 16h4`,
  replay: "M4 5v5h5 M4.500 10a8 8 0 1 1-.5 4",
  scan: "M4 8V4h4 M16 4h4v4 M20 16v4h-4 M8 20H4v-4 M3 12h18",
  search: "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14z M16 16l5 5",
  "service-o": "M4 14v-2a8 8 0 0 1 16 0v2 M4 13h3v6H4z M17 13h3v6h-3z M20 19c0 2-3 2-6 2",
  "setting-o": gear,
  success: "M4 12l5 6L20 6",
  "warning-o": `${circle} M12 7v6 M12 16v.5`,
};
const filled = new Set(["checked", "clear"]);

export const Icon = defineComponent({
  name: "van-icon",
  props: { name: String, size: [Number, String], color: String, tag: { type: String, default: "i" } },
  setup: (props) => () =>
    h(props.tag, { class: ["van-icon", { filled: filled.has(props.name ?? "") }] }, [
      h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, [
        h("path", { d: strokes[props.name ?? ""] ?? strokes["info-o"] }),
      ]),
    ]),
});

export default Icon;
