import type { Dashboard, Variable } from '../../../model/dashboard';
import type { VariableDocument } from '../../../model/dashboard-document';
import { usedVariables } from '../../../query/variables';

const logSearch = 'LogQueryVariableSourceDefinition';
const list = 'CsvVariableSourceDefinition';
const metadata = 'MetadataVariableSourceDefinition';

export type SourceKind = typeof logSearch | typeof list | typeof metadata;

const kindNames: Record<SourceKind, string> = {
  [logSearch]: 'Log search',
  [list]: 'List',
  [metadata]: 'Metrics metadata',
};

export function kindName(kind: string): string {
  return Object.hasOwn(kindNames, kind) ? kindNames[kind as SourceKind] : kind;
}

/** The kinds to choose from; others, which came with an import, can be kept and not be chosen anew. */
export function kindsFor(kind: string): { value: string; label: string }[] {
  return [...new Set([logSearch, list, kind])].map((value) => ({ value, label: kindName(value) }));
}

export type Source = Record<string, unknown> & { variableSourceType: string };

export function sourceOf({ sourceDefinition }: VariableDocument): Source {
  const known = sourceDefinition as Partial<Source> | null | undefined;
  return { ...known, variableSourceType: known?.variableSourceType ?? logSearch };
}

/** An empty source of another kind; what one kind says makes no sense to another. */
export function emptySource(kind: string): Source {
  if (kind === logSearch) return { variableSourceType: kind, query: '', field: '' };
  return kind === list ? { variableSourceType: kind, values: '' } : { variableSourceType: kind };
}

const longestName = 256;

/** What is wrong with a name, null when nothing is. Names are the same in any letter case. */
export function nameProblem(name: string, others: string[]): string | null {
  if (name === '') return null;
  if (!/^[A-Za-z0-9_]+$/.test(name)) return 'Expected letters, digits and _ only';
  if (name.length > longestName) return `Expected at most ${longestName} characters, found ${name.length}`;
  return others.some((other) => other.toLowerCase() === name.toLowerCase())
    ? 'Another variable of this dashboard has this name'
    : null;
}

/** Whether a variable can be stored: it has a name and says where its values come from. */
export function isComplete(variable: VariableDocument, others: string[]): boolean {
  if (variable.name === '' || nameProblem(variable.name, others) !== null) return false;
  const source = sourceOf(variable);
  const filled = (key: string) => typeof source[key] === 'string' && source[key].trim() !== '';
  switch (source.variableSourceType) {
    case logSearch:
      return filled('query') && filled('field');
    case list:
      return filled('values');
    default:
      return true;
  }
}

/** How many panels, and lists of other variables, have a variable in their queries. */
export function usesOf({ panels, variables }: Pick<Dashboard, 'panels' | 'variables'>, name: string): number {
  const uses = (query: string | null | undefined) => usedVariables(query ?? '').includes(name.toLowerCase());
  const inPanels = (panels ?? []).filter((panel) =>
    (panel.queries ?? []).some(({ queryString }) => uses(queryString)),
  );
  const inLists = (variables ?? []).filter(({ sourceDefinition }) => uses(sourceDefinition?.query));
  return inPanels.length + inLists.length;
}

/** One line about where the values of a variable come from. */
export function describeSource({ sourceDefinition, allowMultiSelect, hideFromUI }: Variable): string {
  const kind = sourceDefinition?.variableSourceType ?? logSearch;
  const detail = sourceDefinition?.field ?? sourceDefinition?.key ?? sourceDefinition?.values ?? '';
  return [
    detail === '' ? kindName(kind) : `${kindName(kind)}: ${detail}`,
    ...(allowMultiSelect ? ['several values'] : []),
    ...(hideFromUI ? ['hidden'] : []),
  ].join(' · ');
}
