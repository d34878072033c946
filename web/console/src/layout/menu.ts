// What each role finds in the sidebar. The front decides what each may do; this only leaves out what it would refuse.
import { List, Monitor } from "@element-plus/icons-vue";
import type { Component } from "vue";

import type { Role } from "../session/session.ts";

export interface MenuEntry {
  path: string;
  label: string; // of a message
  icon: Component;
  roles: Role[];
}

export const menu: MenuEntry[] = [
  { path: "/orders", label: "layout.queue", icon: List, roles: ["acceptance", "review"] },
  {
    path: "/device",
    label: "layout.device",
    icon: Monitor,
    roles: ["acceptance", "review", "administrator"],
  },
];
