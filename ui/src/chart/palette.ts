export type Scheme = 'light' | 'dark';

/*
 * Neighbours differ in lightness as well as hue, so that they stay apart for colour-blind people and in print.
 * The dark list holds the same hues, lighter.
 */
const categorical: Record<Scheme, readonly string[]> = {
  light: [
    '#2b76c9',
    '#e58a0f',
    '#1a9c88',
    '#b8468f',
    '#7ab2e8',
    '#7a5bc9',
    '#c2a11d',
    '#cf5b43',
    '#5f9740',
    '#77838f',
  ],
  dark: [
    '#5aa2ef',
    '#f2a541',
    '#35c2ab',
    '#e183be',
    '#a5cdf5',
    '#a68df0',
    '#e0c654',
    '#e98570',
    '#8fc46d',
    '#9daab6',
  ],
};

const statusClass: Record<Scheme, Record<string, string>> = {
  light: { 1: '#77838f', 2: '#2e9a63', 3: '#3d83d1', 4: '#dd9a14', 5: '#d2423f' },
  dark: { 1: '#9daab6', 2: '#4cc38a', 3: '#6aa9ef', 4: '#f0b840', 5: '#ef6a63' },
};

/** Names that several panels show keep one colour in all of them: the two hosts every Heroku line comes from. */
const named: Record<Scheme, ReadonlyMap<string, string>> = {
  light: new Map([
    ['app', '#17a589'],
    ['heroku', '#6a4bbf'],
  ]),
  dark: new Map([
    ['app', '#3fd0b4'],
    ['heroku', '#9a7ff0'],
  ]),
};

export interface ChartInk {
  surface: string;
  text: string;
  muted: string;
  line: string;
  grid: string;
}

/** The neutral colours of a drawing; they repeat the application's surfaces because a canvas cannot read CSS. */
export const ink: Record<Scheme, ChartInk> = {
  light: { surface: '#ffffff', text: '#1c2530', muted: '#5b6875', line: '#cdd5dd', grid: '#e9edf1' },
  dark: { surface: '#171d24', text: '#e4e9ee', muted: '#9aa7b4', line: '#3a4550', grid: '#262f38' },
};

export function isStatusCode(name: string): boolean {
  return /^[1-5]\d\d$/.test(name);
}

/** The families the panel editor offers; a dashboard may name others, of which the number counts. */
export const colorFamilies = [
  'Categorical Default',
  ...['Sequential', 'Diverging'].flatMap((kind) => [1, 2, 3].map((number) => `${kind} ${number}`)),
];

/**
 * The colours of a family that an author chose: shades of one hue, from one hue to another, or the palette begun
 * elsewhere. Null for the default, and for names that say nothing.
 */
export function familyColors(
  family: string | null | undefined,
  count: number,
  scheme: Scheme,
): string[] | null {
  const found = /^(sequential|diverging|scheme)\s*(\d+)$/i.exec(family?.trim() ?? '');
  const palette = categorical[scheme];
  const at = (index: number) => palette[index % palette.length] ?? '#77838f';
  const number = Math.max(1, Number(found?.[2] ?? 1)) - 1;
  const { surface, text, muted } = ink[scheme];
  switch (found?.[1]?.toLowerCase()) {
    case 'sequential':
      return ramp([mix(at(number), surface, 0.6), at(number), mix(at(number), text, 0.4)], count);
    case 'diverging':
      // The middle is pale, and still not the surface.
      return ramp([at(2 * number), mix(surface, muted, 0.35), at(2 * number + 1)], count);
    case 'scheme':
      return Array.from({ length: count }, (_, i) => at(number + i));
    default:
      return null;
  }
}

/** Evenly spaced colours along three, one alone the middle one. */
function ramp([first, middle, last]: [string, string, string], count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const place = count === 1 ? 0.5 : i / (count - 1);
    return place < 0.5 ? mix(first, middle, place * 2) : mix(middle, last, place * 2 - 1);
  });
}

/**
 * One colour per name: by the author's family, else status codes by class with a paler shade for each further code, known names their own, others in
 * palette order.
 */
export function seriesColors(names: string[], scheme: Scheme, family?: string | null): string[] {
  const chosen = familyColors(family, names.length, scheme);
  if (chosen) return chosen;
  const palette = categorical[scheme];
  const byStatus =
    names.length > 0 && names.every((name) => isStatusCode(name) || name === 'null' || name === '');
  const seen: Record<string, number> = {};
  return names.map((name, index) => {
    const own = named[scheme].get(name);
    if (own) return own;
    const base = byStatus ? statusClass[scheme][name.charAt(0)] : undefined;
    if (!base) return palette[index % palette.length] ?? '#77838f';
    const shade = seen[name.charAt(0)] ?? 0;
    seen[name.charAt(0)] = shade + 1;
    return mix(base, ink[scheme].surface, Math.min(shade * 0.22, 0.66));
  });
}

function channels(hex: string): [number, number, number] | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  const full = short
    ? `#${short
        .slice(1)
        .map((c) => c + c)
        .join('')}`
    : hex;
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(full);
  if (!match) return null;
  return [parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16), parseInt(match[3] ?? '', 16)];
}

/** A colour between two others; weight 0 is the first. Colours it cannot read are returned as they are. */
export function mix(from: string, to: string, weight: number): string {
  const a = channels(from);
  const b = channels(to);
  if (!a || !b) return from;
  const part = (i: 0 | 1 | 2) =>
    Math.round(a[i] + (b[i] - a[i]) * weight)
      .toString(16)
      .padStart(2, '0');
  return `#${part(0)}${part(1)}${part(2)}`;
}

function luminance(hex: string): number {
  const linear = (channels(hex) ?? [0, 0, 0]).map((value) => {
    const c = value / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/**
 * A text colour of the same hue that can be read on the surface. Published dashboards use pastel thresholds made for
 * backgrounds; as text they would vanish.
 */
export function readable(color: string, scheme: Scheme, background = ink[scheme].surface): string {
  const toward = scheme === 'light' ? '#000000' : '#ffffff';
  for (let weight = 0; weight <= 0.9; weight += 0.1) {
    const candidate = mix(saturate(color), toward, weight);
    if (contrast(candidate, background) >= 4.5) return candidate;
  }
  return ink[scheme].text;
}

/** The same hue at full strength: darkening a pastel alone would turn it grey. */
function saturate(hex: string): string {
  const rgb = channels(hex);
  if (!rgb) return hex;
  const least = Math.min(...rgb);
  const spread = Math.max(...rgb) - least;
  // Greys have no hue to strengthen.
  if (spread < 12) return hex;
  const strong = rgb.map((value) => Math.round(((value - least) / spread) * 170 + 38));
  return `#${strong.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
