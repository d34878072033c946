#include "front/sign_in/page.hpp"

#include "front/http.hpp"

namespace palmkey::front::sign_in {

using platform::Language;

namespace {

std::string_view pick(Language language, std::string_view chinese, std::string_view english) {
  return language == Language::chinese ? chinese : english;
}

std::string document(std::string_view title, std::string_view body, Language language, bool with_script) {
  std::string html = "<!doctype html><html lang=\"";
  html += pick(language, "zh-CN", "en");
  html +=
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">";
  html +=
      "<title>" + std::string(title) + "</title><link rel=\"stylesheet\" href=\"/oidc/assets/sign-in.css\">";
  if (with_script) html += "<script src=\"/oidc/assets/sign-in.js\" defer></script>";
  html += "</head><body><main>" + std::string(body) + "</main></body></html>";
  return html;
}

}  // namespace

std::string sign_in_page(const std::string& session_id, const BrowserView& view, Language language) {
  const bool bind = view.action == Action::bind;
  const std::string title(bind ? pick(language, "CA绑定", "Bind a certificate")
                               : pick(language, "移动KEY登录", "Sign in with your mobile key"));
  std::string body = "<h1>" + title + "</h1>";
  body += "<p class=\"site\"><strong>" + html_escaped(view.relying_party) + "</strong><span>" +
          html_escaped(view.origin) + "</span></p>";
  if (bind) {
    body += "<p>";
    body += pick(language, "您尚未绑定CA证书，请在5分钟内扫码绑定。",
                 "No certificate is bound yet: scan within 5 minutes.");
    body += "</p><p>";
    body += pick(language, "绑定账号：", "Account: ");
    body += "<strong>" + html_escaped(view.account) + "</strong></p>";
  }
  body += "<div id=\"sign-in\" data-session=\"" + html_escaped(session_id) + "\">";
  body += "<img id=\"qr\" alt=\"";
  body += pick(language, "请用手机APP“二维码”扫描", "Scan with the phone app");
  body += "\" width=\"240\" height=\"240\"><p id=\"code\">";
  body += pick(language, "核对码", "Code");
  body += " <strong>" + html_escaped(view.code) +
          "</strong></p><p id=\"status\" role=\"status\" aria-live=\"polite\" data-fresh=\"";
  body += pick(language, "请打开手机APP，用“二维码”扫描，核对信息后输入密码。",
               "Open the app, scan, compare what it shows, enter the PIN.");
  body += "\" data-scanned=\"";
  body += pick(language, "已扫描，请在手机上核对并输入密码。",
               "Scanned: compare and enter the PIN on the phone.");
  body += "\" data-confirmed=\"";
  body += pick(language, "成功，正在返回…", "Done, going back…");
  body += "\" data-rejected=\"";
  body += pick(language, "已取消，正在返回…", "Cancelled, going back…");
  body += "\" data-expired=\"";
  body += pick(language, "二维码已过期，正在返回…", "The code expired, going back…");
  body += "\" data-offline=\"";
  body += pick(language, "网络中断，正在重试…", "No connection, trying again…");
  body += "\"></p><p><span id=\"left\"></span> ";
  body += pick(language, "秒后过期", "seconds left");
  body += "</p><button id=\"cancel\" type=\"button\">";
  body += pick(language, "取消", "Cancel");
  body += "</button></div>";
  return document(title, body, language, true);
}

std::string failure_page(std::string_view sentence, Language language) {
  const std::string title(pick(language, "无法继续", "This can't go on"));
  return document(title, "<h1>" + title + "</h1><p>" + html_escaped(sentence) + "</p>", language, false);
}

std::string_view page_style() {
  return R"(body{margin:0;font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;background:#f2f4f8;color:#1d2433}
main{max-width:22rem;margin:4vh auto;padding:1.5rem;background:#fff;border-radius:12px;text-align:center}
h1{font-size:1.25rem;margin:.25rem 0 1rem}
.site span{display:block;color:#4a5468;font-size:.875rem;word-break:break-all}
#qr{display:block;margin:0 auto;background:#fff}
#qr.dim{opacity:.15}
#code strong{font-size:1.75rem;letter-spacing:.2em;margin-left:.25rem}
button{font:inherit;padding:.5rem 1.5rem;border:1px solid #6b7488;border-radius:8px;background:#fff;cursor:pointer}
button:focus-visible{outline:3px solid #1f5fd6;outline-offset:2px}
)";
}

std::string_view page_script() {
  return R"('use strict';
// While nobody has scanned, the QR code changes each second. Once a phone has, its person is about to be let in: the
// platform answers when there is something new, or soon again where too many wait.
const pauses = { fresh: 1000, scanned: 100 };
const aWhile = 1000;
const box = document.getElementById('sign-in');
const base = '/oidc/sign-in/' + encodeURIComponent(box.dataset.session);
const status = document.getElementById('status');
const qr = document.getElementById('qr');
const left = document.getElementById('left');
let ends = 0;
const tick = () => { left.textContent = Math.max(0, Math.ceil((ends - performance.now()) / 1000)); };
async function look(known) {
  const begun = performance.now();
  let view;
  try {
    const answer = await fetch(base + '/state' + (known ? '?known=' + known : ''), { cache: 'no-store' });
    view = await answer.json();
    if (!answer.ok) { status.textContent = view.detail; return; }
  } catch (problem) {
    status.textContent = status.dataset.offline;
    setTimeout(look, 2000);
    return;
  }
  status.textContent = status.dataset[view.status];
  if (!ends) setInterval(tick, 1000);
  ends = performance.now() + view.seconds_left * 1000;
  tick();
  if (view.qr) qr.src = view.qr;
  qr.classList.toggle('dim', view.status !== 'fresh');
  if (view.redirect) { location.replace(view.redirect); return; }
  const hasWaited = performance.now() - begun > aWhile;
  const next = view.status === 'scanned' ? 'scanned' : undefined;
  setTimeout(look, next && (hasWaited || known !== next) ? 0 : pauses[view.status] ?? 1000, next);
}
document.getElementById('cancel').addEventListener('click', () => fetch(base + '/cancel', { method: 'POST' }));
look();
)";
}

}  // namespace palmkey::front::sign_in
