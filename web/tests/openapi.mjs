// Holds api/openapi.yaml against the OpenAPI 3.1 schema and against the routes that palmkey-front really has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import test from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { parse } from "yaml";

import { program } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";

const platform = await Platform.prepare(await freshOptions());
const configuration = `${platform.options.data}/front/front.toml`;
const text = readFileSync(new URL("../../api/openapi.yaml", import.meta.url), "utf8");
const description = parse(text);

// Router patterns in OpenAPI's spelling: /orders/:number -> /orders/{number}.
const real = execFileSync(program("palmkey-front"), ["--config", configuration, "routes"], {
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .map((line) => line.replace(/[:*](\w+)/g, "{$1}"))
  .sort();
const described = Object.entries(description.paths)
  .flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== "parameters")
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
  .sort();

test("api/openapi.yaml is a valid OpenAPI 3.1 document", async () => {
  const result = await new Validator().validate(parse(text));
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
});

test("every route is described, and nothing else is", () => {
  assert.deepEqual(described, real);
});

test.after(() => rmSync(platform.options.data, { recursive: true }));

test("every operation has an identifier of its own", () => {
  const identifiers = Object.values(description.paths).flatMap((item) =>
    Object.entries(item).flatMap(([method, operation]) =>
      method === "parameters" ? [] : [operation.operationId],
    ),
  );
  assert.equal(new Set(identifiers).size, described.length);
});
