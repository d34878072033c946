/** The pages of documents to sign. */
import type { DocumentState } from "../document_service.js";
import type { SentDocument } from "../documents.js";
import { html, nothing } from "./html.js";
import { layout, tokenField } from "./layout.js";

const notices: Record<DocumentState, string> = {
  waiting: "请用掌钥应用的“二维码”扫描，在手机上核对文件并输入密码签名。",
  claimed: "已扫描，请在手机上查看文件并签名。",
  signed: "已签名。",
  rejected: "您在手机上拒绝了签名。",
  expired: "二维码已过期，请重新上传。",
};

export function noticeOf(state: DocumentState): string {
  return notices[state];
}

export function documentsPage(token: string, documents: SentDocument[], message: string): string {
  const list =
    documents.length === 0
      ? html`<p class="hint">还没有待签文件。</p>`
      : html`<ul class="files">${documents
          .slice()
          .reverse()
          .map((document) => html`<li><a href="/documents/${document.id}">${document.name}</a></li>`)}</ul>`;
  return layout(
    "文件签名",
    html`
<section class="card">
<h1>文件签名</h1>
${message === "" ? nothing : html`<p class="alert" role="alert">${message}</p>`}
<p>上传PDF文件，用手机上的移动KEY证书签名。文件在手机上签名，签名后回到这里下载。</p>
<form method="post" action="/documents" enctype="multipart/form-data">${tokenField(token)}
<label for="file">PDF文件（不超过20MB）</label>
<input id="file" name="file" type="file" accept="application/pdf,.pdf" required>
<button class="primary">上传并签名</button>
</form>
</section>
<section class="card"><h2>本次登录上传的文件</h2>${list}<p class="links"><a href="/expert">返回专家主页</a></p></section>`,
  );
}

export function documentPage(document: SentDocument, state: DocumentState, qr: string): string {
  const open = state === "waiting" || state === "claimed";
  return layout(
    "文件签名",
    html`
<section class="card narrow" id="document" data-id="${document.id}" data-state="${state}">
<h1>${document.name}</h1>
${
  open
    ? html`<img id="qr" class="${state === "claimed" ? "qr dim" : "qr"}" src="${qr}" width="240" height="240" alt="请用手机APP“二维码”扫描">`
    : nothing
}
<p id="notice" role="status" aria-live="polite" class="${state === "signed" ? "done" : ""}">${noticeOf(state)}</p>
${
  state === "signed"
    ? html`<p><a class="primary" href="/documents/${document.id}/signed.pdf">下载已签名的文件</a></p>`
    : nothing
}
<p class="links"><a href="/documents">返回</a></p>
</section>
<script src="/assets/document.js" defer></script>`,
  );
}
