import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { load } from "./support/load.mjs";

const { parseMarkdown, runsOf } = await load("apply/model/markdown.ts");
const { keyStanding, hasCertificatesOf, forbiddenDates } = await load("apply/model/key_standing.ts");
const { tasksOf, toneOf } = await load("apply/model/order_steps.ts");
const crop = await load("apply/model/crop.ts");
const strokes = await load("apply/model/strokes.ts");
const rejection = await load("apply/model/rejection.ts");
const money = await load("apply/model/money.ts");

const catalogue = new URL("../../../demo/catalogue/agreements/", import.meta.url);
const agreement = (name) => readFileSync(new URL(name, catalogue), "utf8");

function runsIn(block) {
  switch (block.kind) {
    case "list":
      return block.items.flat();
    case "table":
      return [...block.head, ...block.rows.flat()].flat();
    default:
      return block.runs;
  }
}

for (const name of ["subscriber.md", "privacy.md"])
  test(`${name} loses no word and no bold clause`, () => {
    const source = agreement(name);
    const runs = parseMarkdown(source).flatMap(runsIn);
    const letters = (text) => text.replace(/[^\p{L}]/gu, "");
    assert.equal(letters(runs.map((run) => run.text).join("")), letters(source));
    const bold = [...source.matchAll(/\*\*(.+?)\*\*/gs)].map(([, clause]) => letters(clause));
    assert.ok(bold.length > 0);
    assert.deepEqual(
      runs.filter((run) => run.bold).map((run) => letters(run.text)),
      bold,
    );
  });

test("headings, lists that go on counting, and tables", () => {
  const blocks = parseMarkdown("# 一\n\n3. 甲\n4. 乙\n   续\n\n| a | b |\n| --- | --- |\n| 1 | **2** |\n");
  assert.deepEqual(
    blocks.map((block) => block.kind),
    ["heading", "list", "table"],
  );
  assert.equal(blocks[1].start, 3);
  assert.equal(blocks[1].items[1][0].text, "乙续");
  assert.deepEqual(blocks[2].rows[0][1], [{ text: "2", bold: true }]);
});

test("markup of other kinds stays text", () => {
  const [block] = parseMarkdown('<img src="x" onerror="alert(1)"> [a](javascript:b)');
  assert.deepEqual(block.runs, [{ text: '<img src="x" onerror="alert(1)"> [a](javascript:b)', bold: false }]);
});

test("asterisks without a partner are asterisks", () => {
  assert.deepEqual(runsOf("a ** b"), [{ text: "a ** b", bold: false }]);
  assert.deepEqual(
    runsOf("**a** b ** c").map((run) => run.text),
    ["a", " b ** c"],
  );
});

const key = (label, publicKey) => ({ label, publicKey });
const order = (publicKey) => ({ number: "00202611220000001", public_key: publicKey });

test("the key is where the order's request came from", () => {
  const own = key("00202611220000001", "04aa");
  const other = key("00202611220000002", "04bb");
  assert.equal(keyStanding(order(""), [other]).where, "nowhere");
  assert.deepEqual(keyStanding(order(""), [own]), { where: "unsent", key: own });
  assert.deepEqual(keyStanding(order("04aa"), [other, own]), { where: "here", key: own });
  assert.deepEqual(keyStanding(order("04cc"), []), { where: "elsewhere" });
  assert.deepEqual(keyStanding(order("04cc"), [own]), { where: "elsewhere", key: own });
  // The same key under another order's label is not this order's.
  assert.equal(keyStanding(order("04bb"), [other]).where, "elsewhere");
});

