import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/officer", component: () => import("./OfficerPage.vue") },
  { path: "/officer/activate", component: () => import("./ActivatePage.vue") },
  { path: "/officer/console", component: () => import("./ConsolePage.vue") },
];
