import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/services/follow/revocation", component: () => import("./RevokePage.vue") },
];
