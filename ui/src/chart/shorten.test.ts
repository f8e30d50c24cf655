import { describe, expect, it } from 'vitest';
import { shorten } from './shorten';

const tenEach = (text: string) => Array.from(text).length * 10;

describe('shorten', () => {
  it('leaves what fits', () => {
    expect(shorten('/v1/events', 100, tenEach)).toBe('/v1/events');
  });

  it('uses the room it is given and keeps more of the end', () => {
    const short = shorten('heroku.46450913.f264ae3c5', 150, tenEach);
    expect(short).toBe('heroku…264ae3c5');
    expect(tenEach(short)).toBe(150);
  });

  it('keeps one character of a text that does not fit at all', () => {
    expect(shorten('abcdef', 1, tenEach)).toBe('…f');
  });

  it('does not split a character of two code units', () => {
    expect(shorten('aaaa🚀🚀', 30, tenEach)).toBe('…🚀🚀');
  });
});
