import * as z from 'zod';
import { call } from './http';

const fieldSchema = z.object({
  name: z.string(),
  displayName: z.string().nullish(),
  fieldType: z.string(),
  keyField: z.boolean().nullish(),
  fromQuery: z.boolean().nullish(),
});

export type Cell = string | number | boolean | null;

// Cells are checked where they are read (cellNumber, cellText): walking 10,000 rows twice costs more than it finds.
const rowsSchema = z.custom<Cell[][]>(
  (value) => Array.isArray(value) && (value.length === 0 || Array.isArray(value[0])),
  'rows must be a list of lists',
);

const bucketSchema = z.object({ start: z.number(), length: z.number(), count: z.number() });

export const resultSchema = z.object({
  kind: z.enum(['records', 'messages']),
  fields: z.array(fieldSchema),
  rows: rowsSchema,
  range: z.object({ from: z.number(), to: z.number() }),
  truncated: z.boolean().nullish(),
  warnings: z.array(z.string()).nullish(),
  elapsedMs: z.number().nullish(),
  messageCount: z.number().nullish(),
  histogram: z.array(bucketSchema).nullish(),
});

export type Field = z.infer<typeof fieldSchema>;
export type Bucket = z.infer<typeof bucketSchema>;
export type LogQueryResult = z.infer<typeof resultSchema>;

export interface LogQuery {
  query: string;
  from: string | number;
  to: string | number;
  /** Values by variable name. */
  variables?: Record<string, string[]>;
  limit?: number;
  histogram?: boolean;
}

/** Runs a query. Aborting the signal also cancels it on the server. */
export function runLogQuery(query: LogQuery, signal: AbortSignal): Promise<LogQueryResult> {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return call('/api/v1/query', resultSchema, { method: 'POST', body: { ...query, timeZone }, signal });
}

const numericTypes = new Set(['int', 'long', 'double', 'integer', 'float', 'number']);

export function isNumeric(field: Field): boolean {
  return numericTypes.has(field.fieldType.toLowerCase());
}

/** Numbers taken out of a line by a parse stage arrive as text; a column of nothing else is as good as numeric. */
export function holdsNumbers(rows: Cell[][], column: number): boolean {
  let some = false;
  for (const row of rows) {
    const cell = row[column];
    if (cell === null || cell === undefined || cell === '') continue;
    if (cellNumber(cell) === null) return false;
    some = true;
  }
  return some;
}

export function cellNumber(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== 'string' || cell.trim() === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

export function cellText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}

/** The position of a field; names are case-insensitive in the query language. */
export function fieldIndex(fields: Field[], name: string): number {
  const wanted = name.toLowerCase();
  return fields.findIndex((field) => field.name.toLowerCase() === wanted);
}
