import { useVirtualizer } from '@tanstack/react-virtual';
import { useContext, useRef } from 'react';
import {
  type Cell,
  cellNumber,
  cellText,
  type Field,
  isNumeric,
  type LogQueryResult,
} from '../model/log-query-client';
import { formatMessageTime } from '../time/format';
import { CellText, isLink } from './cell-text';
import classes from './chart.module.css';
import { type DataPoint, PointChoice } from './drill';
import { readableName } from './field-name';
import { exceeded, type Limit } from './limits';
import { formatQuantity } from './unit';

interface ResultTableProps {
  result: LogQueryResult;
  label: string;
  unit?: string | null;
  decimals?: number;
  /** Heads show the names of the fields as they are, not as words. */
  fieldNames?: boolean;
  /** Values beyond them are marked. */
  limits?: Limit[];
}

const rowHeight = 27;

/** Records in the order they were delivered; only the rows in sight are in the document when there are many. */
export function ResultTable(props: ResultTableProps) {
  const { result, label, unit = null, decimals = 2, fieldNames = false, limits = [] } = props;
  const choose = useContext(PointChoice);
  const box = useRef<HTMLDivElement>(null);
  const { fields, rows } = result;
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component only
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 400, height: 400 },
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const measures = fields.filter((field) => isNumeric(field) && !field.keyField);
  const unitOf = (field: Field) => {
    if (!measures.includes(field)) return null;
    const own = fieldNames ? null : readableName(field.name).unit;
    return measures.length === 1 ? (unit ?? own) : own;
  };
  const head = ({ name, displayName }: Field) => {
    if (displayName && displayName !== name) return displayName;
    return fieldNames ? name : readableName(name).name;
  };
  const names = fields.filter((field) => !isNumber(field) && !timeFields.has(field.name.toLowerCase()));
  const stretched = names.length === 1 ? names[0] : longest(names, result);
  const look = (field: Field) =>
    isNumber(field) ? classes.numeric : field === stretched ? classes.stretched : undefined;
  return (
    <div className={classes.tableBox} ref={box} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.name} scope="col" className={look(field)} title={field.name}>
                {head(field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Spacer height={above} columns={fields.length} />}
          {items.map(({ index }) => (
            <tr
              key={index}
              aria-rowindex={index + 2}
              data-clickable={choose ? true : undefined}
              onClick={() => choose?.(pointOf(fields, rows[index] ?? []))}
            >
              {fields.map((field, column) => {
                const cell = rows[index]?.[column];
                const text = cellLabel(cell, field, unitOf(field), decimals);
                const value = measures.includes(field) ? cellNumber(cell) : null;
                return (
                  <td
                    key={field.name}
                    className={look(field)}
                    title={text}
                    data-limit={value === null ? undefined : exceeded(value, limits)?.severity}
                  >
                    <CellText text={text} />
                  </td>
                );
              })}
            </tr>
          ))}
          {below > 0 && <Spacer height={below} columns={fields.length} />}
        </tbody>
      </table>
    </div>
  );
}

/** A record as the fields that tell it from the others. */
function pointOf(fields: Field[], row: Cell[]): DataPoint {
  const keys = fields.flatMap((field, i) =>
    isNumber(field) && !field.keyField ? [] : [{ field: field.name, value: row[i] ?? null }],
  );
  const named = keys.filter(({ field }) => !timeFields.has(field.toLowerCase()));
  return { name: named.map(({ value }) => cellText(value)).join(' · '), keys: named, slice: null };
}

/** Of several columns of text the one with sentences takes what the others leave; undefined when none has any. */
function longest(names: Field[], { fields, rows }: LogQueryResult): Field | undefined {
  let most = sentence;
  let found: Field | undefined;
  for (const field of names) {
    const index = fields.indexOf(field);
    for (const row of rows.slice(0, 100)) {
      const text = cellText(row[index]);
      if (text.length > most && !isLink(text)) {
        most = text.length;
        found = field;
      }
    }
  }
  return found;
}

/** Characters: names, addresses and ids are shorter. */
const sentence = 44;

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className={classes.spacer} aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

const timeFields = new Set(['_timeslice', '_messagetime', '_receipttime', '__timeslice_end']);

function isNumber(field: Field): boolean {
  return isNumeric(field) && !timeFields.has(field.name.toLowerCase());
}

function cellLabel(cell: Cell | undefined, field: Field, unit: string | null, decimals: number): string {
  const value = isNumeric(field) ? cellNumber(cell) : null;
  if (value === null) return cellText(cell);
  if (timeFields.has(field.name.toLowerCase())) return formatMessageTime(value).slice(0, 19);
  // A numeric key such as a status or an exit code is a name: no separators.
  return field.keyField ? String(value) : formatQuantity(value, unit, decimals);
}
