/** The portal's pages. Each function returns a whole page as text. */
import { filled, type View } from "../language.js";
import type { Problem } from "../problem.js";
import type { SignedInExpert } from "../session.js";
import { html, nothing, type Html } from "./html.js";
import { layout, tokenField } from "./layout.js";

function alert(message: string): Html {
  return message === "" ? nothing : html`<p class="alert" role="alert">${message}</p>`;
}

export function loginPage(
  view: View,
  token: string,
  account: string,
  message: string,
  demonstrationPassword: string,
): string {
  const { login, registration } = view.texts;
  return layout(
    view,
    login.title,
    html`
<section class="card narrow">
<h1>${login.heading}</h1>
${alert(message)}
<form method="post" action="/login">${tokenField(token)}
<label for="account">${login.account}</label>
<input id="account" name="account" value="${account}" autocomplete="username" maxlength="64" required autofocus>
<label for="password">${login.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required>
<button class="primary">${login.submit}</button>
</form>
<p class="links"><a href="/ca">${registration.title}</a></p>
<p class="hint">${filled(login.hint, { password: demonstrationPassword })}</p>
</section>`,
  );
}

export function bindingPage(
  view: View,
  token: string,
  account: string,
  deadline: number,
  message: string,
): string {
  const { bind, registration } = view.texts;
  return layout(
    view,
    bind.title,
    html`
<div class="veil">
<section class="dialog" role="dialog" aria-modal="true" aria-labelledby="title">
<h1 id="title">${bind.title}</h1>
${alert(message)}
<p class="question">${bind.question}</p>
<p class="countdown" data-deadline="${deadline}" data-ended="${bind.ended}" aria-live="off">${bind.left} <strong>5:00</strong></p>
<form method="post" action="/bind">${tokenField(token)}
<fieldset><legend>${bind.kind}</legend>
<label class="choice"><input type="radio" name="kind" value="mobile" checked><span>${bind.mobile}</span></label>
<label class="choice"><input type="radio" name="kind" value="usb"><span>${bind.usb}</span></label>
</fieldset>
<button class="primary">${bind.next}</button>
</form>
<form method="post" action="/sign-out">${tokenField(token)}<button class="plain">${bind.later}</button></form>
<p class="hint">${filled(bind.account, { account })}<a href="/ca">${registration.title}</a></p>
</section></div>
<script src="/assets/countdown.js" defer></script>`,
  );
}

/** `certificate` is a serial number in hex. */
export function expertPage(
  view: View,
  token: string,
  expert: SignedInExpert,
  account: { name: string },
  message: string,
): string {
  const { expert: words, documents, drills } = view.texts;
  const time = new Date(expert.authenticatedAt * 1000).toLocaleString(view.language, {
    timeZone: "Asia/Shanghai",
    dateStyle: "medium",
    timeStyle: "medium",
    hour12: false,
  });
  const row = (term: string, value: string) =>
    html`<div><dt>${term}</dt><dd>${value === "" ? words.missing : value}</dd></div>`;
  return layout(
    view,
    words.title,
    html`
<section class="card">
<h1>${filled(words.greeting, { name: account.name })}</h1>
<p class="done">${words.signedIn}</p>
<dl>${[
      row(words.account, expert.account),
      row(words.name, expert.name),
      row(words.certificate, expert.certificate),
      row(words.time, filled(words.timeValue, { time })),
    ]}</dl>
<form method="post" action="/sign-out">${tokenField(token)}<button class="secondary">${words.signOut}</button></form>
</section>
<section class="card">
<h2>${words.tasks}</h2>
<p class="hint">${words.noTasks}</p>
</section>
<section class="card">
<h2>${documents.title}</h2>
<p>${words.documents}</p>
<p><a class="primary" href="/documents">${words.upload}</a></p>
</section>
<section class="card">
<h2>${words.certificates}</h2>
<p>${drills.lead}</p>
<form method="post" action="/drills">${tokenField(token)}<button class="secondary">${drills.begin}</button></form>
${alert(message)}
<p>${words.unbindText}</p>
<form method="post" action="/unbind" class="inline">${tokenField(token)}
<label for="password">${words.unbindPassword}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required>
<button class="danger">${words.unbind}</button>
</form>
</section>`,
  );
}

/** The two links of the authority's QR codes; either may be empty where the site has none. */
export interface RegistrationLinks {
  configuration: string;
  entry: string;
}

export function registrationPage(
  view: View,
  links: RegistrationLinks,
  pictures: { configuration: string; entry: string },
): string {
  const { registration: words, login } = view.texts;
  // With what it is for; on the phone itself its link is tapped.
  const code = (step: string, title: string, link: string, picture: string): Html =>
    html`<figure class="code"><figcaption><strong>${step}</strong> ${title}</figcaption>
<img src="${picture}" width="220" height="220" alt="${title}">
<a href="${link}">${words.tap}</a></figure>`;
  const codes =
    links.configuration === "" || links.entry === ""
      ? nothing
      : html`<div class="codes">
${code("①", words.configuration, links.configuration, pictures.configuration)}
${code("②", words.entry, links.entry, pictures.entry)}
</div>`;
  return layout(
    view,
    words.title,
    html`
<section class="card">
<h1>${words.title}</h1>
${codes}
<ol>
${words.steps.map((step) => html`<li>${step}</li>\n`)}</ol>
<p class="links"><a href="/login">${login.back}</a></p>
</section>`,
  );
}

export function messagePage(view: View, title: string, message: string, next: string, label: string): string {
  return layout(
    view,
    title,
    html`
<section class="card narrow"><h1>${title}</h1><p>${message}</p><p><a class="primary" href="${next}">${label}</a></p></section>`,
  );
}

export function problemPage(view: View, problem: Problem): string {
  const { problems, problemCode, login, back } = view.texts;
  const { title, text } = problems[problem.code];
  return layout(
    view,
    title,
    html`
<section class="card narrow"><h1>${title}</h1>
<p>${problem.told || text}</p>
<p><a class="primary" href="${problem.next}">${problem.next === "/login" ? login.again : back}</a></p>
<p class="hint">${filled(problemCode, { code: problem.code })}</p></section>`,
  );
}
