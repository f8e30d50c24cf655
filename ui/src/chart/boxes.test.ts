import { describe, expect, it } from 'vitest';
import type { Cell, LogQueryResult } from '../model/log-query-client';
import { toBoxes } from './boxes';

function result(fields: [string, string, boolean?][], rows: Cell[][]): LogQueryResult {
  return {
    kind: 'records',
    fields: fields.map(([name, fieldType, keyField = false]) => ({ name, fieldType, keyField })),
    rows,
    range: { from: 0, to: 1000 },
  };
}

const five: [string, string][] = [
  ['_max', 'double'],
  ['_min', 'double'],
  ['ms_pct_25', 'double'],
  ['ms_pct_50', 'double'],
  ['ms_pct_75', 'double'],
];

describe('toBoxes', () => {
  it('finds the five numbers by their names, in any order, and the label beside them', () => {
    const boxes = toBoxes(
      result([['requests', 'long'], ['path', 'string', true], ...five], [[99, '/a', 9, 1, 2, 4, 7]]),
    );
    expect(boxes).toEqual([
      { name: '/a', keys: [{ field: 'path', value: '/a' }], at: null, values: [1, 2, 4, 7, 9] },
    ]);
  });

  it('takes the first five numbers when the names say nothing', () => {
    const plain = ['a', 'b', 'c', 'd', 'e', 'f'].map((name): [string, string] => [name, 'long']);
    expect(toBoxes(result(plain, [[5, 4, 3, 2, 1, 0]]))?.[0]?.values).toEqual([1, 2, 3, 4, 5]);
  });

  it('stands at its slice', () => {
    const boxes = toBoxes(result([['_timeslice', 'long', true], ...five], [[600, 9, 1, 2, 4, 7]]));
    expect(boxes?.[0]).toMatchObject({ name: '', at: 600, values: [1, 2, 4, 7, 9] });
  });

  it('is null without five numbers, and leaves records out that lack one', () => {
    expect(toBoxes(result(five.slice(1), [[1, 2, 4, 7]]))).toBeNull();
    expect(toBoxes(result(five, [[9, null, 2, 4, 7]]))).toEqual([]);
  });
});
