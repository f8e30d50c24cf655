import type { SeriesKey } from './series';
import {
  cellNumber,
  cellText,
  holdsNumbers,
  isNumeric,
  type LogQueryResult,
} from '../model/log-query-client';

export interface Categories {
  labels: string[];
  /** The fields and values behind each label. */
  keys: SeriesKey[][];
  /** One entry per numeric column, values in the order of the labels. */
  series: { name: string; values: (number | null)[] }[];
}

/** The first columns are labels, the numeric ones after them values; a number can be a label when others follow it. */
export function toCategories(result: LogQueryResult): Categories {
  const columns = result.fields.map((field, index) => ({ field, index }));
  const numeric = columns.filter(({ field }) => isNumeric(field));
  const values =
    numeric.length < columns.length ? numeric.filter(({ field }) => !field.keyField) : numeric.slice(1);
  if (values.length === 0)
    values.push(...columns.slice(1).filter(({ index }) => holdsNumbers(result.rows, index)));
  const chosen = values.length > 0 ? values : numeric.slice(-1);
  const keys = columns.filter(({ index }) => !chosen.some((value) => value.index === index));
  return {
    labels: result.rows.map((row) => {
      const label = keys.map(({ index }) => cellText(row[index])).join(' · ');
      return label.trim() === '' ? '(empty)' : label;
    }),
    keys: result.rows.map((row) =>
      keys.map(({ field, index }) => ({ field: field.name, value: row[index] ?? null })),
    ),
    series: chosen.map(({ field, index }) => ({
      name: field.name,
      values: result.rows.map((row) => cellNumber(row[index])),
    })),
  };
}

export interface Slice {
  name: string;
  value: number;
  keys: SeriesKey[];
  /** Stands for the slices beyond the limit. */
  rest?: boolean;
}

/** The slices of a pie, largest first; those beyond the limit become "Other". */
export function toSlices({ labels, keys, series }: Categories, most: number): Slice[] {
  const values = series[0]?.values ?? [];
  const slices = labels
    .map((name, index) => ({ name, value: values[index] ?? 0, keys: keys[index] ?? [] }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  if (slices.length <= most) return slices;
  const rest = slices.slice(most).reduce((sum, { value }) => sum + value, 0);
  return [...slices.slice(0, most), { name: 'Other', value: rest, keys: [], rest: true }];
}
