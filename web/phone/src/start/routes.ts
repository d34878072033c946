import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/welcome", component: () => import("./WelcomePage.vue"), meta: { beforePrivacy: true } },
];
