const compactNumber = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** By the most decimals: making a formatter takes far longer than using it. */
const numbers = new Map<number, Intl.NumberFormat>();

function decimals(value: number, most: number): string {
  let format = numbers.get(most);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { maximumFractionDigits: most });
    numbers.set(most, format);
  }
  return format.format(value);
}

interface Step {
  symbol: string;
  /** How many of the family's smallest unit make one of this. */
  size: number;
}

const bytes: Step[] = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'].map((symbol, i) => ({ symbol, size: 1024 ** i }));

const time: Step[] = [
  { symbol: 'ms', size: 1 },
  { symbol: 's', size: 1000 },
];

interface Family {
  steps: Step[];
  /** The size of the unit the values arrive in. */
  base: number;
}

const families: Record<string, Family> = {
  ms: { steps: time, base: 1 },
  s: { steps: time, base: 1000 },
  b: { steps: bytes, base: 1 },
  kb: { steps: bytes, base: 1024 },
  mb: { steps: bytes, base: 1024 ** 2 },
  gb: { steps: bytes, base: 1024 ** 3 },
};

const aliases: Record<string, string> = {
  byte: 'b',
  bytes: 'b',
  millisecond: 'ms',
  milliseconds: 'ms',
  second: 's',
  seconds: 's',
  sec: 's',
  percent: '%',
  percentage: '%',
  count: '',
  none: '',
};

export interface Quantity {
  text: string;
  unit: string;
}

function normalized(unit: string | null | undefined): string {
  const key = (unit ?? '').trim();
  return aliases[key.toLowerCase()] ?? key;
}

function stepFor(family: Family, magnitude: number): Step {
  const inSmallest = magnitude * family.base;
  const fitting = family.steps.findLast((step) => inSmallest >= step.size);
  return fitting ?? family.steps[0] ?? { symbol: '', size: 1 };
}

/** A number and the unit it reads best in: 0.25 s is 250 ms, 150747 bytes are 147.21 KB. */
export function quantity(value: number, unit?: string | null, most = 2): Quantity {
  const name = normalized(unit);
  const family = families[name.toLowerCase()];
  if (family) {
    // Zero has no magnitude of its own: keep the unit the author chose.
    const step = value === 0 ? sourceStep(family) : stepFor(family, Math.abs(value));
    return { text: decimals((value * family.base) / step.size, most), unit: step.symbol };
  }
  const text = Math.abs(value) >= 10_000_000 ? compactNumber.format(value) : decimals(value, most);
  return { text, unit: name };
}

function sourceStep(family: Family): Step {
  return family.steps.find((step) => step.size === family.base) ?? { symbol: '', size: 1 };
}

function join({ text, unit }: Quantity): string {
  if (unit === '') return text;
  return unit === '%' ? `${text}%` : `${text} ${unit}`;
}

export function formatQuantity(value: number, unit?: string | null, most = 2): string {
  return join(quantity(value, unit, most));
}

/**
 * The distance of an axis's ticks where the chart would not find a good one: bytes are labelled in steps of 1,024, so that
 * 300 MB would stand there as 0.29 GB. null for other units.
 */
export function axisStep(unit: string | null | undefined, largest: number, ticks: number): number | null {
  const family = families[normalized(unit).toLowerCase()];
  if (family?.steps !== bytes || largest <= 0) return null;
  const inBase = stepFor(family, largest).size / family.base;
  const least = largest / inBase / ticks;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const round = [1, 2, 2.5, 5].find((digit) => digit * magnitude >= least) ?? 10;
  return round * magnitude * inBase;
}

/** Labels of one axis share a unit, chosen by its largest value, and stay short. */
export function axisFormatter(unit: string | null | undefined, largest: number): (value: number) => string {
  const name = normalized(unit);
  const family = families[name.toLowerCase()];
  if (family) {
    const step = stepFor(family, largest);
    return (value) =>
      value === 0
        ? '0'
        : `${decimals((value * family.base) / step.size, step.size === 1 ? 1 : 2)} ${step.symbol}`;
  }
  return (value) => {
    const text =
      Math.abs(value) >= 1000 ? compactNumber.format(value) : decimals(value, largest < 0.05 ? 4 : 2);
    return join({ text, unit: name });
  };
}
