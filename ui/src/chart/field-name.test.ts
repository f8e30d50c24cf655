import { describe, expect, it } from 'vitest';
import { readableName } from './field-name';

describe('readableName', () => {
  it.each([
    ['max_latency_s', 'max latency', 's'],
    ['avg_connect_ms', 'avg connect', 'ms'],
    ['memory_total_mb', 'memory total', 'MB'],
    ['error_rate', 'error rate', null],
    ['_timeslice', 'time', null],
    ['dyno', 'dyno', null],
    ['mb', 'mb', null],
    ['web.1_x', 'web.1_x', null],
    ['__internal', '__internal', null],
  ])('reads %s as %s in %s', (field, name, unit) => {
    expect(readableName(field)).toEqual({ name, unit });
  });
});
