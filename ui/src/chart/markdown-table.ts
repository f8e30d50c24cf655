/** A table of Markdown: its cells as text, still with marks inside. */
export interface MarkdownTable {
  head: string[];
  rows: string[][];
}

/**
 * The table that begins at a line: a row of heads, a row of dashes, then rows as long as they begin with a bar.
 * Null where none begins.
 */
export function readTable(lines: string[], at: number): MarkdownTable | null {
  const head = cells(lines[at]);
  const rule = cells(lines[at + 1]);
  if (head === null || rule?.length !== head.length) return null;
  if (!rule.every((cell) => /^:?-+:?$/.test(cell))) return null;
  const rows: string[][] = [];
  for (let row = cells(lines[at + 2]); row !== null; row = cells(lines[at + 2 + rows.length])) {
    const full = row;
    rows.push(head.map((_, i) => full[i] ?? ''));
  }
  return { head, rows };
}

/** The cells of a row; a bar after a backslash is text. */
function cells(line: string | undefined): string[] | null {
  const text = line?.trim() ?? '';
  if (!text.startsWith('|')) return null;
  const inside = text.replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
