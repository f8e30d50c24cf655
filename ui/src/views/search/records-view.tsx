import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { PanelDrawing } from '../../chart/drawing';
import { timeColumn } from '../../chart/series';
import type { Drawing } from '../../chart/visual-settings';
import type { LogQueryResult } from '../../model/log-query-client';
import classes from './search.module.css';

const shapes = [
  { value: 'table', label: 'Table' },
  { value: 'line', label: 'Line' },
  { value: 'column', label: 'Column' },
  { value: 'bar', label: 'Bar' },
  { value: 'pie', label: 'Pie' },
] as const;

type Shape = (typeof shapes)[number]['value'];

export function RecordsView({ result, query }: { result: LogQueryResult; query: string }) {
  const [shape, setShape] = useState<Shape>('table');
  const results = useMemo(() => [result], [result]);
  const drawing = drawingFor(shape, timeColumn(result.fields) >= 0);
  return (
    <section className={classes.records} aria-label="Records">
      <SegmentedControl
        aria-label="Shown as"
        size="xs"
        value={shape}
        onChange={(value) => setShape(value)}
        data={shapes.map(({ value, label }) => ({ value, label }))}
        className={classes.shapes}
      />
      <div className={classes.recordsBody}>
        <PanelDrawing
          title="Records"
          settings={{}}
          results={results}
          query={query}
          drawing={drawing}
          fallback={null}
          fieldNames
        />
      </div>
    </section>
  );
}

function drawingFor(shape: Shape, overTime: boolean): Drawing {
  if (shape === 'table') return { kind: 'table' };
  if (shape === 'pie') return { kind: 'pie' };
  if (overTime && shape !== 'bar')
    return { kind: 'timeSeries', shape, stacked: shape === 'column', smooth: false };
  return { kind: 'category', shape, stacked: false };
}
