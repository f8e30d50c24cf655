/** The chart types of the editor, as the pairs of `mode` and `type` that a dashboard stores. */
export const chartTypes = [
  {
    group: 'Over time',
    items: [
      { value: 'timeSeries line', label: 'Line' },
      { value: 'timeSeries area', label: 'Area' },
      { value: 'timeSeries column', label: 'Column' },
      { value: 'timeSeries box', label: 'Box plot' },
      { value: 'timeSeries heatMap', label: 'Heat map' },
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
      { value: 'distribution box', label: 'Box plot' },
      { value: 'distribution funnel', label: 'Funnel' },
      { value: 'distribution sankey', label: 'Sankey' },
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
  /** Series or labels that can be renamed and coloured, with a legend. */
  series: boolean;
  /** Series that can be put on top of each other. */
  stacks: boolean;
  slices: boolean;
  /** Drawn in colours that are not the author's, and so in those of a family. */
  colors: boolean;
  /** Values from which it warns. */
  limits: boolean;
  ranges: 'svp' | 'honeyComb' | 'map' | null;
}

/** What can be set for a chart type. */
export function familyOf(chartType: string): ChartFamily {
  const [mode, type] = chartType.split(' ');
  const charted = (mode === 'timeSeries' || mode === 'distribution') && type !== 'table';
  const slices = charted && (type === 'pie' || type === 'funnel');
  const plain = charted && ['line', 'area', 'column', 'bar'].includes(type ?? '');
  const single = mode === 'singleValueMetrics';
  return {
    overTime: mode === 'timeSeries',
    axes: charted && !slices && !['sankey', 'heatMap'].includes(type ?? ''),
    single,
    series: plain || slices,
    stacks: plain,
    slices,
    colors: charted,
    limits: !slices && !['sankey', 'heatMap'].includes(type ?? ''),
    ranges: single ? 'svp' : mode === 'honeyComb' ? 'honeyComb' : mode === 'map' ? 'map' : null,
  };
}
