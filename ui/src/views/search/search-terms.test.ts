import { describe, expect, it } from 'vitest';
import { addToQuery, searchTerms, termPattern } from './search-terms';

describe('searchTerms', () => {
  it.each([
    ['_sourceCategory=heroku error', ['error']],
    [
      '_sourceCategory=heroku (H12 or "Build succeeded") !debug not trace | count',
      ['H12', 'Build succeeded'],
    ],
    ['"connect=" router // | where x', ['connect=', 'router']],
    ['err* *', ['err']],
    ['', []],
  ])('of %s', (query, terms) => {
    expect(searchTerms(query)).toEqual(terms);
  });
});

it('finds terms in any case, wildcards included', () => {
  const pattern = termPattern(['e?r', 'status=*']);
  expect('ERR and status=503'.match(pattern ?? /^$/)).toEqual(['ERR', 'status=503'].slice(0, 2));
  expect(termPattern([])).toBeNull();
});

describe('addToQuery', () => {
  it('narrows the scope when there are no stages', () => {
    expect(addToQuery('_sourceCategory=heroku', 'dyno', 'web.1')).toBe('_sourceCategory=heroku dyno=web.1');
    expect(addToQuery('a', 'path', '/a b"c')).toBe('a path="/a b\\"c"');
  });

  it('appends a where stage otherwise', () => {
    expect(addToQuery('a | parse "x=*" as x', 'x', 'y')).toBe('a | parse "x=*" as x\n| where x = "y"');
    expect(addToQuery('a | json auto', 'status', 503)).toBe('a | json auto\n| where status = 503');
    expect(addToQuery('a | json auto', 'odd name', true)).toBe('a | json auto\n| where %"odd name" = true');
  });
});
