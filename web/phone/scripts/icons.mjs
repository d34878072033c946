// Draws the app's PNG icons from public/icons/*.svg with rsvg-convert (Debian: librsvg2-bin):
//     node scripts/icons.mjs
// They are committed; run it again after changing an SVG.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../public/icons", import.meta.url));
const drawn = [
  ["icon", 192],
  ["icon", 512],
  ["maskable", 512],
  ["maskable", 180],
];
for (const [name, size] of drawn) {
  const target = `${folder}/${name}-${size}.png`;
  execFileSync("rsvg-convert", ["-w", `${size}`, "-h", `${size}`, "-o", target, `${folder}/${name}.svg`]);
}
