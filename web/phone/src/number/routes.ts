import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/settings/phone", component: () => import("./ChangeNumberPage.vue") },
];
