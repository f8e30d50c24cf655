import { describe, expect, it } from 'vitest';
import { isPlainCount, splitStages } from './plain-count';
import { fillVariables, usedVariables, valuesFor } from './variables';

const query = '_sourceCategory={{Logsdatasource}} | where _sourceName matches "{{log_drain}}" | {{{clause}}}';

describe('variables', () => {
  it('finds the variables a query uses', () => {
    expect(usedVariables(query)).toEqual(['logsdatasource', 'log_drain', 'clause']);
  });

  it('sends only what the query uses, defaults included', () => {
    const variables = [
      { name: 'Logsdatasource', defaultValue: 'heroku' },
      { name: 'log_drain' },
      { name: 'dyno' },
    ];
    expect(valuesFor(query, variables, { log_drain: ['Shop'] })).toEqual({
      Logsdatasource: ['heroku'],
      log_drain: ['Shop'],
    });
  });

  it('fills values in, escaped where they stand in quotes', () => {
    const filled = fillVariables(query, {
      logsdatasource: ['my app'],
      LOG_DRAIN: ['a"b\\c'],
      clause: ['count by "x"'],
    });
    expect(filled).toBe('_sourceCategory="my app" | where _sourceName matches "a\\"b\\\\c" | count by "x"');
  });

  it('leaves unknown variables standing', () => {
    expect(fillVariables('{{nope}}', {})).toBe('{{nope}}');
  });
});

/** The same texts as in the server's VariablesTest. */
describe('filled in as the server does it', () => {
  const values = {
    words: ['a b'],
    star: ['a *'],
    lines: ['a\nb'],
    two: ['x', 'y z'],
    three: ['1', '2', '3'],
    all: ['x', '*'],
  };

  it.each([
    ['f={{words}} {{words}}', 'f="a b" "a b"'],
    ['f=x-{{words}}', 'f="x-a b"'],
    ['f={{star}}', 'f=a *'],
    ['{{words}}={{{words}}}', 'a b=a b'],
    ['* | timeslice {{words}}', '* | timeslice a b'],
    ['f={{two}} !{{two}}', '(f=x or f="y z") !(x or "y z")'],
    ['f = "-{{two}}-"', '(f = "-x-" or f = "-y z-")'],
    ['{{two}}{{three}}{{two}}', '(x1x or x2x or x3x or "y z1y z" or "y z2y z" or "y z3y z")'],
    ['a | f matches "{{two}}*{{lines}}"', 'a | f matches /(?s)\\A(?:x.*a\\nb|y z.*a\\nb)\\z/'],
    ['a | if ("{{two}}" != "*", 1, 2) as x', 'a | if ("x, y z" != "*", 1, 2) as x'],
    ['f={{all}} | f matches "{{all}}"', 'f=* | f matches "*"'],
  ])('%s', (text, expected) => {
    expect(fillVariables(text, values)).toBe(expected);
  });
});

describe('stages', () => {
  it('splits at pipes outside quotes and parentheses', () => {
    expect(splitStages('a | parse "x|y" as f | join (b | count) on x')).toEqual([
      'a',
      'parse "x|y" as f',
      'join (b | count) on x',
    ]);
  });

  it.each([
    ['* | count', true],
    ['* | count as errors', true],
    ['* | parse "by *" as x | count_distinct(x) as n | fields n', true],
    ['* | count by path', false],
    ['* | avg(x) as count', false],
    ['* | count as n | n / 2 as half', false],
    ['count', false],
  ])('%s: %s', (text, expected) => {
    expect(isPlainCount(text)).toBe(expected);
  });
});
