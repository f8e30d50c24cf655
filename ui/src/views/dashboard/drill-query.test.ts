import { describe, expect, it } from 'vitest';
import { linesBehind } from './drill-query';

describe('linesBehind', () => {
  it('keeps the stages before the aggregation and adds the keys of the point', () => {
    expect(
      linesBehind('_sourceCategory=heroku router | parse "status=* " as status | count by status', [
        { field: 'status', value: '503' },
      ]),
    ).toBe('_sourceCategory=heroku router\n| parse "status=* " as status\n| where status = "503"');
  });

  it('takes the field of a transposed column', () => {
    const query =
      'router | parse "status=* " as status | timeslice 5m | count by _timeslice, status | transpose row _timeslice column status';
    expect(linesBehind(query, [{ field: '', value: '200' }])).toBe(
      'router\n| parse "status=* " as status\n| where status = "200"',
    );
  });

  it('adds nothing for a column that is a measure', () => {
    expect(linesBehind('a | timeslice 5m | avg(x) as ms by _timeslice', [{ field: '', value: 'ms' }])).toBe(
      'a',
    );
  });

  it('writes values so that they stay values', () => {
    expect(linesBehind('a | count by b', [{ field: 'b', value: 'x" or 1=1 \\' }])).toBe(
      'a\n| where b = "x\\" or 1=1 \\\\"',
    );
    expect(linesBehind('a | count by code', [{ field: 'code', value: 137 }])).toBe('a\n| where code = 137');
    expect(linesBehind('a | count by b', [{ field: 'b', value: null }])).toBe('a\n| where isNull(b)');
  });
});
