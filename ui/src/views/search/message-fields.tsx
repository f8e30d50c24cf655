import { ActionIcon, CopyButton } from '@mantine/core';
import { Check, Copy, ListFilterPlus } from 'lucide-react';
import { type Cell, cellText, type Field } from '../../model/log-query-client';
import { formatMessageTime } from '../../time/format';
import classes from './messages.module.css';

interface MessageFieldsProps {
  fields: Field[];
  row: Cell[];
  onAdd: (field: string, value: string | number | boolean) => void;
}

const times = new Set(['_messagetime', '_receipttime']);
/** Values that single out one message or mean nothing as a filter. */
const notFilters = new Set(['_raw', '_messagetime', '_receipttime', '_size', '_messageid']);

/** Every field that has a value: the line's own first, then those Tailwater keeps beside it. */
export function MessageFields({ fields, row, onAdd }: MessageFieldsProps) {
  const filled = fields
    .map((field, index) => ({ field, value: row[index] }))
    .filter((entry): entry is { field: Field; value: string | number | boolean } => {
      return entry.value !== null && entry.value !== undefined && entry.value !== '';
    })
    .sort((a, b) => Number(a.field.name.startsWith('_')) - Number(b.field.name.startsWith('_')));
  return (
    <table className={classes.fields}>
      <tbody>
        {filled.map(({ field, value }) => (
          <tr key={field.name}>
            <th scope="row">{field.displayName ?? field.name}</th>
            <td className={classes.fieldTools}>
              {!notFilters.has(field.name.toLowerCase()) && (
                <ActionIcon
                  size="sm"
                  onClick={() => onAdd(field.name, value)}
                  aria-label={`Add ${field.name} to query`}
                  title="Add to query"
                >
                  <ListFilterPlus size={14} aria-hidden />
                </ActionIcon>
              )}
              <CopyButton value={cellText(value)}>
                {({ copied, copy }) => (
                  <ActionIcon size="sm" onClick={copy} aria-label={`Copy ${field.name}`} title="Copy value">
                    {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
                  </ActionIcon>
                )}
              </CopyButton>
            </td>
            <td>
              <code>
                {times.has(field.name.toLowerCase()) && typeof value === 'number'
                  ? `${formatMessageTime(value)} (${value})`
                  : cellText(value)}
              </code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
