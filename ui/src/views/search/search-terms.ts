import { splitStages } from '../../query/plain-count';

/** The words and phrases of a query's scope that a matching message contains; negated ones do not count. */
export function searchTerms(query: string): string[] {
  const [scope = ''] = splitStages(withoutComments(query));
  const found: string[] = [];
  let negated = false;
  for (const [, name, phrase, word] of scope.matchAll(
    /([\w.%]+\s*=\s*(?:"[^"]*"|[^\s()]+))|"((?:[^"\\]|\\.)*)"|([^\s()"]+)/g,
  )) {
    if (name !== undefined) {
      negated = false;
      continue;
    }
    const text = phrase?.replaceAll('\\"', '"') ?? word ?? '';
    if (phrase === undefined && /^(not|!)$/i.test(text)) {
      negated = true;
      continue;
    }
    if (phrase === undefined && /^(and|or)$/i.test(text)) continue;
    const bare = phrase === undefined ? text.replace(/^\*+|\*+$/g, '') : text;
    if (!negated && !bare.startsWith('!') && bare !== '' && !bare.includes('{{')) found.push(bare);
    negated = false;
  }
  return [...new Set(found)];
}

function withoutComments(query: string): string {
  return query.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:"])\/\/[^\n]*/g, '$1');
}

/** A pattern that finds the terms in a text, `*` and `?` inside a term included; null when there are none. */
export function termPattern(terms: string[]): RegExp | null {
  if (terms.length === 0) return null;
  const alternatives = terms
    .sort((a, b) => b.length - a.length)
    .map((term) =>
      term
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '\\w*')
        .replaceAll('?', '\\w'),
    );
  return new RegExp(`(${alternatives.join('|')})`, 'gi');
}

/** The query narrowed to messages with this value in this field. */
export function addToQuery(query: string, field: string, value: string | number | boolean): string {
  const stages = splitStages(query);
  const name = /^[A-Za-z_][\w]*(\.\w+)*$/.test(field) ? field : `%"${field.replaceAll('"', '\\"')}"`;
  const quoted = `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  if (stages.length === 1) {
    // Without stages every field comes from the message itself and may stand in the scope, where it is found fastest.
    const bare = /^[\w\-:/.@#]+$/.test(String(value)) ? String(value) : quoted;
    return `${query.trim()} ${name}=${bare}`.trim();
  }
  return `${query.trim()}\n| where ${name} = ${typeof value === 'string' ? quoted : String(value)}`;
}
