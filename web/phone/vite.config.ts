import { fileURLToPath } from "node:url";

import { VantResolver } from "@vant/auto-import-resolver";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { defineConfig, mergeConfig, type Plugin } from "vite";

import { baseConfig } from "../shared/vite_base.ts";
import { serviceWorker } from "./service_worker_plugin.ts";

const sources = fileURLToPath(new URL("./src", import.meta.url));

// Our icons in the place of Vant's, whose font is large and names a server of others.
const ownIcons: Plugin = {
  name: "palmkey-own-icons",
  enforce: "pre",
  resolveId(source, importer) {
    if (!importer?.includes("/vant/es/")) return null;
    if (/^\.\.?\/icon\/index\.mjs$/.test(source)) return `${sources}/components/vant_icon.ts`;
    const style = /\/icon\/index\.css$/.test(source) || importer.endsWith("/vant/es/icon/style/index.mjs");
    return style && source.endsWith("index.css") ? `${sources}/components/vant_icon.css` : null;
  },
};

function screensTogether(id: string): string | undefined {
  if (/node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify|vant|@vant)\//.test(id)) return "libraries";
  if (/\/shared\/src\/(operator\.ts|IntentSummary\.vue|messages\/)/.test(id)) return "officer";
  if (!id.startsWith(sources)) return undefined;
  const place = id.slice(sources.length + 1);
  if (place.startsWith("components/vant_icon")) return "libraries";
  if (/^(components|device|pin|shell|i18n)\b/.test(place)) return "app";
  if (/^officer\/(?!routes)/.test(place)) return "officer";
  if (/^revocation\/(?!routes)/.test(place)) return "revocation";
  if (/^decryption\/(?!routes)/.test(place)) return "decryption";
  if (/^apply\/(components|form|orders|upload)\//.test(place)) return "services";
  // With what they alone are made of, which else would follow the officers' screens.
  return /^((scan|signin|certificates|settings|start)\/[A-Z]|signin\/|certificates\/use_status|scan\/scanned_link)/.test(
    place,
  ) && !place.endsWith("routes.ts")
    ? "screens"
    : undefined;
}

export default defineConfig(
  mergeConfig(baseConfig("/app/"), {
    plugins: [
      ownIcons,
      vue(),
      components({ dts: false, dirs: [], resolvers: [VantResolver()] }),
      serviceWorker(),
    ],
    // Few files of some size: each small one costs a request and compresses badly.
    build: {
      cssCodeSplit: false,
      rollupOptions: { output: { experimentalMinChunkSize: 20_000, manualChunks: screensTogether } },
    },
    define: {
      __VUE_OPTIONS_API__: false,
      // Messages are interpreted, not compiled with new Function: the content security policy allows no eval.
      __INTLIFY_JIT_COMPILATION__: true,
      __INTLIFY_DROP_MESSAGE_COMPILER__: false,
      __INTLIFY_PROD_DEVTOOLS__: false,
      __VUE_I18N_FULL_INSTALL__: false,
      __VUE_I18N_LEGACY_API__: false,
    },
  }),
);
