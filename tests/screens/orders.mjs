// What becomes of orders beside the guide's straight way: every step left and come back to, an order that another phone
// takes over, one that is cancelled, one that is sent back and corrected up to its installation, a photograph as phones
// take them, the invoice.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { form, Journey, scan } from "./support/journey.mjs";
import { Phone } from "./support/phone.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
// The guide's own screens are photographed by its own test.
const journey = new Journey(platform);
const { phone } = journey;
const second = new Phone(platform, { name: "second", pin: "260817", allowCamera: false });
const inData = (name) => path.join(platform.options.data, name);
const look = (person, name) => screens.look(person.page, name);

const corrected = { name: "张示范例", number: "11010119900307002X" };

// Loads the page anew, leaves for another site and comes back: what was to be seen still is.
async function comesBack(see) {
  await see();
  const here = await phone.path();
  await phone.page.reload();
  await see();
  await phone.page.goto("about:blank");
  await phone.page.goBack();
  await see();
  assert.equal(await phone.path(), here);
}

// The back button goes to the step before, the other one forward again.
async function backAndForth(before, here) {
  await phone.page.goBack();
  await before();
  await phone.page.goForward();
  await here();
}

// A control with what is in it.
function holds(label, value) {
  return async () => {
    const field = phone.page.getByLabel(label).first();
    await field.waitFor();
    await phone.page.waitForFunction(
      ([element, wanted]) => element.value === wanted,
      [await field.elementHandle(), value],
    );
  };
}
const shows = (text) => () => phone.see(text);

const orderPage = (rest = "") => `/app/services/orders/${journey.order}${rest}`;

async function takeOver(person, choosePin) {
  await person.open(orderPage());
  await person.see("此业务的密钥不在这部手机上");
  await person.page.getByText("改用这部手机").last().click();
  await person.see("在这部手机上重新生成");
  await choosePin();
  await person.see("产生证书请求成功!");
}

