import {
  type Cell,
  cellNumber,
  cellText,
  type Field,
  fieldIndex,
  holdsNumbers,
  isNumeric,
  type LogQueryResult,
} from '../model/log-query-client';
import type { VisualSettings } from './visual-settings';

export interface Series {
  /** The column or key the values came from; stable when an override renames the series. */
  id: string;
  name: string;
  points: [number, number | null][];
  color?: string;
  /** Overrides may draw one series of a column chart as a line. */
  type?: string;
  dashed?: boolean;
  /** Measured by the axis on the right. */
  secondAxis?: boolean;
  /** The fields and values that tell this series from the others of its query. */
  keys: SeriesKey[];
  /** Which of the panel's queries it comes from: A, B, … */
  queryKey: string;
}

export interface SeriesKey {
  /** Empty where the series is a column: its name is then a value of the field that was transposed, if one was. */
  field: string;
  value: Cell;
}

export interface TimeSeriesData {
  series: Series[];
  /** Width of a slice in milliseconds; null when there are too few points to tell. */
  sliceMs: number | null;
}

/** The column holding the time of a slice, -1 when the result is no time series. */
export function timeColumn(fields: Field[]): number {
  const named = fieldIndex(fields, '_timeslice');
  if (named >= 0) return named;
  return fields.findIndex((field) => field.name.toLowerCase().includes('timeslice') && isNumeric(field));
}

/**
 * Every numeric column beside the time is a series. When text columns remain (a result that was not transposed), each
 * combination of their values is one.
 */
export function toTimeSeries(result: LogQueryResult, queryKey = 'A'): TimeSeriesData {
  const time = timeColumn(result.fields);
  if (time < 0) return { series: [], sliceMs: null };
  const others = result.fields
    .map((field, index) => ({ field, index }))
    .filter(({ index }) => index !== time);
  const values = others.filter(
    ({ field }) => isNumeric(field) && !(field.keyField && others.length > 1 && hasValue(others)),
  );
  if (values.length === 0) values.push(...others.filter(({ index }) => holdsNumbers(result.rows, index)));
  const keys = others.filter(({ index }) => !values.some((value) => value.index === index));
  const series = new Map<string, Series>();
  const times = new Set<number>();
  for (const row of result.rows) {
    const at = cellNumber(row[time]);
    if (at === null) continue;
    times.add(at);
    const key = keys.map(({ index }) => cellText(row[index])).join(' · ');
    for (const { field, index } of values) {
      const id = keys.length === 0 ? field.name : values.length === 1 ? key : `${key} ${field.name}`;
      let entry = series.get(id);
      if (!entry) {
        const own = keys.map((column) => ({ field: column.field.name, value: row[column.index] ?? null }));
        entry = { id, name: id === '' ? '(empty)' : id, points: [], keys: own, queryKey };
        series.set(id, entry);
      }
      entry.points.push([at, cellNumber(row[index])]);
    }
  }
  const all = [...series.values()].filter((entry) => entry.points.some(([, value]) => value !== null));
  all.forEach((entry) => entry.points.sort(([a], [b]) => a - b));
  return { series: all, sliceMs: smallestStep([...times]) };
}

function hasValue(columns: { field: Field }[]): boolean {
  return columns.some(({ field }) => isNumeric(field) && !field.keyField);
}

function smallestStep(times: number[]): number | null {
  const sorted = times.sort((a, b) => a - b);
  let step = Infinity;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, (sorted[i] ?? 0) - (sorted[i - 1] ?? 0));
  return Number.isFinite(step) ? step : null;
}

/** `timeslice 5m` in a query, in milliseconds: the slice width when the data has a single point. */
export function sliceFromQuery(query: string): number | null {
  const match = /\|\s*timeslice\s+(?:by\s+)?(\d+)\s*([smhdw])\b/i.exec(query);
  if (!match) return null;
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[
    (match[2] ?? '').toLowerCase()
  ];
  return unit === undefined ? null : Number(match[1]) * unit;
}

/**
 * A value for every slice: what the result leaves out becomes `empty`, which is null for lines (a gap is a gap) and
 * zero for stacks (a missing layer must not tear the ones above it).
 */
export function fillSlices(series: Series[], sliceMs: number | null, empty: number | null): Series[] {
  const times = [...new Set(series.flatMap((entry) => entry.points.map(([at]) => at)))].sort((a, b) => a - b);
  const all: number[] = [];
  // Columns are as wide as their slices only where a chart has two to tell from.
  const [only] = times;
  if (only !== undefined && times.length === 1 && sliceMs !== null)
    times.splice(0, 1, only - sliceMs, only, only + sliceMs);
  times.forEach((at, i) => {
    const previous = times[i - 1];
    if (previous !== undefined && sliceMs !== null && at - previous > sliceMs * 1.5) {
      // A line needs one hole to break; a stack needs every slice, or it would be drawn as a slope.
      const holes = empty === null ? 1 : Math.min(1440, Math.round((at - previous) / sliceMs) - 1);
      for (let hole = 1; hole <= holes; hole++) all.push(previous + hole * sliceMs);
    }
    all.push(at);
  });
  return series.map((entry) => {
    const known = new Map(entry.points);
    return { ...entry, points: all.map((at) => [at, known.get(at) ?? empty]) };
  });
}

/** Applies names, colours and visibility a dashboard's author gave to single series. */
export function applyOverrides(series: Series[], settings: VisualSettings): Series[] {
  const overrides = settings.overrides ?? [];
  return series.flatMap((entry) => {
    const mine = overrides.filter(({ series: names, queries }) =>
      names && names.length > 0 ? names.includes(entry.id) : (queries ?? []).includes(entry.queryKey),
    );
    if (mine.some(({ properties }) => properties.visible === false)) return [];
    const changed = { ...entry };
    for (const { properties } of mine) {
      if (properties.name) changed.name = properties.name;
      if (properties.color) changed.color = properties.color;
      if (properties.type) changed.type = properties.type;
      if (properties.axisYType === 'secondary') changed.secondAxis = true;
      if (properties.lineDashType && properties.lineDashType !== 'solid') changed.dashed = true;
    }
    return [changed];
  });
}
