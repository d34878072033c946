/** The portal's pages. Each function returns a whole page as text. */
import type { Problem } from "../problem.js";
import type { SignedInExpert } from "../session.js";
import { html, nothing, type Html } from "./html.js";
import { layout, tokenField } from "./layout.js";

function alert(message: string): Html {
  return message === "" ? nothing : html`<p class="alert" role="alert">${message}</p>`;
}

export function loginPage(
  token: string,
  account: string,
  message: string,
  demonstrationPassword: string,
): string {
  return layout(
    "登录",
    html`
<section class="card narrow">
<h1>评审专家登录</h1>
${alert(message)}
<form method="post" action="/login">${tokenField(token)}
<label for="account">用户名</label>
<input id="account" name="account" value="${account}" autocomplete="username" maxlength="64" required autofocus>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required>
<button class="primary">登录</button>
</form>
<p class="links"><a href="/ca">CA注册办理</a></p>
<p class="hint">演示账号 expert1、expert2，密码 ${demonstrationPassword}</p>
</section>`,
  );
}

export function bindingPage(token: string, account: string, deadline: number, message: string): string {
  return layout(
    "CA绑定",
    html`
<div class="veil">
<section class="dialog" role="dialog" aria-modal="true" aria-labelledby="title">
<h1 id="title">CA绑定</h1>
${alert(message)}
<p class="question">您尚未绑定CA证书,请在5分钟内扫码绑定。</p>
<p class="countdown" data-deadline="${deadline}" aria-live="off">剩余时间 <strong>5:00</strong></p>
<form method="post" action="/bind">${tokenField(token)}
<fieldset><legend>CA类型</legend>
<label class="choice"><input type="radio" name="kind" value="mobile" checked><span>移动KEY(二维码)</span></label>
<label class="choice"><input type="radio" name="kind" value="usb"><span>USBKey</span></label>
</fieldset>
<button class="primary">下一步</button>
</form>
<form method="post" action="/sign-out">${tokenField(token)}<button class="plain">暂不绑定</button></form>
<p class="hint">当前账户 ${account} · 还没有证书？<a href="/ca">CA注册办理</a></p>
</section></div>
<script src="/assets/countdown.js" defer></script>`,
  );
}

/** `certificate` is a serial number in hex. */
export function expertPage(
  token: string,
  expert: SignedInExpert,
  account: { name: string },
  message: string,
): string {
  const time = new Date(expert.authenticatedAt * 1000).toLocaleString("zh-CN", {
    timeZone: "Asia/Shanghai",
    hour12: false,
  });
  const row = (term: string, value: string) =>
    html`<div><dt>${term}</dt><dd>${value === "" ? "未提供" : value}</dd></div>`;
  return layout(
    "专家主页",
    html`
<section class="card">
<h1>${account.name}，您好</h1>
<p class="done">已使用移动KEY证书登录</p>
<dl>${[
      row("账户", expert.account),
      row("证书姓名", expert.name),
      row("证书序列号", expert.certificate),
      row("认证时间", `${time}（北京时间）`),
    ]}</dl>
<form method="post" action="/sign-out">${tokenField(token)}<button class="secondary">退出</button></form>
</section>
<section class="card">
<h2>评审任务</h2>
<p class="hint">暂无待评审的项目</p>
</section>
<section class="card">
<h2>文件签名</h2>
<p>上传PDF文件，用手机上的移动KEY证书签名。</p>
<p><a class="primary" href="/documents">上传文件</a></p>
</section>
<section class="card">
<h2>CA证书</h2>
${alert(message)}
<p>解除绑定后，本账户需重新绑定证书才能登录。</p>
<form method="post" action="/unbind" class="inline">${tokenField(token)}
<label for="password">请输入登录密码确认</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required>
<button class="danger">解除绑定</button>
</form>
</section>`,
  );
}

/** The two links of the authority's QR codes; either may be empty where the site has none. */
export interface RegistrationLinks {
  configuration: string;
  entry: string;
}

/** A QR code with what it is for; on the phone itself its link is tapped. */
function registrationCode(step: string, title: string, link: string, picture: string): Html {
  return html`<figure class="code"><figcaption><strong>${step}</strong> ${title}</figcaption>
<img src="${picture}" width="220" height="220" alt="${title}">
<a href="${link}">在手机上直接打开</a></figure>`;
}

export function registrationPage(
  links: RegistrationLinks,
  pictures: { configuration: string; entry: string },
): string {
  const codes =
    links.configuration === "" || links.entry === ""
      ? nothing
      : html`<div class="codes">
${registrationCode("①", "手机配置", links.configuration, pictures.configuration)}
${registrationCode("②", "自助业务办理", links.entry, pictures.entry)}
</div>`;
  return layout(
    "CA注册办理",
    html`
<section class="card">
<h1>CA注册办理</h1>
${codes}
<ol>
<li>在手机上打开掌钥应用，先扫描左侧的二维码完成手机配置，再扫描右侧的二维码进入自助业务办理。</li>
<li>填写并提交证书申请，设置证书密码，上传申请表和证件照片，完成缴费。</li>
<li>审核通过后会收到短信，在“业务查询”中安装证书。</li>
<li>回到本站，用账户和密码登录，扫码绑定证书。</li>
</ol>
<p class="links"><a href="/login">返回登录</a></p>
</section>`,
  );
}

export function messagePage(title: string, message: string, next: string, label: string): string {
  return layout(
    title,
    html`
<section class="card narrow"><h1>${title}</h1><p>${message}</p><p><a class="primary" href="${next}">${label}</a></p></section>`,
  );
}

export function problemPage(problem: Problem): string {
  return layout(
    problem.title,
    html`
<section class="card narrow"><h1>${problem.title}</h1>
<p>${problem.message}</p>
<p><a class="primary" href="${problem.next}">${problem.next === "/login" ? "重新登录" : "返回"}</a></p>
<p class="hint">代码 ${problem.code}</p></section>`,
  );
}
