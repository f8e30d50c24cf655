import { describe, expect, it } from 'vitest';
import {
  forServer,
  fromDashboardRange,
  toDashboardRange,
  parseExpression,
  rangeProblem,
  relativeMs,
  resolveBoundary,
} from './time-range';

const now = Date.parse('2026-05-13T10:20:30.456Z');

describe('boundaries', () => {
  it('reads relative times, also compound ones', () => {
    expect(relativeMs('-15m')).toBe(-900_000);
    expect(relativeMs('-4h30m')).toBe(-16_200_000);
    expect(relativeMs('+1w2d')).toBe(777_600_000);
    expect(relativeMs('15m')).toBeNull();
    expect(relativeMs('-15x')).toBeNull();
  });

  it('resolves every form that may stand in the URL', () => {
    expect(resolveBoundary('now', now)).toBe(now);
    expect(resolveBoundary('-1h', now)).toBe(now - 3_600_000);
    expect(resolveBoundary('1714557600000', now)).toBe(1714557600000);
    expect(resolveBoundary('2026-05-01T10:00:00Z', now)).toBe(Date.parse('2026-05-01T10:00:00Z'));
    expect(new Date(resolveBoundary('today', now) ?? 0).getHours()).toBe(0);
    expect(resolveBoundary('soon', now)).toBeNull();
  });

  it('sends relative text as it is and resolves the rest', () => {
    expect(forServer('-24h')).toBe('-24h');
    expect(forServer('now')).toBe('now');
    expect(forServer('1714557600000')).toBe(1714557600000);
  });
});

describe('expressions', () => {
  it('takes one or two boundaries', () => {
    expect(parseExpression('-15m')).toEqual({ from: '-15m', to: 'now' });
    expect(parseExpression(' -1d  -12h ')).toEqual({ from: '-1d', to: '-12h' });
    expect(parseExpression('-2d to -1d')).toEqual({ from: '-2d', to: '-1d' });
    expect(parseExpression('')?.from ?? '').toBe('');
    expect(parseExpression('-3d -2d -1d')).toBeNull();
  });

  it('says what is wrong with a range', () => {
    expect(rangeProblem({ from: '-1h', to: 'now' }, now)).toBeNull();
    expect(rangeProblem({ from: 'now', to: '-1h' }, now)).toBe('The range must start before it ends.');
    expect(rangeProblem({ from: 'later', to: 'now' }, now)).toContain('“later” is no time.');
  });
});

describe('saved ranges', () => {
  it('reads the forms of the dashboard format', () => {
    const relative = { type: 'RelativeTimeRangeBoundary', relativeTime: '-24h' };
    expect(fromDashboardRange({ type: 'BeginBoundedTimeRange', from: relative, to: null })).toEqual({
      from: '-24h',
      to: 'now',
    });
    expect(
      fromDashboardRange({
        type: 'BeginBoundedTimeRange',
        from: { type: 'EpochTimeRangeBoundary', epochMillis: 1714557600000 },
        to: { type: 'LiteralTimeRangeBoundary', rangeName: 'now' },
      }),
    ).toEqual({ from: '1714557600000', to: 'now' });
    expect(fromDashboardRange({ type: 'CompleteLiteralTimeRange', rangeName: 'yesterday' })).toEqual({
      from: 'yesterday',
      to: 'today',
    });
    expect(fromDashboardRange(null)).toBeNull();
  });
});

it.each([
  { from: '-24h', to: 'now' },
  { from: '-1d', to: '-1h' },
  { from: '1748000000000', to: '1748000100000' },
  { from: 'today', to: 'now' },
  { from: 'yesterday', to: 'today' },
])('a dashboard stores %j and reads it again', (range) => {
  expect(fromDashboardRange(toDashboardRange(range))).toEqual(range);
});
