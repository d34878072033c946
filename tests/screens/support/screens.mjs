// Looks at screens: a picture of each for docs/screens, and axe-core's opinion of it.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { root } from "../../../scripts/demo/commands.mjs";

const require = createRequire(path.join(root, "web/package.json"));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const folder = process.env.PALMKEY_SCREENS ?? path.join(root, "build/screens");

export class Screens {
  #problems = [];
  #seen = 0;

  // `name` is the picture's file name. Serious and critical findings are kept for the end, so that all are seen at once.
  async look(page, name) {
    mkdirSync(folder, { recursive: true });
    // Half-shown sheets and toasts are nobody's screen.
    await page.evaluate(() =>
      Promise.race([
        Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
        new Promise((resolve) => setTimeout(resolve, 1500)),
      ]),
    );
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    // In a world of its own, where the page's content policy does not bind the test.
    const session = await page.context().newCDPSession(page);
    try {
      const { frameTree } = await session.send("Page.getFrameTree");
      const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", {
        frameId: frameTree.frame.id,
      });
      await session.send("Runtime.evaluate", { contextId, expression: axe });
      const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
        contextId,
        awaitPromise: true,
        returnByValue: true,
        expression: `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 160)).join(" | ")))`,
      });
      if (exceptionDetails) throw new Error(`${name}: ${exceptionDetails.exception?.description}`);
      this.#seen += 1;
      for (const problem of result.value) this.#problems.push(`${name}: ${problem}`);
    } finally {
      await session.detach();
    }
  }

  // Throws with every serious finding; also if nothing was looked at.
  judge() {
    if (this.#seen === 0) throw new Error("no screen was looked at");
    if (this.#problems.length > 0) throw new Error(`axe-core:\n${this.#problems.join("\n")}`);
    return this.#seen;
  }
}
