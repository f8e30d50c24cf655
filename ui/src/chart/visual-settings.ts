import * as z from 'zod';

/*
 * The part of a panel's visualSettings (a JSON string) that drawings follow. Every key falls back on its own, so that
 * one odd value in an imported dashboard does not cost the rest.
 */

const text = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const number = z.coerce.number().nullish().catch(null);

const axisSchema = z
  .object({
    title: text,
    unit: z
      .union([z.string(), z.object({ value: text }).transform((unit) => unit.value ?? null)])
      .nullish()
      .catch(null),
    unitDecimals: number,
    logarithmic: flag,
    minimum: number,
    maximum: number,
    hideLabels: flag,
  })
  .partial()
  .catch({});

const thresholdSchema = z.object({
  from: z.number().nullish().catch(null),
  to: z.number().nullish().catch(null),
  color: z.string(),
});

const thresholdsSchema = z.array(thresholdSchema).nullish().catch(null);

const limitSchema = z
  .object({ value: number, comparator: text, display: flag })
  .partial()
  .nullish()
  .catch(null);

const settingsSchema = z
  .object({
    title: z.object({ fontSize: number }).partial().catch({}),
    general: z
      .object({
        mode: text,
        type: text,
        displayType: text,
        fillOpacity: number,
        lineThickness: number,
        lineDashType: text,
        markerType: text,
        markerSize: number,
        innerRadius: text,
        maxNumOfSlices: number,
        decimals: number,
        noDataMessage: text,
      })
      .partial()
      .catch({}),
    axes: z.object({ axisX: axisSchema, axisY: axisSchema, axisY2: axisSchema }).partial().catch({}),
    legend: z
      .object({
        enabled: flag,
        verticalAlign: text,
        showAsTable: flag,
        shownStatistics: z.array(z.string()).nullish().catch(null),
      })
      .partial()
      .catch({}),
    color: z.object({ family: text }).partial().catch({}),
    svp: z
      .object({
        option: text,
        label: text,
        unit: text,
        rounding: number,
        useBackgroundColor: flag,
        useNoData: flag,
        noDataString: text,
        hideLabel: flag,
        thresholds: thresholdsSchema,
        sparkline: z.object({ show: flag, color: text }).partial().nullish().catch(null),
        gauge: z
          .object({ show: flag, min: number, max: number, showThreshold: flag })
          .partial()
          .nullish()
          .catch(null),
      })
      .partial()
      .catch({}),
    thresholdsSettings: z
      .object({
        showThresholds: flag,
        numberThresholds: z
          .object({ warning: limitSchema, critical: limitSchema })
          .partial()
          .nullish()
          .catch(null),
      })
      .partial()
      .catch({}),
    honeyComb: z.object({ thresholds: thresholdsSchema }).partial().catch({}),
    map: z
      .object({
        mainMetric: z
          .object({ layerType: text, colorThresholds: thresholdsSchema })
          .partial()
          .nullish()
          .catch(null),
      })
      .partial()
      .catch({}),
    overrides: z
      .array(
        z.object({
          series: z.array(z.string()).nullish().catch(null),
          queries: z.array(z.string()).nullish().catch(null),
          properties: z
            .object({
              name: text,
              color: text,
              type: text,
              axisYType: text,
              lineDashType: text,
              visible: flag,
            })
            .partial()
            .catch({}),
        }),
      )
      .catch([]),
    text: z
      .object({
        horizontalAlignment: text,
        alignment: text,
        textColor: text,
        backgroundColor: text,
        fontSize: number,
      })
      .partial()
      .catch({}),
  })
  .partial();

export type VisualSettings = z.infer<typeof settingsSchema>;
export type Threshold = z.infer<typeof thresholdSchema>;

export function parseVisualSettings(json: string | null | undefined): VisualSettings {
  if (!json) return {};
  try {
    return settingsSchema.catch({}).parse(JSON.parse(json));
  } catch {
    return {};
  }
}

