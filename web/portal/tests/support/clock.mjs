// Loaded before the portal: its clock jumps by CLOCK_FILE's content, in milliseconds, whenever that changes.
import { readFileSync } from "node:fs";

const now = Date.now;
Date.now = () => now() + Number(readFileSync(process.env.CLOCK_FILE, "utf8"));
