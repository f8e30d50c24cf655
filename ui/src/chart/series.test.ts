import { describe, expect, it } from 'vitest';
import type { Cell, LogQueryResult } from '../model/log-query-client';
import { toCategories, toSlices } from './categories';
import { applyOverrides, fillSlices, sliceFromQuery, toTimeSeries } from './series';
import { toSingleValue } from './single-value';

function result(fields: Record<string, string>, rows: Cell[][], keys: string[] = []): LogQueryResult {
  return {
    kind: 'records',
    fields: Object.entries(fields).map(([name, fieldType]) => ({
      name,
      fieldType,
      keyField: keys.includes(name),
    })),
    rows,
    range: { from: 0, to: 1000 },
  };
}

describe('toTimeSeries', () => {
  it('makes a series of every numeric column', () => {
    const { series, sliceMs } = toTimeSeries(
      result({ _timeslice: 'long', s200: 'long', s503: 'long' }, [
        [300, 3, null],
        [600, 1, 2],
      ]),
    );
    expect(sliceMs).toBe(300);
    expect(series.map(({ name, points }) => [name, points])).toEqual([
      [
        's200',
        [
          [300, 3],
          [600, 1],
        ],
      ],
      [
        's503',
        [
          [300, null],
          [600, 2],
        ],
      ],
    ]);
  });

  it('splits by the key columns of a result that was not transposed, also numeric ones', () => {
    const byText = result({ _timeslice: 'long', dyno: 'string', mb: 'double' }, [
      [0, 'web.1', 1],
      [0, 'web.2', 2],
    ]);
    expect(toTimeSeries(byText).series.map(({ name }) => name)).toEqual(['web.1', 'web.2']);
    const byNumber = result(
      { _timeslice: 'long', status: 'int', _count: 'long' },
      [[0, 200, 5]],
      ['_timeslice', 'status'],
    );
    expect(toTimeSeries(byNumber).series.map(({ name, points }) => [name, points])).toEqual([
      ['200', [[0, 5]]],
    ]);
  });

  it('takes numbers that arrive as text', () => {
    const data = result({ _timeslice: 'long', load: 'string' }, [
      [0, '0.5'],
      [1, ''],
    ]);
    expect(toTimeSeries(data).series.map(({ points }) => points)).toEqual([
      [
        [0, 0.5],
        [1, null],
      ],
    ]);
  });

  it('drops series without any value and results without a time', () => {
    expect(toTimeSeries(result({ _timeslice: 'long', a: 'long' }, [[0, null]])).series).toEqual([]);
    expect(toTimeSeries(result({ a: 'long' }, [[1]])).series).toEqual([]);
  });
});

describe('fillSlices', () => {
  const points: [number, number | null][] = [
    [0, 1],
    [100, 2],
    [400, 3],
  ];

  it('breaks a line with one hole', () => {
    expect(
      fillSlices([{ id: 'a', name: 'a', points, keys: [], queryKey: 'A' }], 100, null)[0]?.points,
    ).toEqual([
      [0, 1],
      [100, 2],
      [200, null],
      [400, 3],
    ]);
  });

  it('puts a slice alone between two empty ones', () => {
    const alone: [number, number | null][] = [[600, 3]];
    expect(
      fillSlices([{ id: 'a', name: 'a', points: alone, keys: [], queryKey: 'A' }], 300, 0)[0]?.points,
    ).toEqual([
      [300, 0],
      [600, 3],
      [900, 0],
    ]);
  });

  it('fills a stack with zeros', () => {
    expect(fillSlices([{ id: 'a', name: 'a', points, keys: [], queryKey: 'A' }], 100, 0)[0]?.points).toEqual([
      [0, 1],
      [100, 2],
      [200, 0],
      [300, 0],
      [400, 3],
    ]);
  });
});

it('reads the slice width from the query', () => {
  expect(sliceFromQuery('a | timeslice 5m | count by _timeslice')).toBe(300_000);
  expect(sliceFromQuery('a | timeslice by 1 h')).toBe(3_600_000);
  expect(sliceFromQuery('a | count')).toBeNull();
});

it('applies overrides by the original name', () => {
  const series = [
    { id: 'request_ms', name: 'request_ms', points: [], keys: [], queryKey: 'A' },
    { id: 'response_ms', name: 'response_ms', points: [], keys: [], queryKey: 'A' },
  ];
  const changed = applyOverrides(series, {
    overrides: [
      { series: ['request_ms'], properties: { name: 'Connect', color: '#123456' } },
      { series: ['response_ms'], properties: { visible: false } },
    ],
  });
  expect(changed).toEqual([
    { id: 'request_ms', name: 'Connect', color: '#123456', points: [], keys: [], queryKey: 'A' },
  ]);
});

describe('categories', () => {
  it('takes text as labels and numbers as values', () => {
    const data = toCategories(
      result({ path: 'string', failures: 'long' }, [
        ['/pay', 3],
        ['', 2],
      ]),
    );
    expect(data).toEqual({
      labels: ['/pay', '(empty)'],
      keys: [[{ field: 'path', value: '/pay' }], [{ field: 'path', value: '' }]],
      series: [{ name: 'failures', values: [3, 2] }],
    });
  });

  it('accepts a number as label', () => {
    const data = toCategories(result({ status: 'int', _count: 'long' }, [[137, 1]]));
    expect(data).toEqual({
      labels: ['137'],
      keys: [[{ field: 'status', value: 137 }]],
      series: [{ name: '_count', values: [1] }],
    });
  });

  it('sums the slices beyond the limit', () => {
    const slices = toSlices(
      { labels: ['a', 'b', 'c', 'd'], keys: [], series: [{ name: 'n', values: [1, 4, 3, 2] }] },
      2,
    );
    expect(slices).toEqual([
      { name: 'b', value: 4, keys: [] },
      { name: 'c', value: 3, keys: [] },
      { name: 'Other', value: 3, keys: [], rest: true },
    ]);
  });
});

describe('toSingleValue', () => {
  it('takes the first number of the first record', () => {
    expect(toSingleValue(result({ name: 'string', n: 'long' }, [['x', 7]]), {}).value).toBe(7);
    expect(toSingleValue(result({ n: 'long' }, []), {}).value).toBeNull();
  });

  it('summarises slices', () => {
    const data = result({ _timeslice: 'long', n: 'long' }, [
      [2, 5],
      [1, 3],
    ]);
    const value = (option: string) => toSingleValue(data, { svp: { option } }).value;
    expect([value('Latest'), value('Average'), value('Sum'), value('Count')]).toEqual([5, 4, 8, 2]);
  });
});
