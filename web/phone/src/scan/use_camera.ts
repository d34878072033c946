// The camera on the phone's back, its pictures for the code reader, and its light.
import { onBeforeUnmount, ref } from "vue";

export type CameraState = "off" | "starting" | "on" | "refused" | "missing" | "busy";

const longestSide = 960; // pixels: enough for a code that fills a third of the picture

function why(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

export function useCamera() {
  const state = ref<CameraState>("off");
  const light = ref<boolean | null>(null); // null: this camera has none
  let stream: MediaStream | undefined;
  let shown: HTMLVideoElement | undefined;
  const canvas = document.createElement("canvas");

  const track = (): MediaStreamTrack | undefined => stream?.getVideoTracks()[0];

  function stop(): void {
    for (const each of stream?.getTracks() ?? []) each.stop();
    stream = undefined;
    if (shown) shown.srcObject = null;
    light.value = null;
    if (state.value === "on" || state.value === "starting") state.value = "off";
  }

  async function start(video: HTMLVideoElement): Promise<void> {
    if (state.value === "starting" || state.value === "on") return;
    if (!navigator.mediaDevices?.getUserMedia) {
      state.value = "missing";
      return;
    }
    state.value = "starting";
    try {
      const opened = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } },
      });
      if ((state.value as CameraState) !== "starting") {
        for (const each of opened.getTracks()) each.stop();
        return;
      }
      stream = opened;
      shown = video;
      video.srcObject = opened;
      await video.play();
      const abilities = track()?.getCapabilities?.() as { torch?: boolean } | undefined;
      light.value = abilities?.torch ? false : null;
      track()?.addEventListener("ended", stop);
      state.value = "on";
    } catch (error) {
      stop();
      state.value = why(error);
    }
  }

  async function toggleLight(): Promise<void> {
    if (light.value === null) return;
    const wanted = !light.value;
    try {
      await track()?.applyConstraints({ advanced: [{ torch: wanted } as MediaTrackConstraintSet] });
      light.value = wanted;
    } catch {
      light.value = null;
    }
  }

  // What the camera sees now; undefined while there is no picture.
  function picture(): ImageData | undefined {
    const { videoWidth, videoHeight } = shown ?? { videoWidth: 0, videoHeight: 0 };
    if (state.value !== "on" || !shown || videoWidth === 0) return undefined;
    const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) return undefined;
    context.drawImage(shown, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }

  onBeforeUnmount(stop);
  return { state, light, start, stop, toggleLight, picture };
}

// True if the person has already allowed the camera, so that it may start by itself.
export async function cameraAllowed(): Promise<boolean> {
  try {
    const answer = await navigator.permissions.query({ name: "camera" as PermissionName });
    return answer.state === "granted";
  } catch {
    return false;
  }
}
