import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [{ path: "/sign-in", component: () => import("./SignInPage.vue") }];
