// Orders about a certificate that there is already, as its holder makes them on the phone. `shot(name, person)` looks at
// the phone's screen.
import assert from "node:assert/strict";

import { form } from "./journey.mjs";

export class Following {
  constructor(journey, shot = async () => {}) {
    Object.assign(this, { journey, shot });
  }

  // From the certificate that is chosen to the handed-in form; what was typed before is there, in this name. `change`
  // types what is to be another, `confirm` answers what the last step asks besides; pictures are named after `shown`.
  async apply(
    business,
    name,
    { person = this.journey.phone, change = async () => {}, confirm = async () => {}, shown = business } = {},
  ) {
    const { journey, shot } = this;
    await person.see(/请选择/);
    await shot(`${shown}-choose`, person);
    await person.tap("下一步");
    await person.see("确认办理后,点击下一步");
    await shot(`${shown}-information`, person);
    await person.tap("下一步");
    await person.see("业务与期限");
    await shot(`${shown}-term`, person);
    await person.tap("下一步");
    await person.page.getByLabel("用户名称").waitFor();
    assert.equal(await person.page.getByLabel("用户名称").inputValue(), name);
    await change();
    await person.tap("下一步");
    await person.page.getByLabel("经办人地址").waitFor();
    assert.equal(await person.page.getByLabel("经办人地址").inputValue(), form.handler.address);
    await person.tap("下一步");
    await journey.answerCaptcha(person);
    await person.page.getByRole("checkbox").check();
    await confirm();
    await shot(`${shown}-confirm`, person);
    await person.tap("提交");
    await person.page.waitForURL(/\/orders\/00\d{15}\//);
    journey.order = /00\d{15}/.exec(person.page.url())[0];
  }

  // The key stays: its PIN signs the new request.
  async keepKey() {
    const { phone } = this.journey;
    await phone.see("用原来的密钥签署证书请求");
    await phone.tap("继续");
    await phone.digits();
    await phone.see("产生证书请求成功!");
  }
}
