// A holder's mobile number changes, on the screens: with both numbers at hand the account moves; with phone and number lost
// officers decide, by identity document.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { form, Journey, scan } from "./support/journey.mjs";
import { Phone } from "./support/phone.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
appendFileSync(
  path.join(platform.options.data, "vault/vault.toml"),
  "\n[handover]\nreplacement_wait_minutes = 0\n",
);
await platform.start();
const screens = new Screens();
const journey = new Journey(platform);
const { phone } = journey;
const { acceptance, review } = journey.officers;
const newPhone = new Phone(platform, { name: "new", pin: "471926", allowCamera: false });
const [firstNumber, secondNumber, thirdNumber] = [form.applicant.phone, "13900000002", "13900000003"];
const shot = (name, person = phone) => screens.look(person.page, `phone-number-${name}`);
let issued;

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

const numberField = (person, name) => person.page.getByRole("textbox", { name });

async function prove(person, number) {
  await journey.typeCode(person, number);
  await person.tap("下一步");
}

// From the certificate's name to the last step of the form.
async function name(certificate, isFirst) {
  await newPhone.open("/app/services/follow/replacement");
  await newPhone.see(`证书不是用 ${thirdNumber} 办理的`);
  await numberField(newPhone, /原业务单号或证书序列号/).fill(certificate);
  await newPhone.tap("凭身份证件办理");
  if (isFirst) await journey.readAgreements(newPhone);
  await newPhone.see("确认办理后,点击下一步");
  await newPhone.tap("下一步");
  await newPhone.see("业务与期限");
  await newPhone.tap("下一步");
}

async function handIn() {
  await journey.answerCaptcha(newPhone);
  await newPhone.page.getByRole("checkbox").check();
  await newPhone.tap("提交");
}

const checks = [
  [
    "更换手机号 asks for the present number first, and refuses a wrong code and the same number",
    async () => {
      issued = journey.order;
      await phone.open("/app/settings");
      const link = phone.page.getByRole("link", { name: "更换手机号" });
      await link.waitFor();
      await shot("settings");
      await link.click();
      await phone.see("第一步:验证现在的手机号");
      assert.equal(await numberField(phone, /手机号/).inputValue(), firstNumber);
      await shot("present");
      await prove(phone, firstNumber);
      await phone.see("第二步:验证新的手机号");
      assert.equal(await numberField(phone, /新手机号/).inputValue(), "");
      await numberField(phone, /新手机号/).fill(secondNumber);
      await numberField(phone, /短信验证码/).fill("000000");
      await phone.tap("下一步");
      await phone.see("验证码不正确或已过期");
      await shot("wrong-code");
    },
  ],
  [
    "with the new number's code the account moves, and all that was in it is there",
    async () => {
      await prove(phone, secondNumber);
      await phone.see("手机号已更换");
      await shot("changed");
      await phone.open("/app/services/orders");
      await phone.see(issued);
      await phone.open("/app/services/follow/change");
      await phone.tap("下一步");
      await phone.see("确认办理后,点击下一步");
      await phone.tap("下一步");
      await phone.tap("下一步");
      assert.equal(await phone.page.getByLabel("电话号码").inputValue(), secondNumber);
      await journey.bind();
    },
  ],
  [
    "a phone with a third number names the lost certificate by its order; a slip costs no typing",
    async () => {
      await newPhone.setUp(readFileSync(scan));
      await newPhone.open("/app/services");
      await newPhone.page.getByRole("link", { name: /补办/ }).click();
      await numberField(newPhone, /手机号/).fill(thirdNumber);
      await prove(newPhone, thirdNumber);
      await newPhone.see(`证书不是用 ${thirdNumber} 办理的`);
      await shot("other", newPhone);
      await newPhone.tap("凭身份证件办理");
      await newPhone.see("请填写此项。");
      await name("00202601010000007", true);
      await newPhone.page.getByLabel("用户名称").waitFor();
      assert.equal(
        await newPhone.page.getByLabel("用户名称").inputValue(),
        "",
        "nothing is known of the holder",
      );
      await journey.fillApplicant(newPhone);
      await shot("other-form", newPhone);
      await newPhone.tap("下一步");
      await journey.fillHandler(newPhone);
      await newPhone.tap("下一步");
      await handIn();
      await newPhone.see("没有与所填姓名、证件号码相符的该证书");
      assert.ok(
        await newPhone.page.getByRole("alert").first().evaluate(isInSight),
        "it is seen where one is",
      );
      await shot("other-slip", newPhone);
      await newPhone.page.getByRole("link", { name: "重新填写业务单号或序列号" }).click();
      await newPhone.see(`证书不是用 ${thirdNumber} 办理的`);
      await name(issued, false);
      assert.equal(await newPhone.page.getByLabel("用户名称").inputValue(), form.applicant.name);
      await newPhone.tap("下一步");
      await newPhone.page.getByLabel("经办人地址").waitFor();
      await newPhone.tap("下一步");
      await handIn();
      await newPhone.page.waitForURL(/\/orders\/00\d{15}\//);
      journey.order = /00\d{15}/.exec(newPhone.page.url())[0];
    },
  ],
  [
    "both officers see that the number is another one, and the new phone gets the certificates",
    async () => {
      await newPhone.tap("设置密码");
      await newPhone.digits();
      await newPhone.see("请再次输入密码");
      await newPhone.digits();
      await newPhone.see("产生证书请求成功!");
      await newPhone.open(`/app/services/orders/${journey.order}/attachments`);
      await newPhone.see("点击预览申请表");
      await journey.signForm(newPhone);
      await journey.uploadScan("证件正面", newPhone);
      await journey.handIn(newPhone);
      for (const officer of [acceptance, review]) {
        await officer.show(journey.order);
        await officer.page.getByText("与证书登记的手机号不同").waitFor();
        if (officer === acceptance) await officer.receivePaper();
        await screens.look(officer.page, `console-number-${officer.role}`);
        await officer.approve();
      }
      await newPhone.open(`/app/services/orders/${journey.order}`);
      await newPhone.page.getByText("待安装").first().waitFor({ timeout: 90_000 });
      await newPhone.open(`/app/services/orders/${journey.order}/installation`);
      await newPhone.button("安装").click();
      await newPhone.digits();
      await newPhone.see("2张证书已经安装成功!");
    },
  ],
  [
    "who has the phone but signs in with another number is asked the same, with nothing to type",
    async () => {
      await phone.open("/app/services/phone");
      await phone.tap("使用其他手机号");
      await phone.see("请输入手机号");
      await phone.open("/app/services/follow/change");
      await phone.tap("下一步");
      await numberField(phone, /手机号/).fill("13900000004");
      await prove(phone, "13900000004");
      await phone.see("证书不是用 13900000004 办理的");
      assert.equal(await numberField(phone, /原业务单号/).count(), 0);
      await shot("other-here");
      await phone.tap(/原手机号还能收短信/);
      await phone.see("第一步:验证现在的手机号");
      assert.equal(await numberField(phone, /手机号/).inputValue(), "");
      await phone.open("/app/services/follow/change");
      await phone.tap("下一步");
      await numberField(phone, /手机号/).fill("13900000004");
      await prove(phone, "13900000004");
      await phone.tap("凭身份证件办理");
      await journey.readAgreements();
      await phone.see("确认办理后,点击下一步");
      await phone.tap("下一步");
      await phone.tap("下一步");
      assert.equal(await phone.page.getByLabel("用户名称").inputValue(), form.applicant.name);
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 10)],
];

await runScreens(
  platform,
  checks,
  { ...journey.people, newPhone },
  { prepare: () => journey.untilInstalled() },
);
