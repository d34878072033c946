import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/transfer", component: () => import("./HandOverPage.vue") },
  { path: "/transfer/receive", component: () => import("./ReceivePage.vue") },
];
