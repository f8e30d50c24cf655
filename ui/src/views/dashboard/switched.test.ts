import { describe, expect, it } from 'vitest';
import { switched } from './switched';

describe('switched', () => {
  it('adds and takes away', () => {
    expect(switched(['a'], 'b', true)).toEqual(['a', 'b']);
    expect(switched(['a', 'b'], 'a', true)).toEqual(['b']);
  });

  it('lets all stand alone', () => {
    expect(switched(['a', 'b'], '*', true)).toEqual(['*']);
    expect(switched(['*'], 'a', true)).toEqual(['a']);
  });

  it('never leaves a variable without a value', () => {
    expect(switched(['a'], 'a', true)).toEqual(['*']);
    expect(switched(['a'], 'a', false)).toEqual(['a']);
  });
});
