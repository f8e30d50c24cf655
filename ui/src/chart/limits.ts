import type { Scheme } from './palette';
import type { VisualSettings } from './visual-settings';

/** A value beyond which an author wants a warning. */
export interface Limit {
  severity: 'warning' | 'critical';
  value: number;
  /** Whether values below it are the bad ones. */
  below: boolean;
}

export const limitColors: Record<Scheme, Record<Limit['severity'], string>> = {
  light: { warning: '#d9a300', critical: '#d2423f' },
  dark: { warning: '#f0b840', critical: '#ef6a63' },
};

/** The warning and critical thresholds of a chart or a table, the more severe first. */
export function limitsOf({ thresholdsSettings }: VisualSettings): Limit[] {
  if (!thresholdsSettings?.showThresholds) return [];
  const { critical, warning } = thresholdsSettings.numberThresholds ?? {};
  return [
    { severity: 'critical' as const, limit: critical },
    { severity: 'warning' as const, limit: warning },
  ].flatMap(({ severity, limit }) =>
    limit?.value === null || limit?.value === undefined || limit.display === false
      ? []
      : [{ severity, value: limit.value, below: limit.comparator?.startsWith('less') ?? false }],
  );
}

export function exceeded(value: number, limits: Limit[]): Limit | null {
  return limits.find(({ value: limit, below }) => (below ? value <= limit : value >= limit)) ?? null;
}
