// Builds src/shell/service_worker.ts into dist/service_worker.js, with the list of the build's hashed files.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type Plugin, transformWithEsbuild } from "vite";
import { readFile } from "node:fs/promises";

const source = fileURLToPath(new URL("./src/shell/service_worker.ts", import.meta.url));

// What few people need, or only once: fetched and kept when it is first used.
const later = /^assets\/(pdf|Pdf|officer|revocation|decryption|english|palmkey_files)|\.(bcmap|pfb|ttf)$/;

export function serviceWorker(): Plugin {
  return {
    name: "palmkey-service-worker",
    enforce: "post",
    apply: "build",
    async generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((file) => file.startsWith("assets/"));
      files.push("icons/icon.svg", "manifest.webmanifest");
      files.sort();
      const page = bundle["index.html"];
      const digest = createHash("sha256").update(files.join("\n"));
      if (page?.type === "asset") digest.update(page.source);
      const precached = {
        version: digest.digest("hex").slice(0, 16),
        needed: files.filter((file) => !later.test(file)),
        later: files.filter((file) => later.test(file)),
      };
      const { code } = await transformWithEsbuild(await readFile(source, "utf8"), source, {
        minify: true,
        format: "esm",
        define: { PRECACHED: JSON.stringify(precached) },
      });
      const fileName = "service_worker.js";
      this.emitFile({ type: "asset", fileName, source: code.replace(/export\s*\{\s*\};?/, "") });
    },
  };
}
