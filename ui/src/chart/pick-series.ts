import type { DataPoint } from './drill';
import type { Series } from './series';

/**
 * The point of a chart over time that a click at a place means: the slice under it, and of its values the nearest one,
 * or in a stack the layer.
 */
export function pickSeries(
  series: Series[],
  sliceMs: number | null,
  stacked: boolean,
  instant: number,
  value: number,
): DataPoint | null {
  const times = series[0]?.points.map(([at]) => at) ?? [];
  const index = nearest(times, instant);
  const at = times[index];
  if (at === undefined) return null;
  const here = series.flatMap((entry) => {
    const found = entry.points[index]?.[1] ?? null;
    return found === null ? [] : [{ entry, value: found }];
  });
  const chosen = stacked ? layer(here, value) : closest(here, value);
  return chosen
    ? {
        name: chosen.name,
        keys: chosen.keys.length > 0 ? chosen.keys : [{ field: '', value: chosen.id }],
        slice: { from: at, to: at + (sliceMs ?? 60_000) },
      }
    : null;
}

function nearest(times: number[], instant: number): number {
  let best = -1;
  times.forEach((at, i) => {
    if (best < 0 || Math.abs(at - instant) < Math.abs((times[best] ?? 0) - instant)) best = i;
  });
  return best;
}

interface Candidate {
  entry: Series;
  value: number;
}

function closest(candidates: Candidate[], value: number): Series | null {
  const sorted = [...candidates].sort((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value));
  return sorted[0]?.entry ?? null;
}

/** The first layer whose top is above the place; above all of them, the topmost that holds something. */
function layer(candidates: Candidate[], value: number): Series | null {
  let top = 0;
  for (const candidate of candidates) {
    top += candidate.value;
    if (candidate.value > 0 && value <= top) return candidate.entry;
  }
  return candidates.findLast((candidate) => candidate.value > 0)?.entry ?? null;
}
