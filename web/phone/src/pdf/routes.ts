import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/pdf", component: () => import("./PdfPage.vue"), meta: { tab: "pdf" } },
  { path: "/seal", component: () => import("./SealPage.vue"), meta: { tab: "seal" } },
  {
    path: "/pdf/sign",
    component: () => import("./PdfSignPage.vue"),
    props: (route) => ({ kind: route.query["kind"] === "seal" ? "seal" : "words" }),
  },
  { path: "/pdf/verify", component: () => import("./PdfVerifyPage.vue") },
  { path: "/documents", component: () => import("./DocumentPage.vue") },
];
