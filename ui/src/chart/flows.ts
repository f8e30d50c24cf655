import { cellNumber, cellText, isNumeric, type LogQueryResult } from '../model/log-query-client';
import { type SeriesKey, timeColumn } from './series';

/** So much goes from a label of one column to a label of the next. */
export interface Flow {
  name: string;
  keys: SeriesKey[];
  from: Stop;
  to: Stop;
  value: number;
}

/** A label in its column: the same text in another column is another stop, so that a flow never runs in a circle. */
export interface Stop {
  column: number;
  label: string;
}

/**
 * What flows between the label columns of the records, each to the next, by the first number; without a number each
 * record counts one. Largest first; null when there are fewer than two columns of labels.
 */
export function toFlows({ fields, rows }: LogQueryResult): Flow[] | null {
  const time = timeColumn(fields);
  const columns = fields.map((field, index) => ({ field, index })).filter(({ index }) => index !== time);
  const labels = columns.filter(({ field }) => field.keyField === true || !isNumeric(field));
  const measure = columns.find(({ field }) => isNumeric(field) && !field.keyField);
  if (labels.length < 2) return null;
  const found = new Map<string, Flow>();
  for (const row of rows) {
    const value = measure ? (cellNumber(row[measure.index]) ?? 0) : 1;
    if (value <= 0) continue;
    labels.slice(1).forEach((right, i) => {
      const left = labels[i] ?? right;
      const ends = [left, right].map(({ field, index }) => ({
        field: field.name,
        value: row[index] ?? null,
      }));
      const [from, to] = ends.map(({ value: end }) => (cellText(end) === '' ? '(empty)' : cellText(end)));
      if (from === undefined || to === undefined) return;
      const id = JSON.stringify([i, from, to]);
      const known = found.get(id);
      if (known) known.value += value;
      else
        found.set(id, {
          name: `${from} → ${to}`,
          keys: ends,
          from: { column: i, label: from },
          to: { column: i + 1, label: to },
          value,
        });
    });
  }
  return [...found.values()].sort((a, b) => b.value - a.value);
}
