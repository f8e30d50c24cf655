import type { DashboardTimeRange } from '../model/dashboard';

/*
 * A time range is two boundaries as text, the form that stands in the URL: `now`, relative (`-24h`, `-2w5d3h`),
 * epoch milliseconds, an ISO 8601 time, or a calendar name (`today`). Relative text goes to the server as it is, so
 * that a wrong clock on this machine does not shift the data.
 */
export interface TimeRange {
  from: string;
  to: string;
}

export interface ResolvedRange {
  from: number;
  to: number;
}

export const defaultRange: TimeRange = { from: '-24h', to: 'now' };

export const presets: { label: string; range: TimeRange }[] = [
  { label: 'Last 15 minutes', range: { from: '-15m', to: 'now' } },
  { label: 'Last hour', range: { from: '-1h', to: 'now' } },
  { label: 'Last 3 hours', range: { from: '-3h', to: 'now' } },
  { label: 'Last 6 hours', range: { from: '-6h', to: 'now' } },
  { label: 'Last 12 hours', range: { from: '-12h', to: 'now' } },
  { label: 'Last 24 hours', range: { from: '-24h', to: 'now' } },
  { label: 'Last 3 days', range: { from: '-3d', to: 'now' } },
  { label: 'Last 7 days', range: { from: '-7d', to: 'now' } },
  { label: 'Last 30 days', range: { from: '-30d', to: 'now' } },
];

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const relativePattern = /^([+-])((?:\d+[smhdw])+)$/;

/** `-4h30m` as milliseconds, null when the text is no relative time. */
export function relativeMs(text: string): number | null {
  const match = relativePattern.exec(text.trim());
  if (!match) return null;
  let total = 0;
  for (const [, amount, unit] of (match[2] ?? '').matchAll(/(\d+)([smhdw])/g)) {
    total += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  }
  return match[1] === '-' ? -total : total;
}

function startOf(name: string, now: number): number | null {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  switch (name) {
    case 'today':
    case 'day':
      return day.getTime();
    case 'yesterday':
      return day.setDate(day.getDate() - 1);
    case 'week':
      return day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
    case 'month':
      return day.setDate(1);
    case 'year':
      return day.setMonth(0, 1);
    case 'hour':
      return new Date(now).setMinutes(0, 0, 0);
    case 'minute':
      return new Date(now).setSeconds(0, 0);
    case 'second':
      return new Date(now).setMilliseconds(0);
    default:
      return null;
  }
}

/** The instant a boundary means, null when the text means none. */
export function resolveBoundary(text: string, now: number): number | null {
  const boundary = text.trim();
  if (boundary === 'now') return now;
  const relative = relativeMs(boundary);
  if (relative !== null) return now + relative;
  if (/^\d{10,}$/.test(boundary)) return Number(boundary);
  const named = startOf(boundary, now);
  if (named !== null) return named;
  if (/^\d{4}-\d{2}-\d{2}/.test(boundary)) {
    const instant = Date.parse(boundary);
    return Number.isNaN(instant) ? null : instant;
  }
  return null;
}

export function resolveRange(range: TimeRange, now: number): ResolvedRange | null {
  const from = resolveBoundary(range.from, now);
  const to = resolveBoundary(range.to, now);
  return from === null || to === null ? null : { from, to };
}

/** Why a range cannot be used, in words for the person who typed it; null when it can. */
export function rangeProblem(range: TimeRange, now = Date.now()): string | null {
  const from = resolveBoundary(range.from, now);
  const to = resolveBoundary(range.to, now);
  const advice = 'Write for example -15m, -1d12h, now or 2026-05-01T10:00.';
  if (from === null) return `“${range.from}” is no time. ${advice}`;
  if (to === null) return `“${range.to}” is no time. ${advice}`;
  return from < to ? null : 'The range must start before it ends.';
}

/** What the server is sent: relative text untouched, everything else as epoch milliseconds. */
export function forServer(text: string): string | number {
  if (text === 'now' || relativeMs(text) !== null) return text;
  return resolveBoundary(text, Date.now()) ?? text;
}

/** `-15m` (until now), `-1d -12h`, or two absolute times separated by white space or "to". */
export function parseExpression(text: string): TimeRange | null {
  const parts = text
    .trim()
    .split(/\s+/)
    .filter((part) => part.toLowerCase() !== 'to');
  const [from, to = 'now'] = parts;
  return from === undefined || parts.length > 2 ? null : { from, to };
}

/** The range a dashboard or panel was saved with. */
export function fromDashboardRange(saved: DashboardTimeRange | null | undefined): TimeRange | null {
  if (!saved) return null;
  const literal = saved.rangeName ?? (saved.from ? null : saved.type);
  switch (literal) {
    case 'today':
      return { from: 'today', to: 'now' };
    case 'yesterday':
      return { from: 'yesterday', to: 'today' };
    case 'previous_week':
      return { from: '-7d', to: 'now' };
    case 'previous_month':
      return { from: '-30d', to: 'now' };
  }
  const from = boundaryText(saved.from);
  return from === null ? null : { from, to: boundaryText(saved.to) ?? 'now' };
}

/** A range as a dashboard stores it. */
export function toDashboardRange({ from, to }: TimeRange): DashboardTimeRange {
  if (from === 'yesterday' && to === 'today')
    return { type: 'CompleteLiteralTimeRange', rangeName: 'yesterday' };
  return {
    type: 'BeginBoundedTimeRange',
    from: boundaryOf(from),
    to: to === 'now' ? null : boundaryOf(to),
  };
}

function boundaryOf(text: string): NonNullable<DashboardTimeRange['from']> {
  if (relativeMs(text) !== null) return { type: 'RelativeTimeRangeBoundary', relativeTime: text };
  if (/^\d+$/.test(text)) return { type: 'EpochTimeRangeBoundary', epochMillis: Number(text) };
  if (/^\d{4}-/.test(text)) return { type: 'Iso8601TimeRangeBoundary', iso8601Time: text };
  return { type: 'LiteralTimeRangeBoundary', rangeName: text };
}

function boundaryText(boundary: DashboardTimeRange['from']): string | null {
  if (!boundary) return null;
  if (boundary.relativeTime) return boundary.relativeTime;
  if (boundary.epochMillis) return String(boundary.epochMillis);
  return boundary.iso8601Time ?? boundary.rangeName ?? null;
}

export function sameRange(a: TimeRange, b: TimeRange): boolean {
  return a.from === b.from && a.to === b.to;
}
