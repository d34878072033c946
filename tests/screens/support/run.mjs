// Runs the checks of a test in browsers.
import path from "node:path";

import { runChecks } from "../../tour/checks.mjs";

// Pictures of what everybody sees, beside the data, for whoever looks into a failure.
async function photograph(platform, people) {
  for (const [name, { page }] of Object.entries(people)) {
    if (!page || page.isClosed()) continue;
    const file = path.join(platform.options.data, `failed-${name}.png`);
    try {
      await page.screenshot({ path: file });
    } catch (error) {
      console.log(`no picture of what ${name} sees: ${error.message}`);
    }
  }
}

// `people` by name: each has a `page` once it is there, and `stop`. Their steps are one story unless `story` is false;
// `prepare` as in runChecks, `end` comes behind the people's.
export function runScreens(
  platform,
  checks,
  people,
  { story = true, prepare, end = async () => undefined } = {},
) {
  return runChecks(platform, checks, {
    story,
    ...(prepare && { prepare }),
    onFailure: () => photograph(platform, people),
    end: async () => {
      for (const person of Object.values(people)) await person.stop();
      await end();
    },
  });
}
