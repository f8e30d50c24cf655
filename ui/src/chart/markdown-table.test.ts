import { describe, expect, it } from 'vitest';
import { readTable } from './markdown-table';

describe('readTable', () => {
  it('reads heads and rows until a line is none', () => {
    const lines = [
      '| Code | Name |',
      '| --- | :-: |',
      '| [H10](https://x.example/#a) | App crashed |',
      '',
      '| x |',
    ];
    expect(readTable(lines, 0)).toEqual({
      head: ['Code', 'Name'],
      rows: [['[H10](https://x.example/#a)', 'App crashed']],
    });
  });

  it('fills short rows, cuts long ones and keeps bars that are text', () => {
    expect(readTable(['|a|b|', '|-|-|', '|1|', '|1|2|3|', '|a \\| b|c'], 0)?.rows).toEqual([
      ['1', ''],
      ['1', '2'],
      ['a | b', 'c'],
    ]);
  });

  it('is none without a line of dashes of the same width', () => {
    expect(readTable(['| a | b |'], 0)).toBeNull();
    expect(readTable(['| a | b |', '| --- |'], 0)).toBeNull();
    expect(readTable(['| a | b |', '| - | c |'], 0)).toBeNull();
    expect(readTable(['a | b', '- | -'], 0)).toBeNull();
  });
});