test("the key of a certificate that is renewed or unlocked stays", () => {
  const about = (business, publicKey) => ({ ...order(publicKey), business, follows: "0a" });
  const old = { ...key("00202611220000002", "04bb"), certificates: [{ serial: "0a" }, { serial: "0b" }] };
  assert.deepEqual(keyStanding(about("renewal", ""), [old]), { where: "goes_on", key: old });
  assert.deepEqual(keyStanding(about("renewal", "04bb"), [old]), { where: "here", key: old });
  assert.deepEqual(keyStanding(about("unlock", "04bb"), [old]), { where: "here", key: old });
  assert.equal(keyStanding(about("renewal", ""), []).where, "nowhere");
  assert.equal(keyStanding(about("new", ""), [old]).where, "nowhere");
  assert.ok(hasCertificatesOf(old, { certificates: [{ serial: "0a" }] }));
  assert.ok(!hasCertificatesOf(old, { certificates: [{ serial: "0c" }] }));
  assert.ok(!hasCertificatesOf(old, { certificates: [] }));
});

test("the birth date may not be the PIN", () => {
  const born = (birth) => forbiddenDates({ application: { applicant: { birth } } });
  assert.deepEqual(born("1990-03-07"), ["19900307"]);
  assert.deepEqual(born(""), []);
});

test("an order offers what can be done now", () => {
  const tasks = (state, actions) => tasksOf({ number: "N", state, actions }).map(({ task }) => task);
  assert.deepEqual(tasks("awaiting_request", ["certificate_request", "cancel"]), ["request"]);
  assert.deepEqual(tasks("awaiting_upload", ["certificate_request", "upload", "submit", "cancel"]), [
    "upload",
  ]);
  assert.deepEqual(tasks("awaiting_payment", ["pay", "cancel"]), ["pay"]);
  assert.deepEqual(tasks("rejected", ["certificate_request", "upload", "correct", "submit"]), ["correct"]);
  assert.deepEqual(tasks("awaiting_installation", ["install"]), ["install"]);
  assert.deepEqual(tasks("awaiting_installation", ["unlock"]), ["unlock"]);
  assert.deepEqual(tasks("installed", []), []);
  assert.equal(toneOf("rejected"), "bad");
  assert.equal(toneOf("awaiting_review"), "wait");
});

test("a crop stays within the picture and does not vanish", () => {
  const out = crop.moved(crop.whole, ["left", "top"], -1, -1);
  assert.deepEqual(out, crop.whole);
  const small = crop.moved(crop.whole, ["left", "top"], 2, 2);
  assert.ok(small.left < small.right && small.top < small.bottom);
  assert.deepEqual(
    crop.pixels({ left: 0.25, top: 0.5, right: 1, bottom: 1 }, 400, 200),
    [100, 100, 300, 100],
  );
});

test("four quarter turns bring a crop back", () => {
  const start = { left: 0.125, top: 0.25, right: 0.75, bottom: 0.5 };
  assert.deepEqual(crop.turned(start), { left: 0.5, top: 0.125, right: 0.75, bottom: 0.75 });
  const back = [1, 2, 3, 4].reduce((at) => crop.turned(at), start);
  assert.deepEqual(back, start);
});

test("huge photographs shrink, small ones stay", () => {
  assert.deepEqual(crop.fitted(8000, 6000, 2800), [2800, 2100]);
  assert.deepEqual(crop.fitted(800, 600, 2800), [800, 600]);
});

test("a dot or a dash is no signature", () => {
  const line = Array.from({ length: 20 }, (_, i) => ({ x: i * 5, y: 0 }));
  assert.ok(!strokes.isSignature([]));
  assert.ok(!strokes.isSignature([[{ x: 1, y: 1 }]]));
  assert.ok(!strokes.isSignature([line]));
  assert.ok(strokes.isSignature([line, line.map(({ x }) => ({ x, y: x }))]));
});

test("a rejection opens fields and attachments", () => {
  const fields = ["applicant.name", "attachments.identity_front", "paper"];
  assert.deepEqual(rejection.openFields(fields), ["applicant.name"]);
  assert.deepEqual(rejection.openAttachments(fields), ["identity_front"]);
});

test("fen are shown as yuan", () => {
  assert.equal(money.yuan(5000), "50.00");
  assert.equal(money.yuan(money.feeOf(5000, 36)), "150.00");
});
