import type { ReactNode } from 'react';
import classes from './chart.module.css';
import { type MarkdownTable, readTable } from './markdown-table';

/*
 * The Markdown that text panels use: headings, paragraphs, lists, tables, rules, emphasis, code and links. It becomes React
 * elements, never HTML text, so a dashboard from elsewhere cannot bring markup of its own.
 */

export function Markdown({ text }: { text: string }) {
  return <div className={classes.text}>{blocks(text)}</div>;
}

function blocks(text: string): ReactNode[] {
  const out: ReactNode[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  let paragraph: string[] = [];
  let items: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) out.push(<p key={out.length}>{inline(paragraph.join(' '))}</p>);
    if (items.length > 0) {
      out.push(
        <ul key={out.length}>
          {items.map((item, i) => (
            <li key={i}>{inline(item)}</li>
          ))}
        </ul>,
      );
    }
    paragraph = [];
    items = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const table = readTable(lines, at);
    const heading = /^\s{0,3}(#{1,6})\s*(.+?)\s*#*$/.exec(line);
    const item = /^\s*[-*+]\s+(.+)$/.exec(line);
    if (table) {
      flush();
      out.push(<Table key={out.length} table={table} />);
      at += 1 + table.rows.length;
    } else if (heading) {
      flush();
      // The page's own title is the h1; headings of panels start below it.
      const Level = `h${Math.min(4, Math.max(2, heading[1]?.length ?? 2)) as 2 | 3 | 4}` as const;
      out.push(<Level key={out.length}>{inline(heading[2] ?? '')}</Level>);
    } else if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) {
      flush();
      out.push(<hr key={out.length} />);
    } else if (item) {
      if (paragraph.length > 0) flush();
      items.push(item[1] ?? '');
    } else if (line.trim() === '') {
      flush();
    } else {
      if (items.length > 0) flush();
      paragraph.push(line.trim());
    }
  }
  flush();
  return out;
}

function Table({ table }: { table: MarkdownTable }) {
  return (
    <table>
      <thead>
        <tr>
          {table.head.map((cell, i) => (
            <th key={i} scope="col">
              {inline(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, column) => (
              <td key={column}>{inline(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const token = /\*\*(.+?)\*\*|__(.+?)__|\*([^*]+)\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g;

function inline(text: string): ReactNode[] {
  const out: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > end) out.push(text.slice(end, match.index));
    const [whole, strong, strongToo, emphasis, code, label, href] = match;
    const bold = strong ?? strongToo;
    if (bold !== undefined) out.push(<strong key={end}>{bold}</strong>);
    else if (emphasis !== undefined) out.push(<em key={end}>{emphasis}</em>);
    else if (code !== undefined) out.push(<code key={end}>{code}</code>);
    else
      out.push(
        <a key={end} href={href} target="_blank" rel="noreferrer">
          {label}
        </a>,
      );
    end = match.index + whole.length;
  }
  if (end < text.length) out.push(text.slice(end));
  return out;
}
