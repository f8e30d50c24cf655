import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Language, LanguageEntry } from '../model/language-client';

/** Offers operators after a pipe, functions and fields elsewhere once two letters are typed. */
export function complete(
  context: CompletionContext,
  language: Language | undefined,
): CompletionResult | null {
  if (!language) return null;
  const afterPipe = context.matchBefore(/\|\s*[A-Za-z_]*$/);
  const word = context.matchBefore(/[A-Za-z_][\w.]*$/);
  if (!afterPipe && (!word || (word.to - word.from < 2 && !context.explicit))) return null;
  return {
    from: word?.from ?? context.pos,
    options: afterPipe
      ? [...stages(language), ...functions(language)]
      : inScope(context)
        ? fields(language)
        : [...fields(language), ...functions(language), ...entries(language.aggregates, 'function')],
    validFor: /^[\w. ]*$/,
  };
}

/** Before the first pipe there are no functions. */
function inScope(context: CompletionContext): boolean {
  return !context.state.sliceDoc(0, context.pos).includes('|');
}

function stages(language: Language): Completion[] {
  return [...entries(language.operators, 'keyword'), ...entries(language.aggregates, 'keyword')];
}

function functions(language: Language): Completion[] {
  return entries(language.functions, 'function').map((option) => ({ ...option, apply: `${option.label}(` }));
}

function fields(language: Language): Completion[] {
  return language.fields.map((field) => ({ label: field.name, type: 'variable', detail: field.fieldType }));
}

function entries(list: LanguageEntry[], type: string): Completion[] {
  return list.map((entry) => ({ label: entry.name, type, info: () => help(entry) }));
}

function help(entry: LanguageEntry): HTMLElement {
  const box = document.createElement('div');
  const usage = document.createElement('code');
  usage.textContent = entry.usage;
  const summary = document.createElement('p');
  summary.textContent = entry.summary;
  box.append(usage, summary);
  return box;
}
