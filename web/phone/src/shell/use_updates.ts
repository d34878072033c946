// The service worker: registered once; a new version waits until the person agrees to it.
import { ref } from "vue";

const waiting = ref<ServiceWorker | null>(null);
let started = false;

function watchInstalling(registration: ServiceWorkerRegistration): void {
  const installing = registration.installing;
  installing?.addEventListener("statechange", () => {
    if (installing.state === "installed" && navigator.serviceWorker.controller) waiting.value = installing;
  });
}

async function register(): Promise<void> {
  const hadController = navigator.serviceWorker.controller !== null;
  const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}service_worker.js`);
  if (registration.waiting && hadController) waiting.value = registration.waiting;
  registration.addEventListener("updatefound", () => watchInstalling(registration));
  let reloaded = !hadController; // the first worker's arrival is no reason to load the page again
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (!reloaded) location.reload();
    reloaded = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void registration.update().catch(() => undefined);
  });
}

export function useUpdates() {
  if (!started && import.meta.env.PROD && "serviceWorker" in navigator) {
    started = true;
    void register().catch(() => undefined); // without it the app works, only not offline
  }
  const takeOver = (): void => waiting.value?.postMessage("take-over");
  return { waiting, takeOver };
}
