// Where a picture lies in its frame: fitted, then zoomed, turned and moved.
import { computed, reactive } from "vue";

export interface Size {
  width: number;
  height: number;
}

const furthest = 12;

export function useStage() {
  const frame = reactive<Size>({ width: 1, height: 1 });
  const picture = reactive<Size & { long: boolean }>({ width: 1, height: 1, long: false });
  const place = reactive({ x: 0, y: 0, zoom: 1, turns: 0 });

  const fitted = computed(() => {
    const sideways = place.turns % 2 === 1;
    const width = sideways ? picture.height : picture.width;
    const height = sideways ? picture.width : picture.height;
    const byWidth = frame.width / width;
    return (picture.long ? byWidth : Math.min(byWidth, frame.height / height)) * 0.98;
  });
  const scale = computed(() => fitted.value * place.zoom);
  const transform = computed(
    () =>
      `translate(-50%, -50%) translate(${place.x}px, ${place.y}px) rotate(${place.turns * 90}deg) scale(${scale.value})`,
  );

  // Several pages begin at the top.
  function reset(): void {
    place.zoom = 1;
    place.x = 0;
    place.y = picture.long ? Math.max(0, (picture.height * scale.value - frame.height) / 2) : 0;
  }

  // What lies at (x, y), from the frame's middle, stays there.
  function zoomBy(factor: number, x = 0, y = 0): void {
    const zoom = Math.min(furthest, Math.max(0.5, place.zoom * factor));
    const real = zoom / place.zoom;
    place.x = x - (x - place.x) * real;
    place.y = y - (y - place.y) * real;
    place.zoom = zoom;
  }

  function rotate(): void {
    place.turns = (place.turns + 1) % 4;
    reset();
  }

  function moveBy(x: number, y: number): void {
    place.x += x;
    place.y += y;
  }

  function show(size: Size, long: boolean, turns: number): void {
    Object.assign(picture, size, { long });
    place.turns = turns;
    reset();
  }

  return { frame, place, transform, reset, zoomBy, rotate, moveBy, show };
}
