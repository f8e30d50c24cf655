/** The chart types of the editor, as the pairs of `mode` and `type` that a dashboard stores. */
export const chartTypes = [
  {
    group: 'Over time',
    items: [
      { value: 'timeSeries line', label: 'Line' },
      { value: 'timeSeries area', label: 'Area' },
      { value: 'timeSeries column', label: 'Column' },
    ],
  },
  {
    group: 'By category',
    items: [
      { value: 'distribution bar', label: 'Bar' },
      { value: 'distribution column', label: 'Column' },
      { value: 'distribution line', label: 'Line' },
      { value: 'distribution area', label: 'Area' },
      { value: 'distribution pie', label: 'Pie' },
      { value: 'distribution scatter', label: 'Scatter' },
      { value: 'distribution table', label: 'Table' },
    ],
  },
  {
    group: 'Others',
    items: [
      { value: 'singleValueMetrics svp', label: 'Single value' },
      { value: 'honeyComb honeyComb', label: 'Honeycomb' },
      { value: 'map map', label: 'Map' },
    ],
  },
].map(({ group, items }) => ({
  group,
  // Two families have a column: the list shows them under their family, the closed field must tell them apart.
  items: items.map(({ value, label }) => ({
    value,
    label: group === 'Over time' ? `${label} over time` : label,
  })),
}));

export interface ChartFamily {
  overTime: boolean;
  axes: boolean;
  single: boolean;
  /** Series that can be renamed, coloured and stacked. */
  series: boolean;
  ranges: 'svp' | 'honeyComb' | 'map' | null;
}

/** What can be set for a chart type. */
export function familyOf(chartType: string): ChartFamily {
  const [mode, type] = chartType.split(' ');
  const charted = (mode === 'timeSeries' || mode === 'distribution') && type !== 'table';
  const single = mode === 'singleValueMetrics';
  return {
    overTime: mode === 'timeSeries',
    axes: charted && type !== 'pie',
    single,
    series: charted && type !== 'scatter',
    ranges: single ? 'svp' : mode === 'honeyComb' ? 'honeyComb' : mode === 'map' ? 'map' : null,
  };
}
