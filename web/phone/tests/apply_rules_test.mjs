// The rules of the form, with the cases of the front's own tests (tests/front/identity_test.cpp): both must judge alike.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./support/load.mjs";

const { checkDocument, citizenFacts } = await load("apply/model/documents.ts");
const contact = await load("apply/model/contact.ts");
const form = await load("apply/model/form.ts");
const today = new Date("2026-03-01T00:00:00Z");

const documents = [
  ["resident_id", "11010519491231002X", ""],
  ["resident_id", " 11010519491231002x ", ""],
  ["resident_id", "440524188001010014", ""],
  ["resident_id", "", "document_number_required"],
  ["resident_id", "110105491231002", "document_number_format"],
  ["resident_id", "1101051949123100X2", "document_number_format"],
  ["resident_id", "110105194913310022", "document_number_date"],
  ["resident_id", "110105202702290022", "document_number_date"],
  ["resident_id", "11010519491213002X", "document_number_check"],
  ["residence_permit", "810000199003070015", ""],
  ["residence_permit", "830000199003070027", ""],
  ["residence_permit", "830000199003070028", "document_number_check"],
  ["residence_permit", "11010519491231002X", "document_number_region"],
  ["hong_kong_macau_permit", "H12345678", ""],
  ["hong_kong_macau_permit", "m1234567801", ""],
  ["hong_kong_macau_permit", "HA1234567", ""],
  ["hong_kong_macau_permit", "H1234567", "document_number_format"],
  ["hong_kong_macau_permit", "C12345678", "document_number_format"],
  ["hong_kong_macau_permit", "HA12345678", "document_number_format"],
  ["taiwan_permit", "12345678", ""],
  ["taiwan_permit", "1234567801", ""],
  ["taiwan_permit", "123456789", "document_number_format"],
  ["taiwan_permit", "1234567A", "document_number_format"],
  ["hong_kong_id", "A123456(3)", ""],
  ["hong_kong_id", "a1234563", ""],
  ["hong_kong_id", "A123456(4)", "document_number_check"],
  ["hong_kong_id", "A123457(3)", "document_number_check"],
  ["permanent_resident_id", "USA110082010131", ""],
  ["permanent_resident_id", "US1110082010131", "document_number_format"],
  ["permanent_resident_id", "11010519491231002X", "document_number_format"],
  ["passport", "e12345678", ""],
  ["passport", "E123", "document_number_format"],
  ["passport", "E1234-5678", "document_number_format"],
  ["other", "X-12/34", ""],
  ["other", "X\n12", "document_number_format"],
];

for (const [kind, number, code] of documents)
  test(`${kind} ${JSON.stringify(number)} is ${code || "accepted"}`, () =>
    assert.equal(checkDocument(kind, number, today), code));

test("a resident's number refuses every other check character", () => {
  for (const c of "0123456789X") {
    const expected = c === "X" ? "" : "document_number_check";
    assert.equal(checkDocument("resident_id", `11010519491231002${c}`, today), expected);
  }
});

test("a birth after today is no birth", () => {
  const on = (day) => checkDocument("resident_id", "11010519491231002X", new Date(day));
  assert.equal(on("1949-12-30T00:00:00Z"), "document_number_date");
  assert.equal(on("1949-12-31T00:00:00Z"), "");
});

test("a resident's number tells birth and sex, no other does", () => {
  assert.deepEqual(citizenFacts("resident_id", "11010519491231002x"), { birth: "1949-12-31", sex: "female" });
  assert.equal(citizenFacts("resident_id", "440524188001010014").sex, "male");
  assert.equal(citizenFacts("resident_id", "440524188001010015"), undefined);
  assert.equal(citizenFacts("passport", "11010519491231002X"), undefined);
});

test("mobile numbers of the mainland, Hong Kong, Macau and Taiwan", () => {
  for (const typed of [
    "+86 138-0000-0000",
    " 19900000000",
    "+852 5123 4567",
    "+853 61234567",
    "+886 912345678",
  ])
    assert.ok(contact.isMobileNumber(typed), typed);
  for (const typed of ["", "1380000000", "12800000000", "138000000001", "+1 2025550123", "+852 21234567"])
    assert.ok(!contact.isMobileNumber(typed), typed);
});

test("names of people", () => {
  for (const name of [
    "张示范",
    "  张示范 ",
    "𠮷野家",
    "Anne-Marie O'Neil",
    "J. Smith",
    "阿卜杜拉·示范",
    "a".repeat(64),
  ])
    assert.ok(contact.isPersonName(name), name);
  for (const name of ["", "张", "张3", "-张示范", "张示范-", "张  示范", "a".repeat(65), "张<b>"])
    assert.ok(!contact.isPersonName(name), name);
});

