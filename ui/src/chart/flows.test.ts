import { describe, expect, it } from 'vitest';
import type { Cell, LogQueryResult } from '../model/log-query-client';
import { toFlows } from './flows';

function result(fields: [string, string][], rows: Cell[][]): LogQueryResult {
  return {
    kind: 'records',
    fields: fields.map(([name, fieldType]) => ({ name, fieldType, keyField: fieldType === 'string' })),
    rows,
    range: { from: 0, to: 1000 },
  };
}

const ends: [string, string][] = [
  ['old', 'string'],
  ['new', 'string'],
];

describe('toFlows', () => {
  it('sums what goes between two labels, largest first', () => {
    const rows = [
      ['up', 'down', 2],
      ['starting', 'up', 4],
      ['up', 'down', 3],
    ];
    expect(toFlows(result([...ends, ['_count', 'long']], rows))).toEqual([
      {
        name: 'up → down',
        keys: [
          { field: 'old', value: 'up' },
          { field: 'new', value: 'down' },
        ],
        from: { column: 0, label: 'up' },
        to: { column: 1, label: 'down' },
        value: 5,
      },
      expect.objectContaining({ name: 'starting → up', value: 4 }),
    ]);
  });

  it('goes through every column of labels, and never in a circle', () => {
    const flows = toFlows(
      result(
        [...ends, ['last', 'string'], ['n', 'long']],
        [
          ['up', 'down', 'up', 1],
          ['down', 'up', null, 2],
        ],
      ),
    );
    expect(flows?.map(({ name }) => name)).toEqual(['down → up', 'up → (empty)', 'up → down', 'down → up']);
    for (const { from, to } of flows ?? []) expect(to.column).toBe(from.column + 1);
  });

  it('counts records where there is no number, and leaves out what is not more than nothing', () => {
    expect(
      toFlows(
        result(ends, [
          ['a', 'b'],
          ['a', 'b'],
        ]),
      )?.[0]?.value,
    ).toBe(2);
    expect(
      toFlows(
        result(
          [...ends, ['n', 'long']],
          [
            ['a', 'b', 0],
            ['a', 'c', -1],
          ],
        ),
      ),
    ).toEqual([]);
  });

  it('is null when there is nothing to flow between', () => {
    expect(
      toFlows(
        result(
          [
            ['a', 'string'],
            ['n', 'long'],
          ],
          [['x', 1]],
        ),
      ),
    ).toBeNull();
  });
});
