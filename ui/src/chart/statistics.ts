export const statistics = ['latest', 'min', 'max', 'avg'] as const;
export type Statistic = (typeof statistics)[number];

/** One number over the values of a series; null when it has none. */
export function summarize(points: [number, number | null][], statistic: Statistic): number | null {
  return summarizeValues(
    points.map(([, value]) => value),
    statistic,
  );
}

export function summarizeValues(all: (number | null)[], statistic: Statistic): number | null {
  const values = all.filter((value) => value !== null);
  if (values.length === 0) return null;
  switch (statistic) {
    case 'latest':
      return values.at(-1) ?? null;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'avg':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}

/** The statistics an author asked for, in a fixed order; all of them when none is named. */
export function shownStatistics(names: string[] | null | undefined): Statistic[] {
  const chosen = statistics.filter((name) => names?.includes(name));
  return chosen.length > 0 ? chosen : [...statistics];
}
