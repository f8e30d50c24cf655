import { describe, expect, it } from 'vitest';
import { emptySource, isComplete, kindsFor, nameProblem, usesOf } from './variable-fields';

const metadata = 'MetadataVariableSourceDefinition';

describe('fields of a variable', () => {
  it('takes names of letters, digits and underscores that no other variable has', () => {
    expect(nameProblem('log_drain2', ['dyno'])).toBeNull();
    expect(nameProblem('log-drain', [])).toContain('letters');
    expect(nameProblem('DYNO', ['dyno'])).toContain('Another');
    expect(nameProblem('x'.repeat(257), [])).toContain('257');
  });

  it('needs a name and what its kind reads its values from', () => {
    const search = { ...emptySource('LogQueryVariableSourceDefinition'), query: '* | count by f' };
    expect(isComplete({ name: 'v', sourceDefinition: search }, [])).toBe(false);
    expect(isComplete({ name: 'v', sourceDefinition: { ...search, field: 'f' } }, [])).toBe(true);
    expect(isComplete({ name: '', sourceDefinition: { ...search, field: 'f' } }, [])).toBe(false);
    const list = emptySource('CsvVariableSourceDefinition');
    expect(isComplete({ name: 'v', sourceDefinition: list }, [])).toBe(false);
    expect(isComplete({ name: 'v', sourceDefinition: { ...list, values: 'a,b' } }, [])).toBe(true);
    expect(isComplete({ name: 'v', sourceDefinition: { variableSourceType: metadata } }, [])).toBe(true);
  });

  it('offers a kind that came with an import, and only to what has it', () => {
    expect(kindsFor(metadata).map(({ label }) => label)).toEqual(['Log search', 'List', 'Metrics metadata']);
    expect(kindsFor('CsvVariableSourceDefinition')).toHaveLength(2);
    expect(kindsFor('Other').at(-1)).toEqual({ value: 'Other', label: 'Other' });
  });

  it('counts the panels and lists that use a variable', () => {
    const panel = (queryString: string) => ({ key: queryString, panelType: 'x', queries: [{ queryString }] });
    const dashboard = {
      panels: [panel('a={{App}} | count'), panel('{{app}}{{app}}'), panel('{{application}}')],
      variables: [
        { name: 'v', sourceDefinition: { variableSourceType: 'x', query: 'f={{APP}} | count by v' } },
      ],
    };
    expect(usesOf(dashboard, 'app')).toBe(3);
    expect(usesOf(dashboard, 'none')).toBe(0);
  });
});
