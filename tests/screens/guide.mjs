// The guide in real browsers: the applicant with a phone, two officers, the expert at a PC. The phone's camera sees what
// the other pages really show, and every screen on the way is photographed and judged by axe-core.
import assert from "node:assert/strict";

import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Journey } from "./support/journey.mjs";
import { runScreens } from "./support/run.mjs";
import { Screens } from "./support/screens.mjs";

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const screens = new Screens();
const journey = new Journey(platform, screens);
const { phone, expert } = journey;

const checks = [
  ["the app begins with the privacy notice and says what to scan", () => journey.welcome()],
  ["手机配置: the left QR code of the site's page configures the phone", () => journey.configure()],
  ["自助业务办理: the right one opens the service", () => journey.enter()],
  ["证书申请: phone number, agreements, fee", () => journey.begin()],
  ["基本信息: the form in steps, its problems beside the fields, captcha", () => journey.fillIn()],
  ["请输入密码: a weak PIN is refused, a good one makes the key", () => journey.makeKey()],
  ["上传: the form signed by finger, a scan cropped and uploaded", () => journey.upload()],
  ["支付: WeChat Pay's page opens, the payment arrives by itself", () => journey.pay()],
  [
    "业务查询: the order with its timeline says what comes next and who has to act",
    async () => {
      await phone.open(`/app/services/orders/${journey.order}`);
      await phone.see("办理进度");
      await phone.see(/接下来/);
      await journey.shot("order");
      await phone.open("/app/services/orders");
      await phone.see(journey.order);
      await phone.see("已经是最后一页了");
      await journey.shot("orders");
    },
  ],
  ["受理: the first officer activates, takes the paper by its barcode and accepts", () => journey.accept()],
  ["复核: the second officer approves, the vault issues", () => journey.review()],
  ["安装: 2张证书已经安装成功!", () => journey.install()],
  ["CA绑定: the dialog at the PC, scanned and confirmed on the phone", () => journey.bind()],
  [
    "登录: a wrong PIN tells the tries left, the right one signs in",
    async () => {
      await journey.beginSignIn();
      await journey.shot("login");
      await phone.tap("确认登录");
      await phone.digits("104862");
      await phone.see("还可以尝试 4 次");
      await journey.shot("wrong-pin");
      await phone.digits();
      await phone.see("登录成功");
      await expert.signedIn();
    },
  ],
  [
    "each use of the key is in the owner's history",
    async () => {
      await phone.open("/app/certificates");
      await phone.see("有效期至");
      await journey.shot("certificates");
      await phone.page
        .getByText(/有效期至/)
        .first()
        .click();
      await phone.see("使用记录");
      await journey.shot("certificate");
      await phone.page.getByText("使用记录").click();
      await phone.see("登录网站");
      await phone.see("绑定网站账号");
      await journey.shot("history");
    },
  ],
  ["no screen has a serious accessibility fault", async () => assert.ok(screens.judge() >= 30)],
];

await runScreens(platform, checks, journey.people);
