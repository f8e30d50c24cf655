import type { DataPoint } from './drill';
import type { Series } from './series';

/** Slices are narrow: a click beside one that holds something means it. */
const reachSlices = 3;

/**
 * The point of a chart over time that a click at a place means: the nearest slice that holds something, and of its values
 * the nearest one, or in a stack the layer.
 */
export function pickSeries(
  series: Series[],
  sliceMs: number | null,
  stacked: boolean,
  instant: number,
  value: number,
): DataPoint | null {
  const times = series[0]?.points.map(([at]) => at) ?? [];
  const near = times
    .map((at, index) => ({ at, index, distance: Math.abs(at - instant) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, reachSlices);
  for (const { at, index } of near) {
    const here = series.flatMap((entry) => {
      const found = entry.points[index]?.[1] ?? null;
      return found === null ? [] : [{ entry, value: found }];
    });
    const chosen = stacked ? layer(here, value) : closest(here, value);
    if (chosen)
      return {
        name: chosen.name,
        keys: chosen.keys.length > 0 ? chosen.keys : [{ field: '', value: chosen.id }],
        slice: { from: at, to: at + (sliceMs ?? 60_000) },
      };
  }
  return null;
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
