const counting = /^count(_distinct)?\s*(\(|as\b|$)/i;
const shaping = /^(fields|limit|sort)\b/i;

/**
 * Whether a query is one count over everything: with no matching line its answer is 0 and not "nothing". Averages have
 * no such answer.
 */
export function isPlainCount(query: string): boolean {
  const stages = splitStages(query).slice(1);
  while (stages.length > 0 && shaping.test(stages.at(-1) ?? '')) stages.pop();
  const last = stages.at(-1) ?? '';
  return counting.test(last) && !/\bby\b/i.test(last.replace(/"[^"]*"/g, ''));
}

/** The text between the pipes; a pipe in quotes or parentheses splits nothing. */
export function splitStages(query: string): string[] {
  const stages: string[] = [];
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < query.length; i++) {
    const c = query[i];
    if (c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
    else if (c === '|' && depth <= 0) {
      stages.push(query.slice(start, i).trim());
      start = i + 1;
    }
  }
  stages.push(query.slice(start).trim());
  return stages;
}
