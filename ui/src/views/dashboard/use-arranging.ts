import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react';
import type { Place } from '../../model/dashboard-document';
import { arrange, neighbourRow, type Places } from './arrange';
import { gridColumns } from './layout';

/** The height of a row of the grid and the gap below it, as the style sheet has them. */
const rowPixels = 38;
const gapPixels = 8;

export interface Handles {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

export interface Arranging {
  /** Where panels are while one is dragged; null when none is. */
  draft: Places | null;
  moving: string | null;
  mover: (key: string) => Handles;
  resizer: (key: string) => Handles;
}

const steps: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Change = (place: Place, across: number, down: number) => Place;

const move: Change = (place, across, down) => ({ ...place, x: place.x + across, y: place.y + down });

const resize: Change = (place, across, down) => ({
  ...place,
  width: Math.min(place.width + across, gridColumns - place.x),
  height: place.height + down,
});

/** Moves and resizes panels, by dragging a handle or with the arrow keys on it; Escape gives a drag up. */
export function useArranging(
  places: Places,
  grid: RefObject<HTMLElement | null>,
  onArranged: (places: Places) => void,
): Arranging {
  const [drag, setDrag] = useState<{ key: string; draft: Places } | null>(null);

  const handles =
    (change: Change) =>
    (key: string): Handles => ({
      onPointerDown: (event) => {
        const start = places.get(key);
        if (event.button !== 0 || !start || !grid.current) return;
        event.preventDefault();
        const handle = event.currentTarget;
        handle.setPointerCapture(event.pointerId);
        handle.focus({ preventScroll: true });
        const columnPixels = (grid.current.clientWidth + gapPixels) / gridColumns;
        const top = grid.current.getBoundingClientRect().top;
        const { clientX, clientY } = event;
        const controller = new AbortController();
        let draft: Places = places;
        const follow = (at: globalThis.PointerEvent) => {
          // The page may scroll under the pointer.
          const scrolled = top - (grid.current?.getBoundingClientRect().top ?? top);
          const across = Math.round((at.clientX - clientX) / columnPixels);
          const down = Math.round((at.clientY - clientY + scrolled) / rowPixels);
          draft = arrange(places, key, change(start, across, down));
          setDrag({ key, draft });
        };
        const end = (keep: boolean) => {
          controller.abort();
          setDrag(null);
          if (keep && draft !== places) onArranged(draft);
        };
        const { signal } = controller;
        handle.addEventListener('pointermove', follow, { signal });
        handle.addEventListener('pointerup', () => end(true), { signal });
        handle.addEventListener('pointercancel', () => end(false), { signal });
        window.addEventListener('keydown', ({ key: pressed }) => pressed === 'Escape' && end(false), {
          signal,
        });
      },
      onKeyDown: (event) => {
        const step = steps[event.key];
        const place = places.get(key);
        if (!step || !place) return;
        event.preventDefault();
        const [across, down] = step;
        const next =
          event.shiftKey || change === resize
            ? resize(place, across, down)
            : {
                ...place,
                x: place.x + across,
                y: down === 0 ? place.y : neighbourRow(places, key, down < 0 ? 'up' : 'down'),
              };
        onArranged(arrange(places, key, next));
      },
    });

  return {
    draft: drag?.draft ?? null,
    moving: drag?.key ?? null,
    mover: handles(move),
    resizer: handles(resize),
  };
}