const checks = [
  [
    "each step up to the form can be left and come back to, and the back button goes one step back",
    async () => {
      await journey.welcome();
      await journey.configure();
      await journey.enter();
      await comesBack(shows("进行数字证书的申请"));
      await phone.page.getByRole("button", { name: /证书申请/ }).click();
      await comesBack(shows("请输入手机号"));
      await backAndForth(shows("进行数字证书的申请"), shows("请输入手机号"));
      await journey.proveNumber();
      await comesBack(shows("电子认证服务协议"));
      await backAndForth(shows("已验证"), shows("电子认证服务协议"));
      await journey.readAgreement("电子认证服务协议");
      await comesBack(shows("第 2 份,共 2 份"));
      await backAndForth(shows("您已同意此版本"), shows("第 2 份,共 2 份"));
      await journey.readAgreement("隐私策略");
      await comesBack(shows("元/年"));
      await backAndForth(shows("第 2 份,共 2 份"), shows("元/年"));
      await phone.tap("下一步");
    },
  ],
  [
    "each step of the form keeps what was typed",
    async () => {
      await phone.field("期限", "24 个月");
      await comesBack(holds("期限", "24"));
      await phone.see("¥100.00");
      await backAndForth(shows("元/年"), holds("期限", "24"));
      await phone.field("期限", "12 个月");
      await phone.tap("下一步");
      await journey.fillApplicant();
      await comesBack(holds("证件号码", form.applicant.document_number));
      await holds("城市", form.applicant.city)();
      await backAndForth(holds("期限", "12"), holds("用户名称", form.applicant.name));
      await phone.tap("下一步");
      await journey.fillHandler();
      await comesBack(holds("经办人email", form.handler.email));
      await backAndForth(holds("用户名称", form.applicant.name), holds("经办人地址", form.handler.address));
      await phone.tap("下一步");
      await comesBack(shows("确认信息无误后,提交证书申请。"));
      await backAndForth(holds("经办人email", form.handler.email), shows("确认信息无误后,提交证书申请。"));
    },
  ],
  [
    "the app closed in the middle and opened anew: the number is proven again, and it goes on at the last step",
    async () => {
      const closed = phone.page;
      phone.page = await phone.context.newPage();
      await closed.close();
      await phone.open();
      await phone.tab("自助服务");
      await phone.see("您有一份未提交的申请");
      await look(phone, "phone-unfinished");
      await phone.tap("继续填写");
      await journey.proveNumber();
      for (const agreement of ["电子认证服务协议", "隐私策略"]) {
        await phone.see(agreement);
        await phone.see("您已同意此版本");
        await phone.tap("同意");
      }
      await phone.tap("回到:确认");
      await phone.see(form.applicant.name);
      await journey.confirm();
    },
  ],
  [
    "the key's step can be left; going back from it does not apply a second time",
    async () => {
      await comesBack(shows("请为您的证书设置密码"));
      await backAndForth(shows("进行数字证书的申请"), shows("请为您的证书设置密码"));
      await phone.open("/app/services");
      await phone.see("进行数字证书的申请");
      assert.equal(await phone.page.getByText("您有一份未提交的申请").count(), 0);
      await phone.open("/app/services/orders");
      await phone.see("待生成证书请求");
      assert.equal(await phone.page.getByText(/^00\d{15}$/).count(), 1);
      await phone.page.getByText("继续生成证书请求").click();
      await journey.makeKey();
      await comesBack(shows("产生证书请求成功!"));
    },
  ],
  [
    "the files' step can be left with some of them uploaded, and comes back with them",
    async () => {
      await phone.page.getByText("去上传").click();
      await comesBack(shows("点击预览申请表"));
      await phone.page.getByText("点击预览申请表").click();
      await comesBack(shows("下载申请表"));
      await phone.page.goBack();
      await phone.page.getByText("在屏幕上手写签名").click();
      await comesBack(shows("请在此处签名"));
      await phone.page.goBack();
      await journey.signForm();
      await comesBack(() => journey.attachment("已签署的申请表").getByText("已上传").waitFor());
      await phone.see("还有 1 项必须上传");
    },
  ],
  [
    "another phone takes the order over: the first is told at its next step, and may take it back",
    async () => {
      await second.setUp(readFileSync(scan));
      await second.open("/app/services/orders");
      await second.field("手机号", form.applicant.phone);
      await journey.typeCode(second);
      await second.tap("下一步");
      await second.see(journey.order);
      await second.open(orderPage());
      await second.see("此业务的密钥不在这部手机上");
      await look(second, "phone-elsewhere");
      await takeOver(second, async () => {
        await look(second, "phone-take-over");
        await second.tap("设置密码");
        await second.digits();
        await second.see("请再次输入密码");
        await second.digits();
      });
      // The first phone still shows the files' step, as it was before.
      assert.equal(await phone.page.getByText("此业务的密钥不在这部手机上").count(), 0);
      await journey.uploadScan("证件反面");
      await phone.see("此业务的密钥不在这部手机上");
      await phone.open(orderPage("/installation"));
      await phone.see("此业务的密钥不在这部手机上");
      await takeOver(phone, async () => {
        await look(phone, "phone-take-back");
        await phone.tap("继续");
        await phone.digits();
      });
      await second.open(orderPage());
      await second.see("此业务的密钥不在这部手机上");
    },
  ],
  [
    "an order is cancelled after a second thought, on every phone, with its files",
    async () => {
      await second.open(orderPage("/attachments"));
      await second.see("证件反面");
      await phone.open(orderPage());
      await phone.tap("取消申请");
      await phone.see("取消后不能恢复");
      await look(phone, "phone-cancel");
      await phone.tap("不取消");
      await phone.page.getByText("取消后不能恢复").waitFor({ state: "detached" });
      await phone.tap("取消申请");
      await phone.button("确定取消").dblclick();
      await phone.see("已取消");
      await comesBack(shows("已取消"));
      assert.equal(await phone.page.getByText("上传附件").count(), 0);
      await look(phone, "phone-cancelled");
      // The other phone, which has not heard of it, is told when it goes on.
      await second.tap("提交");
      await second.see("此业务单目前不能上传附件。");
      await second.stop();
      await phone.open("/app/services/orders");
      await phone.see("已取消");
    },
  ],
  [
    "a second application: a photograph as phones take them (HEIC) is taken, and shown again",
    async () => {
      // Whoever is not registered beforehand scans the entrance's code for each application.
      await journey.enter();
      await journey.begin();
      await journey.fillIn();
      await journey.makeKey();
      await phone.open(orderPage("/attachments"));
      await journey.signForm();
      execFileSync("heif-enc", ["-q", "60", scan, "-o", inData("photo.heic")], { stdio: "pipe" });
      assert.equal(readFileSync(inData("photo.heic")).subarray(4, 12).toString(), "ftypheic");
      const card = journey.attachment("证件正面");
      await card.locator("input[capture]").setInputFiles(inData("photo.heic"));
      await card.getByText("已上传").waitFor();
      await card.getByRole("button", { name: /查看/ }).click();
      await card.getByRole("img", { name: "证件正面" }).waitFor();
      await phone.page.waitForFunction(() => document.querySelector("img.file-view")?.naturalWidth > 300);
      await look(phone, "phone-heic");
      // Half a photograph is none, and leaves what is there.
      const half = readFileSync(inData("photo.heic"));
      await card.locator("input[capture]").setInputFiles({
        name: "half.heic",
        mimeType: "image/heic",
        buffer: half.subarray(0, half.length / 2),
      });
      await card.getByRole("alert").waitFor();
      await card.getByText("已上传").waitFor();
      await look(phone, "phone-heic-damaged");
      await journey.handIn();
    },
  ],
  [
    "the payment's step can be left while the money is on its way, and knows of it afterwards",
    async () => {
      await comesBack(() => phone.page.getByRole("link", { name: /打开微信支付/ }).waitFor());
      await journey.pay();
      await phone.open(orderPage("/payment"));
      await phone.see("我们已收到款项。");
      await phone.open(orderPage());
      await phone.see("待受理");
      assert.equal(await phone.button("取消申请").count(), 0, "what is paid cannot be cancelled");
    },
  ],
  [
    "the officer sees the photograph, and sends single fields back",
    async () => {
      const officer = journey.officers.acceptance;
      await officer.start();
      await officer.activate();
      await officer.scanBarcode(journey.order);
      const { page } = officer;
      await page.getByRole("img", { name: "证件正面" }).waitFor();
      await page.waitForFunction(() => document.querySelector(".viewer img")?.naturalWidth > 300);
      await look(officer, "console-heic");
      await officer.receivePaper();
      await page.keyboard.press("x");
      for (const reason of [
        "姓名与证件不一致。",
        "证件号码与证件不一致。",
        "证件照片不清晰,请重新拍摄上传。",
      ])
        await page.getByRole("button", { name: reason }).click();
      await page.getByText("需更正:用户名称、证件号码、证件正面").waitFor();
      await page.getByRole("button", { name: "签署退回" }).click();
      await officer.sign();
      await page.waitForURL(/\/console\/orders$/);
    },
  ],
  [
    "what was sent back is shown in place, and only that can be changed",
    async () => {
      await phone.open("/app/services/orders");
      await phone.see("已退回");
      await phone.page.getByText(journey.order).click();
      await phone.see("以下内容需要更正");
      await phone.see("姓名与证件不一致。证件号码与证件不一致。");
      await look(phone, "phone-sent-back");
      await phone
        .button("修改")
        .or(phone.page.getByRole("link", { name: "修改" }))
        .first()
        .click();
      await holds("用户名称", form.applicant.name)();
      await holds("证件号码", form.applicant.document_number)();
      await phone.see("需重新上传");
      assert.equal(await phone.page.getByLabel("经办人地址").count(), 0);
      assert.equal(await journey.attachment("已签署的申请表").count(), 0);
      await phone.field("用户名称", corrected.name);
      await phone.field("证件号码", `${corrected.number.slice(0, -1)}1`);
      await phone.tap("更正后重新提交");
      await phone.see("证件号码的校验码不正确,请核对。");
      await look(phone, "phone-correction-problem");
      await comesBack(holds("用户名称", corrected.name));
    },
  ],
  [
    "corrected, with a new request for the new name: a number that says another sex goes through as well",
    async () => {
      await phone.field("证件号码", corrected.number);
      await journey.uploadScan();
      await look(phone, "phone-correction");
      await phone.tap("更正后重新提交");
      // Without the PIN nothing is handed in, and nothing is lost.
      await phone.page.getByRole("group", { name: /密码/ }).last().waitFor();
      await look(phone, "phone-correction-pin");
      await phone.page.keyboard.press("Escape");
      await phone.page.getByRole("group", { name: /密码/ }).waitFor({ state: "detached" });
      await holds("证件号码", corrected.number)();
      await phone.tap("更正后重新提交");
      await phone.digits();
      await phone.see("待受理");
      await phone.expectPath(`/services/orders/${journey.order}$`);
    },
  ],
  [
    "the officers see what has changed, decide anew, and the certificates bear the new name",
    async () => {
      const officer = journey.officers.acceptance;
      await officer.show(journey.order);
      await officer.page.getByText(/与上次提交相比有 \d+ 处变化/).waitFor();
      for (const before of [form.applicant.name, form.applicant.document_number])
        await officer.page.locator("del", { hasText: before }).waitFor();
      await officer.page.getByText("第 2 次提交").first().waitFor();
      await look(officer, "console-changes");
      await officer.approve();
      await journey.review();
      await journey.install();
      await phone.open("/app/certificates");
      await phone.see(corrected.name);
    },
  ],
  [
    "the invoice is saved on the phone as it was issued",
    async () => {
      await journey.outbox.mail("handler@example.invalid", ({ attachments }) =>
        attachments.some(({ name }) => name.endsWith(".pdf")),
      );
      await phone.open(orderPage());
      await look(phone, "phone-order-done");
      const [download] = await Promise.all([phone.page.waitForEvent("download"), phone.tap("下载电子发票")]);
      assert.equal(download.suggestedFilename(), `电子发票-${journey.order}.pdf`);
      await download.saveAs(inData("invoice.pdf"));
      execFileSync("qpdf", ["--check", inData("invoice.pdf")], { stdio: "pipe" });
      const text = execFileSync("pdftotext", ["-layout", inData("invoice.pdf"), "-"], { encoding: "utf8" });
      assert.match(text, /50\.00/);
      assert.match(text, new RegExp(form.handler.name));
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 14)],
];

await runScreens(platform, checks, { ...journey.people, second });
