import vue from "@vitejs/plugin-vue";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import components from "unplugin-vue-components/vite";
import { defineConfig, mergeConfig } from "vite";

import { baseConfig } from "../shared/vite_base.ts";

export default defineConfig(
  mergeConfig(baseConfig("/console/"), {
    plugins: [vue(), components({ dts: false, dirs: [], resolvers: [ElementPlusResolver()] })],
  }),
);
