import { VantResolver } from "@vant/auto-import-resolver";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { defineConfig, mergeConfig } from "vite";

import { baseConfig } from "../shared/vite_base.ts";

export default defineConfig(
  mergeConfig(baseConfig("/app/"), {
    plugins: [vue(), components({ dts: false, dirs: [], resolvers: [VantResolver()] })],
  }),
);
