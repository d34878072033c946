import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/services", component: () => import("./ServicesPage.vue"), meta: { tab: "services" } },
];
