import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { timeAxis } from '../../chart/axes';
import { EChart } from '../../chart/echart';
import { ink, seriesColors } from '../../chart/palette';
import { tooltipHtml, tooltipStyle } from '../../chart/tooltip';
import { axisFormatter, formatQuantity } from '../../chart/unit';
import type { Bucket } from '../../model/log-query-client';
import { formatFullDateTime } from '../../time/format';
import classes from './search.module.css';

interface HistogramProps {
  buckets: Bucket[];
  range: { from: number; to: number };
  onZoom: (from: number, to: number) => void;
}

/** Messages over time; a click on a bar searches its time alone. */
export function Histogram({ buckets, range, onZoom }: HistogramProps) {
  const scheme = useComputedColorScheme('light');
  const option = useMemo(() => {
    const here = ink[scheme];
    const largest = Math.max(1, ...buckets.map(({ count }) => count));
    const last = buckets.at(-1);
    const span = {
      from: Math.min(range.from, buckets[0]?.start ?? range.from),
      to: Math.max(range.to, last ? last.start + last.length : 0),
    };
    return {
      grid: {
        left: 2,
        right: 12,
        top: 8,
        bottom: 2,
        outerBoundsMode: 'same' as const,
        outerBoundsContain: 'axisLabel' as const,
      },
      xAxis: timeAxis(span, here),
      yAxis: {
        type: 'value' as const,
        splitNumber: 2,
        minInterval: 1,
        axisLabel: { color: here.muted, fontSize: 11, formatter: axisFormatter(null, largest) },
        splitLine: { lineStyle: { color: here.grid } },
      },
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'axis' as const,
        axisPointer: { type: 'shadow' as const, shadowStyle: { color: here.muted, opacity: 0.12 } },
        formatter: (params: unknown) => {
          const index = (params as { dataIndex: number; color: string }[])[0]?.dataIndex ?? -1;
          const bucket = buckets[index];
          if (!bucket) return '';
          return tooltipHtml(formatFullDateTime(bucket.start), [
            {
              name: 'Messages',
              color: seriesColors(['Messages'], scheme)[0] ?? '',
              value: formatQuantity(bucket.count),
            },
          ]);
        },
      },
      series: [
        {
          type: 'bar' as const,
          // In the middle of its time, so that the first bar does not hang over the axis.
          data: buckets.map(({ start, length, count }) => [start + length / 2, count]),
          color: seriesColors(['Messages'], scheme)[0] ?? '',
          barCategoryGap: '15%',
          barMaxWidth: 40,
          emphasis: { disabled: true },
          cursor: 'pointer',
        },
      ],
    };
  }, [buckets, range, scheme]);
  return (
    <div className={classes.histogram}>
      <EChart
        option={option}
        label="Messages over time"
        onClick={(index) => {
          const bucket = buckets[index];
          if (bucket) onZoom(bucket.start, bucket.start + bucket.length);
        }}
      />
    </div>
  );
}
