// All that is needed for English, in a file of its own.
import vant from "vant/es/locale/lang/en-US";

export { vant };

export const files = import.meta.glob<Record<string, unknown>>("./messages/en/*.json", {
  eager: true,
  import: "default",
});
