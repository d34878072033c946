// What the Vite builds of the apps have in common: the core's WebAssembly under one name, and each file of text also
// compressed, so that the front only has to send it.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin, UserConfig } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const modules = path.join(root, "build/release/bin");
const compressible = /\.(js|css|html|svg|json|wasm|webmanifest)$/;

function compressed(): Plugin {
  let folder = "";
  return {
    name: "palmkey-compressed",
    apply: "build",
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !compressible.test(entry.name)) continue;
        const file = path.join(entry.parentPath ?? entry.path, entry.name);
        const content = await readFile(file);
        await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        await writeFile(`${file}.br`, await promisify(brotliCompress)(content, quality));
      }
    },
  };
}

// `base` is the path that the front serves the app at: "/app/".
export function baseConfig(base: string): UserConfig {
  return {
    base,
    plugins: [compressed()],
    // A pattern, as the name comes with ?url behind it.
    resolve: {
      alias: [
        { find: /^@palmkey\/core\.wasm/, replacement: path.join(modules, "palmkey.wasm") },
        { find: /^@palmkey\/files\.wasm/, replacement: path.join(modules, "palmkey_files.wasm") },
      ],
    },
    worker: { format: "es" },
    build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0, reportCompressedSize: false },
    server: { fs: { allow: [root] } },
  };
}
