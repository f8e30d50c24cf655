import { cellNumber, isNumeric, type LogQueryResult } from '../model/log-query-client';
import { timeColumn } from './series';
import type { VisualSettings } from './visual-settings';

export interface SingleValue {
  value: number | null;
  sparkline: [number, number][];
}

/** The first numeric field of the first record, or one number over all slices when there is a `_timeslice`. */
export function toSingleValue(result: LogQueryResult, settings: VisualSettings): SingleValue {
  const time = timeColumn(result.fields);
  const column = valueColumn(result, time);
  if (time < 0) return { value: cellNumber(result.rows[0]?.[column]), sparkline: [] };
  const points = result.rows
    .flatMap((row): [number, number][] => {
      const at = cellNumber(row[time]);
      const value = cellNumber(row[column]);
      return at === null || value === null ? [] : [[at, value]];
    })
    .sort(([a], [b]) => a - b);
  return {
    value: summarize(
      points.map(([, value]) => value),
      settings.svp?.option ?? 'Latest',
    ),
    sparkline: points,
  };
}

function valueColumn(result: LogQueryResult, time: number): number {
  const candidates = result.fields
    .map((field, index) => ({ field, index }))
    .filter(({ index }) => index !== time);
  const value =
    candidates.find(({ field }) => isNumeric(field) && !field.keyField) ??
    candidates.find(({ field }) => isNumeric(field)) ??
    // Numbers taken from text by a parse stage arrive as text.
    candidates.find(({ index }) => cellNumber(result.rows[0]?.[index]) !== null);
  return value?.index ?? -1;
}

function summarize(values: number[], option: string): number | null {
  const sum = values.reduce((total, value) => total + value, 0);
  if (option === 'Count') return values.length;
  if (values.length === 0) return null;
  switch (option) {
    case 'Sum':
      return sum;
    case 'Average':
    case 'Avg':
      return sum / values.length;
    case 'Min':
      return Math.min(...values);
    case 'Max':
      return Math.max(...values);
    default:
      return values.at(-1) ?? null;
  }
}
