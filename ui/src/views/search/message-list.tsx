import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import {
  type Cell,
  cellNumber,
  cellText,
  fieldIndex,
  type LogQueryResult,
} from '../../model/log-query-client';
import { formatMessageTime } from '../../time/format';
import { MessageFields } from './message-fields';
import classes from './messages.module.css';
import { searchTerms, termPattern } from './search-terms';

interface MessageListProps {
  result: LogQueryResult;
  query: string;
  onAdd: (field: string, value: string | number | boolean) => void;
}

/** Newest first. Only the messages in sight are in the document; their heights are measured as they come. */
export function MessageList({ result, query, onAdd }: MessageListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Set<string>>(new Set());
  const { fields, rows } = result;
  const columns = useMemo(
    () => ({
      id: fieldIndex(fields, '_messageid'),
      time: fieldIndex(fields, '_messagetime'),
      raw: fieldIndex(fields, '_raw'),
      name: fieldIndex(fields, '_sourcename'),
    }),
    [fields],
  );
  const made = useMemo(
    () =>
      fields
        .map((field, index) => ({ name: field.displayName ?? field.name, index, fromQuery: field.fromQuery }))
        .filter(({ fromQuery }) => fromQuery === true),
    [fields],
  );
  const pattern = useMemo(() => termPattern(searchTerms(query)), [query]);
  const keyOf = (index: number) => cellText(rows[index]?.[columns.id]) || String(index);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component only
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 48,
    getItemKey: keyOf,
    overscan: 8,
  });
  const toggle = (key: string) =>
    setOpen((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <div className={classes.messages} ref={box} tabIndex={0} role="region" aria-label="Messages">
      <ol style={{ height: virtual.getTotalSize() }} className={classes.messageList}>
        {virtual.getVirtualItems().map((item) => {
          const row: Cell[] = rows[item.index] ?? [];
          const key = keyOf(item.index);
          const time = cellNumber(row[columns.time]);
          const expanded = open.has(key);
          return (
            <li
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className={classes.message}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <div className={classes.messageLine}>
                <button
                  type="button"
                  className={classes.expand}
                  aria-expanded={expanded}
                  aria-label={`Fields of the message at ${time === null ? 'unknown time' : formatMessageTime(time)}`}
                  onClick={() => toggle(key)}
                >
                  <ChevronRight size={15} aria-hidden />
                </button>
                <time className={classes.time}>{time === null ? '' : formatMessageTime(time)}</time>
                <div className={classes.text}>
                  <MessageText text={cellText(row[columns.raw])} pattern={pattern} />
                  {made.length > 0 && <MadeFields made={made} row={row} />}
                </div>
              </div>
              {expanded && <MessageFields fields={fields} row={row} onAdd={onAdd} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** What the query made of a message, or chose of it: what its author wants to see beside the text. */
function MadeFields({ made, row }: { made: { name: string; index: number }[]; row: Cell[] }) {
  return (
    <dl className={classes.made}>
      {made.map(({ name, index }) => {
        const value = row[index];
        const absent = value === null ? 'null' : value === '' ? 'empty' : undefined;
        return (
          <div key={index}>
            <dt>{name}</dt>
            <dd data-absent={absent}>{absent ?? cellText(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** `<158>1 2026-05-01T10:00:05+00:00 host ` says nothing that the time beside it does not. */
const frame = /^<\d{1,3}>\d \S+ \S+ /;

/** Enough to recognise a message by; its whole text is among its fields. */
const mostCharacters = 2000;

function MessageText({ text, pattern }: { text: string; pattern: RegExp | null }) {
  const head = frame.exec(text)?.[0] ?? '';
  const rest = text.slice(head.length, mostCharacters);
  const cut = text.length > mostCharacters;
  return (
    <code className={classes.raw}>
      {head !== '' && <span className={classes.frame}>{head}</span>}
      {pattern === null
        ? rest
        : rest.split(pattern).map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part))}
      {cut && '…'}
    </code>
  );
}
