import { describe, expect, it } from 'vitest';
import { pickSeries } from './pick-series';
import type { Series } from './series';

const series = (id: string, values: (number | null)[]): Series => ({
  id,
  name: id,
  points: values.map((value, i) => [i * 100, value]),
  keys: [],
  queryKey: 'A',
});

describe('pickSeries', () => {
  const both = [series('a', [1, 5, 9]), series('b', [10, 20, null])];

  it('takes the slice under the pointer and the value nearest to it', () => {
    expect(pickSeries(both, 100, false, 110, 18)).toEqual({
      name: 'b',
      keys: [{ field: '', value: 'b' }],
      slice: { from: 100, to: 200 },
    });
    expect(pickSeries(both, 100, false, 110, 6)?.name).toBe('a');
  });

  it('takes the layer of a stack', () => {
    expect(pickSeries(both, 100, true, 0, 0.5)?.name).toBe('a');
    expect(pickSeries(both, 100, true, 0, 6)?.name).toBe('b');
    expect(pickSeries(both, 100, true, 0, 60)?.name).toBe('b');
  });

  it('reaches to the slice beside an empty one', () => {
    expect(pickSeries([series('a', [null, null, 4])], 100, false, 110, 4)?.slice?.from).toBe(200);
    expect(pickSeries([series('a', [0, 0, 4])], 100, true, 110, 4)?.slice?.from).toBe(200);
  });

  it('knows nothing where there is nothing', () => {
    expect(pickSeries([], 100, false, 0, 0)).toBeNull();
  });
});
