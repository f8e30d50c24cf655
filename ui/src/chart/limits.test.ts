import { describe, expect, it } from 'vitest';
import { exceeded, limitsOf } from './limits';
import { parseVisualSettings } from './visual-settings';

const settings = (thresholdsSettings: unknown) => parseVisualSettings(JSON.stringify({ thresholdsSettings }));

describe('limits', () => {
  const both = limitsOf(
    settings({
      showThresholds: true,
      numberThresholds: {
        warning: { display: true, comparator: 'greater_or_equal', value: 10 },
        critical: { display: true, comparator: 'greater_or_equal', value: 20 },
      },
    }),
  );

  it('names the most severe limit a value has come to', () => {
    expect(exceeded(9, both)).toBeNull();
    expect(exceeded(10, both)?.severity).toBe('warning');
    expect(exceeded(25, both)?.severity).toBe('critical');
  });

  it('reads limits that warn of small values', () => {
    const low = limitsOf(
      settings({
        showThresholds: true,
        numberThresholds: { critical: { comparator: 'less_or_equal', value: 1 } },
      }),
    );
    expect(exceeded(1, low)?.severity).toBe('critical');
    expect(exceeded(2, low)).toBeNull();
  });

  it('has none when the author switched them off', () => {
    expect(
      limitsOf(settings({ showThresholds: false, numberThresholds: { warning: { value: 1 } } })),
    ).toEqual([]);
  });
});