export type Drawing =
  | { kind: 'timeSeries'; shape: 'line' | 'area' | 'column'; stacked: boolean; smooth: boolean }
  | { kind: 'category'; shape: 'bar' | 'column' | 'line' | 'area'; stacked: boolean }
  | { kind: 'pie' }
  | { kind: 'funnel' }
  | { kind: 'sankey' }
  | { kind: 'box' }
  | { kind: 'heat' }
  | { kind: 'scatter' }
  | { kind: 'honeycomb' }
  | { kind: 'map' }
  | { kind: 'singleValue' }
  | { kind: 'table' }
  | { kind: 'text' }
  | { kind: 'unsupported'; name: string };

/** Which drawing the settings ask for; null lets the data decide. */
export function drawingOf(settings: VisualSettings): Drawing | null {
  const mode = settings.general?.mode ?? '';
  const type = settings.general?.type ?? '';
  const displayType = settings.general?.displayType ?? '';
  const stacked = displayType.toLowerCase().includes('stacked');
  if (type === 'table' || mode === 'table') return { kind: 'table' };
  if (mode === 'singleValueMetrics' || type === 'svp') return { kind: 'singleValue' };
  if (mode === 'TextPanel' || type === 'text') return { kind: 'text' };
  if (type === 'pie') return { kind: 'pie' };
  // Nothing published says how these are spelt.
  const spelt = type.toLowerCase().replace(/[^a-z]/g, '');
  if (spelt === 'funnel') return { kind: 'funnel' };
  if (spelt === 'sankey') return { kind: 'sankey' };
  if (spelt === 'box' || spelt === 'boxplot') return { kind: 'box' };
  if (spelt === 'heatmap') return { kind: 'heat' };
  if (type === 'scatter' || type === 'bubble') return { kind: 'scatter' };
  if (mode === 'honeyComb' || type === 'honeyComb') return { kind: 'honeycomb' };
  if (mode === 'map' || type === 'map') return { kind: 'map' };
  if (mode === 'timeSeries') {
    if (type === 'line' || type === '') {
      return { kind: 'timeSeries', shape: 'line', stacked: false, smooth: displayType === 'smooth' };
    }
    if (type === 'area')
      return { kind: 'timeSeries', shape: 'area', stacked, smooth: displayType === 'smooth' };
    if (type === 'column' || type === 'bar')
      return { kind: 'timeSeries', shape: 'column', stacked, smooth: false };
  }
  if (
    mode === 'distribution' &&
    (type === 'bar' || type === 'column' || type === 'line' || type === 'area')
  ) {
    return { kind: 'category', shape: type, stacked };
  }
  if (mode === '' && type === '') return null;
  return { kind: 'unsupported', name: type === '' || type === mode ? mode : `${mode} ${type}`.trim() };
}

/** The colour an author gave to a series or a label, null when it follows the palette. */
export function overrideColor(settings: VisualSettings, name: string): string | null {
  return settings.overrides?.findLast(({ series }) => series?.includes(name))?.properties.color ?? null;
}

/** What an author calls a label, such as a code with its meaning; itself when nothing else. */
export function overrideName(settings: VisualSettings, name: string): string {
  return settings.overrides?.findLast(({ series }) => series?.includes(name))?.properties.name ?? name;
}

/** What the only measure of a chart is called: an author's axis title reads better than a column name. */
export function measureName(settings: VisualSettings, column: string): string {
  const title = settings.axes?.axisY?.title;
  return title === null || title === undefined || title === '' ? column : title;
}

export function panelUnit(settings: VisualSettings): string | null {
  return settings.axes?.axisY?.unit ?? settings.svp?.unit ?? null;
}

/** The unit of the axis on the right. */
export function secondUnit(settings: VisualSettings): string | null {
  return settings.axes?.axisY2?.unit ?? null;
}

/** The most decimals shown: two unless the author asks for more, nine at most. */
export function panelDecimals(settings: VisualSettings): number {
  const asked =
    settings.axes?.axisY?.unitDecimals ?? settings.svp?.rounding ?? settings.general?.decimals ?? 2;
  return Math.max(0, Math.min(9, asked));
}

/** The colour of the range a value lies in; a range holds its start, and its end only if no other range starts there. */
export function thresholdColor(value: number, thresholds: Threshold[] | null | undefined): string | null {
  const inside = thresholds?.find(({ from, to }) => value >= (from ?? -Infinity) && value < (to ?? Infinity));
  return (inside ?? thresholds?.find(({ to }) => value === to))?.color ?? null;
}
