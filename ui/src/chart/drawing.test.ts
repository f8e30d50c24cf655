import { describe, expect, it } from 'vitest';
import type { Cell, LogQueryResult } from '../model/log-query-client';
import { chooseDrawing, hasData } from './drawing';
import { parseVisualSettings } from './visual-settings';

function result(fields: [string, string][], rows: Cell[][]): LogQueryResult {
  return {
    kind: 'records',
    fields: fields.map(([name, fieldType]) => ({ name, fieldType, keyField: fieldType === 'string' })),
    rows,
    range: { from: 0, to: 1000 },
  };
}

const counts = result(
  [
    ['path', 'string'],
    ['_count', 'long'],
  ],
  [['/', 3]],
);
const asked = (mode: string, type: string) =>
  parseVisualSettings(JSON.stringify({ general: { mode, type } }));

describe('chooseDrawing', () => {
  it.each([
    ['timeSeries', 'line'],
    ['timeSeries', 'heatMap'],
    ['timeSeries', 'box'],
    ['distribution', 'sankey'],
  ])('%s %s of records that have not the columns for it is a table', (mode, type) => {
    expect(chooseDrawing(asked(mode, type), [counts])).toEqual({ kind: 'table' });
  });

  it('is what the author asks for as long as there are no records, and where they suit', () => {
    expect(chooseDrawing(asked('distribution', 'sankey'), [])).toEqual({ kind: 'sankey' });
    expect(chooseDrawing(asked('distribution', 'sankey'), [{ ...counts, rows: [] }])).toEqual({
      kind: 'sankey',
    });
    expect(chooseDrawing(asked('distribution', 'funnel'), [counts])).toEqual({ kind: 'funnel' });
  });
});

describe('hasData', () => {
  it('is false for records of which nothing can be drawn', () => {
    const nothing = { ...counts, rows: [['/', 0]] };
    expect(hasData({ kind: 'funnel' }, [nothing], {})).toBe(false);
    expect(hasData({ kind: 'funnel' }, [counts], {})).toBe(true);
    expect(hasData({ kind: 'sankey' }, [], {})).toBe(false);
  });
});
