import type { SeriesKey } from '../../chart/series';
import { splitStages } from '../../query/plain-count';

const aggregate =
  /^(count|count_distinct|count_frequent|sum|avg|min|max|pct|median|stddev|variance|first|last|most_recent|least_recent|values|topk|top)\b/i;

/**
 * The query for the lines behind a point of a panel: what its own query does before it aggregates, narrowed to the keys
 * of the point.
 */
export function linesBehind(query: string, keys: SeriesKey[]): string {
  const stages = splitStages(query);
  const end = stages.findIndex((stage, i) => i > 0 && aggregate.test(stage));
  const kept = (end < 0 ? stages : stages.slice(0, end)).filter((stage) => !/^timeslice\b/i.test(stage));
  const transposed = transposedField(query);
  const conditions = keys.flatMap(({ field, value }) => {
    const name = field === '' ? transposed : field;
    return name === null ? [] : [condition(name, value)];
  });
  return [...kept, ...conditions.map((text) => `where ${text}`)].join('\n| ');
}

/** The field whose values `transpose` made columns of; null when the query does not transpose. */
function transposedField(query: string): string | null {
  const found = /\|\s*transpose\s+row\s+[^|]+?\s+column\s+([^|,]+?)\s*(?:\||$|,)/i.exec(query);
  return found?.[1] ?? null;
}

function condition(field: string, value: SeriesKey['value']): string {
  const name = /^[A-Za-z_][\w.]*$/.test(field) ? field : `%"${field.replaceAll('"', '\\"')}"`;
  if (value === null) return `isNull(${name})`;
  if (typeof value === 'string')
    return `${name} = "${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `${name} = ${String(value)}`;
}
