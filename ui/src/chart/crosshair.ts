/*
 * The instant under the pointer, shared by all time charts on the screen. ECharts can connect charts itself, but then
 * every one of them opens its tooltip; only the line is wanted.
 */
type Listener = (source: object, instant: number | null) => void;

const listeners = new Set<Listener>();

export function showCrosshair(source: object, instant: number | null): void {
  listeners.forEach((listener) => listener(source, instant));
}

export function onCrosshair(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
