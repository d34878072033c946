// Counts down to the end of the binding dialog and closes its form then.
const countdown = document.querySelector(".countdown");
const deadline = Number(countdown.dataset.deadline);
const shown = countdown.querySelector("strong");

function tick() {
  const seconds = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
  shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds > 0) return;
  clearInterval(timer);
  countdown.textContent = countdown.dataset.ended;
  document.querySelector("form[action='/bind'] button").disabled = true;
}

const timer = setInterval(tick, 500);
tick();
