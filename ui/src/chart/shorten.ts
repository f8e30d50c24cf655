/**
 * Cuts the middle out of a text that is too long. The names in Heroku logs (dyno ids, paths) differ at their end as
 * often as at their start.
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) * 0.45);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`;
}
