import { everyValue } from '../../query/variables';

/**
 * The values of a variable after one was switched on or off. All stands alone; without any value all hold, or the last
 * one stays when all are not offered.
 */
export function switched(values: string[], value: string, includeAll: boolean): string[] {
  if (value === everyValue) return [everyValue];
  const others = values.filter((other) => other !== value && other !== everyValue);
  if (!values.includes(value)) return [...others, value];
  if (others.length > 0) return others;
  return includeAll ? [everyValue] : values;
}
