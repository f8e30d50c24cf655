import { cellNumber, cellText, isNumeric, type LogQueryResult } from '../model/log-query-client';
import type { SeriesKey } from './series';
import { timeColumn } from './series';

/** Smallest value, lower quartile, median, upper quartile, largest value. */
export type Five = [number, number, number, number, number];

export interface Box {
  name: string;
  keys: SeriesKey[];
  /** The beginning of the box's slice, in a chart over time. */
  at: number | null;
  values: Five;
}

/** How queries call the five numbers: after the operator that made them. */
const names = [
  /^_?min/,
  /(pct|p|q)_?25|lower|q1/,
  /(pct|p|q)_?50|median/,
  /(pct|p|q)_?75|upper|q3/,
  /^_?max/,
];

/**
 * A box for each record: by the names of its columns, else from the first five numbers. Null when the records have fewer.
 * The numbers are put in order, so that columns may stand in any.
 */
export function toBoxes({ fields, rows }: LogQueryResult): Box[] | null {
  const time = timeColumn(fields);
  const columns = fields.map((field, index) => ({ field, index }));
  const numeric = columns.filter(({ field, index }) => index !== time && isNumeric(field) && !field.keyField);
  const named = names.map((name) => numeric.find(({ field }) => name.test(field.name.toLowerCase())));
  const chosen = named.every((column) => column !== undefined) ? named : numeric.slice(0, 5);
  if (new Set(chosen).size < 5) return null;
  const keys = columns.filter(
    ({ field, index }) => index !== time && (field.keyField === true || !isNumeric(field)),
  );
  return rows.flatMap((row) => {
    const values = chosen.map(({ index }) => cellNumber(row[index]));
    if (values.some((value) => value === null)) return [];
    return [
      {
        name: keys.map(({ index }) => cellText(row[index])).join(' · '),
        keys: keys.map(({ field, index }) => ({ field: field.name, value: row[index] ?? null })),
        at: time < 0 ? null : cellNumber(row[time]),
        values: (values as number[]).sort((a, b) => a - b) as Five,
      },
    ];
  });
}
