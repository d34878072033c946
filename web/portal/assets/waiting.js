// Waits for the phone: the notice follows the state of what was asked, and the page is shown anew once it has ended.
const box = document.querySelector("[data-source]");
const notice = document.getElementById("notice");

async function look() {
  try {
    const answer = await fetch(box.dataset.source, { cache: "no-store" });
    const view = await answer.json();
    if (!["waiting", "claimed"].includes(view.state)) {
      location.reload();
      return;
    }
    notice.textContent = view.notice;
    document.getElementById("qr").classList.toggle("dim", view.state === "claimed");
  } catch {
    notice.textContent = box.dataset.lost;
  }
  setTimeout(look, 1000);
}

if (["waiting", "claimed"].includes(box.dataset.state)) setTimeout(look, 1000);
