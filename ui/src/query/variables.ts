import type { Variable } from '../model/dashboard';

/** Values by variable name in lower case: names are case-insensitive. */
export type VariableValues = Record<string, string>;

const reference = /\{\{(\{?)\s*([A-Za-z0-9_.]+)\s*\}?\}\}/g;

export function usedVariables(query: string): string[] {
  return [...new Set([...query.matchAll(reference)].map((match) => (match[2] ?? '').toLowerCase()))];
}

/** What a query's own run depends on: the values of the variables its text uses, under the names it uses. */
export function valuesFor(
  query: string,
  variables: Variable[],
  values: VariableValues,
): Record<string, string> {
  const used = new Set(usedVariables(query));
  return Object.fromEntries(
    variables
      .filter(({ name }) => used.has(name.toLowerCase()))
      .map(({ name, defaultValue }) => [name, values[name.toLowerCase()] ?? defaultValue ?? '*']),
  );
}

/** The query with its variables filled in, as the server would run it: values are escaped where they stand in quotes. */
export function fillVariables(query: string, values: Record<string, string>): string {
  const byName = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  return query.replace(reference, (whole, raw: string, name: string, offset: number) => {
    const value = byName.get(name.toLowerCase());
    if (value === undefined) return whole;
    if (raw !== '') return value;
    if (insideQuotes(query, offset)) return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    const bare = /^[\w\-:/.+@#$%^*?]*$/.test(value) || value.includes('*') || /^".*"$/.test(value);
    return bare ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
}

function insideQuotes(text: string, end: number): boolean {
  let inside = false;
  for (let i = 0; i < end; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') inside = !inside;
  }
  return inside;
}
