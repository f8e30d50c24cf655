import type { Variable } from '../model/dashboard';

/** Chosen values by variable name in lower case: names are case-insensitive. */
export type VariableValues = Record<string, string[]>;

/** Stands for every value. */
export const everyValue = '*';

const reference = /\{\{(\{?)\s*([A-Za-z0-9_.]+)\s*\}?\}\}/g;

export function usedVariables(query: string): string[] {
  return [...new Set([...query.matchAll(reference)].map((match) => (match[2] ?? '').toLowerCase()))];
}

/** What a variable is set to before anybody chooses. */
export function defaultValues({ defaultValue }: Pick<Variable, 'defaultValue'>): string[] {
  return [
    defaultValue === undefined || defaultValue === null || defaultValue === '' ? everyValue : defaultValue,
  ];
}

/** What a query's own run depends on: the values of the variables its text uses, under the names it uses. */
export function valuesFor(query: string, variables: Variable[], values: VariableValues): VariableValues {
  const used = new Set(usedVariables(query));
  return Object.fromEntries(
    variables
      .filter(({ name }) => used.has(name.toLowerCase()))
      .map((variable) => [variable.name, values[variable.name.toLowerCase()] ?? defaultValues(variable)]),
  );
}

/*
 * Filling in, as the server does it before it reads a query: what a person sees in the search is what a panel ran.
 */

type Choice = ReadonlyMap<string, string>;

const token = /"(?:\\[\s\S]|[^"\\])*"?|(?:\{\{\{?\s*[\w.]+\s*\}?\}\}|[^\s"|()[\]=!<>,])+|[\s\S]/g;

const most = 1000;

/**
 * The query with its variables filled in. Several values become alternatives in the scope, one pattern in
 * `matches "…"`, and a list on the left of a comparison; where the server takes only one they are such a list too, for
 * it to refuse.
 */
export function fillVariables(query: string, values: VariableValues): string {
  const known = new Map(
    Object.entries(values)
      .filter(([, chosen]) => chosen.length > 0)
      .map(([name, chosen]) => [
        name.toLowerCase(),
        chosen.includes(everyValue) ? [everyValue] : [...new Set(chosen)],
      ]),
  );
  const tokens = query.match(token) ?? [];
  let scope = true;
  let filled = '';
  for (let i = 0, end; i < tokens.length; i = end) {
    const start = tokens[i] ?? '';
    end = scope && isValue(start) ? endOfTerm(tokens, i) : i + 1;
    const term = tokens.slice(i, end);
    const all = choices(term.join(''), known).map((choice) => fillTerm(term, choice, scope));
    if (start === '|') scope = false;
    if (all.length === 1) filled += all[0] ?? '';
    else if (scope) filled += `(${all.join(' or ')})`;
    else if (!start.startsWith('"')) filled += all.join(', ');
    else if (neighbour(tokens, i, -1).toLowerCase() === 'matches') filled += anyOf(all);
    else filled += `"${all.map((text) => text.slice(1, -1)).join(', ')}"`;
  }
  return filled;
}

function isValue(text: string): boolean {
  return text.startsWith('"') || /^[^\s|()[\]=!<>,]/.test(text);
}

/** Behind `field=value`, or behind the one token. */
function endOfTerm(tokens: string[], start: number): number {
  const sign = skipBlanks(tokens, start + 1, 1);
  const value = skipBlanks(tokens, sign + 1, 1);
  return tokens[sign] === '=' && isValue(tokens[value] ?? ' ') ? value + 1 : start + 1;
}

function skipBlanks(tokens: string[], from: number, step: number): number {
  let i = from;
  while (tokens[i]?.trim() === '') i += step;
  return i;
}

function neighbour(tokens: string[], from: number, step: number): string {
  return tokens[skipBlanks(tokens, from + step, step)] ?? '';
}

function choices(text: string, known: ReadonlyMap<string, string[]>): Choice[] {
  let found: Choice[] = [new Map()];
  for (const name of usedVariables(text)) {
    const chosen = known.get(name);
    if (chosen && found.length * chosen.length <= most)
      found = found.flatMap((choice) => chosen.map((value) => new Map([...choice, [name, value]])));
  }
  return found;
}

function fillTerm(term: string[], choice: Choice, scope: boolean): string {
  return term
    .map((text, i) => {
      if (text.startsWith('"')) return fill(text, choice, escape);
      const word = fill(text, choice, (value) => value);
      const field = i === 0 && term.length > 1;
      return scope && !field && word !== text && !text.includes('{{{') && !isBare(word)
        ? `"${escape(word)}"`
        : word;
    })
    .join('');
}

function fill(text: string, choice: Choice, inserted: (value: string) => string): string {
  return text.replace(reference, (whole, raw: string, name: string) => {
    const value = choice.get(name.toLowerCase());
    if (value === undefined) return whole;
    return raw === '' ? inserted(value) : value;
  });
}

/** Whether a word of the scope is one as it stands. */
function isBare(word: string): boolean {
  return /^[\w\-:/.+@#$%^?]+$/.test(word) || word.includes('*') || /^".*"$/.test(word);
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** A regular expression that a text matches when it matches one of the quoted patterns. */
function anyOf(patterns: string[]): string {
  const each = patterns.map((pattern) =>
    pattern
      .slice(1, -1)
      .replace(/\\([\s\S])/g, '$1')
      .replace(/[^\p{L}\p{N}\s_*]/gu, '\\$&')
      .replaceAll('\n', '\\n')
      .replaceAll('*', '.*'),
  );
  return `/(?s)\\A(?:${each.join('|')})\\z/`;
}
