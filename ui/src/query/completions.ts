import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Language, LanguageEntry } from '../model/language-client';

/** Begins a query in place of a scope and is no stage. */
const TABLE_SOURCE = 'cat';

/** Offers operators after a pipe, functions and fields elsewhere once two letters are typed. */
export function complete(
  context: CompletionContext,
  language: Language | undefined,
): CompletionResult | null {
  if (!language || inText(context.state, context.pos)) return null;
  const afterPipe = context.matchBefore(/\|\s*[A-Za-z_]*$/);
  const word = context.matchBefore(/[A-Za-z_][\w.]*$/);
  if (!afterPipe && (!word || (word.to - word.from < 2 && !context.explicit))) return null;
  return {
    from: word?.from ?? context.pos,
    options: afterPipe
      ? [...stages(language), ...functions(language)]
      : inScope(context)
        ? fields(language)
        : [
            ...named(context),
            ...fields(language),
            ...functions(language),
            ...entries(language.aggregates, 'function'),
          ],
    validFor: /^[\w. ]*$/,
  };
}

/** What the server says about the operator or function at a place. */
export function helpAt(
  state: EditorState,
  place: number,
  language: Language | undefined,
): { from: number; to: number; entry: LanguageEntry } | null {
  const word = state.wordAt(place);
  if (!language || !word || inText(state, place)) return null;
  const before = state.sliceDoc(0, word.from);
  const after = state.sliceDoc(word.to);
  // An operator stands after a pipe and may have two words; a function has a bracket behind it.
  const stage = /\|\s*((?:[A-Za-z]+[ \t]+)?)$/.exec(before);
  const text = state.sliceDoc(word.from, word.to);
  const names: string[] = [];
  if (stage?.[1]) names.push(stage[1] + text);
  // Of "parse" and "parse regex" the longer one is meant.
  else if (stage) names.push(text + (/^\s+[A-Za-z]+/.exec(after)?.[0] ?? ''), text);
  if (/^\s*\(/.test(after)) names.push(text);
  const all = [...language.operators, ...language.aggregates, ...language.functions];
  for (const name of names) {
    const wanted = name.trim().replace(/\s+/g, ' ').toLowerCase();
    const entry = all.find((each) =>
      [each.name, ...each.aliases].some((own) => own.toLowerCase() === wanted),
    );
    if (entry) return { from: word.from, to: word.to, entry };
  }
  return null;
}

/** Before the first pipe there are no functions. */
function inScope(context: CompletionContext): boolean {
  return !context.state.sliceDoc(0, context.pos).includes('|');
}

/** Inside quotes and comments nothing is a name. */
function inText(state: EditorState, place: number): boolean {
  return ['string', 'comment'].includes(syntaxTree(state).resolveInner(place, -1).name);
}

/** Stages come before functions, which start with the same letters more often. */
function stages(language: Language): Completion[] {
  return [
    ...entries(
      language.operators.filter((each) => each.name !== TABLE_SOURCE),
      'keyword',
    ),
    ...entries(language.aggregates, 'keyword'),
  ].map((option) => ({ ...option, boost: 50 }));
}

function functions(language: Language): Completion[] {
  return entries(language.functions, 'function').map((option) => ({ ...option, apply: `${option.label}(` }));
}

function fields(language: Language): Completion[] {
  return language.fields.map((field) => ({
    label: field.name,
    type: 'variable',
    detail: field.fieldType,
    boost: 50,
  }));
}

/** Fields that the stages before made: names after "as" and of groups, time slices, counts. */
function named(context: CompletionContext): Completion[] {
  const before = context.state.sliceDoc(0, context.pos);
  const stagesBefore = before.slice(0, before.lastIndexOf('|'));
  const names = new Set<string>();
  for (const match of stagesBefore.matchAll(
    /\(\?P?<([A-Za-z]\w*)>|\bas\s+([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)/gi,
  )) {
    for (const name of (match[1] ?? match[2] ?? '').split(',')) names.add(name.trim());
  }
  if (/\|\s*timeslice\b/i.test(stagesBefore)) names.add('_timeslice');
  if (/\|\s*count\b(?!\s+as\b)/i.test(stagesBefore)) names.add('_count');
  return [...names].map((label) => ({ label, type: 'variable', boost: 60 }));
}

function entries(list: LanguageEntry[], type: string): Completion[] {
  return list.map((entry) => ({ label: entry.name, type, info: () => help(entry) }));
}

/** Usage and summary of an operator or function. */
export function help(entry: LanguageEntry): HTMLElement {
  const box = document.createElement('div');
  const usage = document.createElement('code');
  usage.textContent = entry.usage;
  const summary = document.createElement('p');
  summary.textContent = entry.summary;
  box.append(usage, summary);
  return box;
}