test("mail and postal addresses", () => {
  assert.ok(contact.isMailAddress(" zhang@example.com "));
  for (const typed of ["", "zhang", "zhang@example", "a b@example.com", "@example.com", "a@b@example.com"])
    assert.ok(!contact.isMailAddress(typed), typed);
  assert.ok(contact.isPostalAddress("示范省示范市样例路1号"));
  for (const typed of ["样例路", "示范省示范市\n样例路", "a".repeat(121), "示范省\u202E示范市"])
    assert.ok(!contact.isPostalAddress(typed), typed);
});

const service = {
  businesses: [{ code: "new", label: "新申请" }],
  terms: [12, 24],
  document_kinds: [{ code: "resident_id", label: "身份证" }],
};

test("an empty form names every required field, in the step where it stands", () => {
  const empty = form.emptyApplication(service, "13800000001");
  assert.deepEqual(form.checkFields(empty, form.fieldsOfStep.term, today), {});
  const problems = form.checkFields(empty, form.fieldsOfStep.applicant, today);
  assert.deepEqual(Object.keys(problems), [
    "applicant.name",
    "applicant.document_number",
    "applicant.province",
    "applicant.city",
  ]);
  assert.equal(form.stepWithProblem(problems), "applicant");
  assert.equal(form.stepWithProblem({ "captcha.answer": { code: "captcha_wrong" } }), "confirm");
  assert.equal(form.stepWithProblem({}), undefined);
});

test("an application about a certificate takes over what was handed in, and who the holder is stays but in a change", () => {
  const business = (code, has_term) => ({ code, label: code, has_term, follows_certificate: true });
  const issued = form.emptyApplication(service, "13800000001");
  form.writeField(issued, "applicant.name", "张示范");
  const renewed = form.followingApplication(service, business("renewal", true), "13800000002", issued);
  assert.deepEqual([renewed.business, renewed.months, renewed.applicant.name], ["renewal", 12, "张示范"]);
  assert.equal(renewed.applicant.phone, "13800000002");
  const unlocking = business("unlock", false);
  assert.equal(form.followingApplication(service, unlocking, "13800000001", issued).months, 0);
  assert.deepEqual(form.fieldsAskedFor("term", unlocking), ["business"]);
  assert.deepEqual(form.fieldsAskedFor("term", business("renewal", true)), ["business", "months"]);
  assert.ok(form.isFixed("applicant.name", unlocking, true));
  assert.ok(form.isFixed("business", business("change", false), true));
  assert.ok(!form.isFixed("applicant.name", business("change", false), true));
  assert.ok(!form.isFixed("handler.email", unlocking, true));
  assert.ok(
    !form.isFixed("applicant.name", { code: "new", has_term: true, follows_certificate: false }, true),
  );
  assert.ok(!form.isFixed("applicant.name", unlocking, false));
});

test("places are codes in China and free text elsewhere", () => {
  const typed = form.emptyApplication(service, "13800000001");
  form.writeField(typed, "applicant.province", "11");
  form.writeField(typed, "applicant.city", "110100");
  form.writeField(typed, "applicant.province", "33");
  assert.equal(typed.applicant.city, "");
  form.writeField(typed, "applicant.country", "FR");
  assert.equal(typed.applicant.province, "");
  assert.equal(form.checkField(typed, "applicant.province", today), "");
  form.writeField(typed, "applicant.province", "33");
  assert.equal(form.checkField(typed, "applicant.province", today), "province_unknown");
});

test("从用户信息获取 copies the person, not the place", () => {
  const typed = form.emptyApplication(service, "13800000001");
  form.writeField(typed, "applicant.name", "张示范");
  form.writeField(typed, "handler.address", "示范省示范市样例路1号");
  form.copyApplicant(typed);
  assert.equal(typed.handler.name, "张示范");
  assert.equal(typed.handler.phone, "13800000001");
  assert.equal(typed.handler.address, "示范省示范市样例路1号");
});

test("what is sent has no spaces around it", () => {
  const typed = form.emptyApplication(service, "13800000001");
  form.writeField(typed, "applicant.name", " 张示范 ");
  form.writeField(typed, "months", "24");
  const sent = form.cleaned(typed);
  assert.equal(sent.applicant.name, "张示范");
  assert.equal(sent.months, 24);
});

test("the sex that is sent is what a resident's number says, whatever was chosen before", () => {
  const typed = form.emptyApplication(service, "13800000001");
  form.writeField(typed, "applicant.sex", "male");
  form.writeField(typed, "applicant.document_number", "11010119900307002X");
  assert.equal(form.cleaned(typed).applicant.sex, "female");
  // A number that says nothing, or no right number, leaves what was chosen.
  form.writeField(typed, "applicant.document_number", "110101199003070020");
  assert.equal(form.cleaned(typed).applicant.sex, "male");
  form.writeField(typed, "applicant.document_kind", "passport");
  assert.equal(form.cleaned(typed).applicant.sex, "male");
});
