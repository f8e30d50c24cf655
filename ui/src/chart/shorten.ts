import { textWidth } from './text-width';

/**
 * Cuts the middle out of a text that is too wide. The names in Heroku logs (dyno ids, paths) begin alike: the larger
 * part of what fits is their end.
 */
export function shorten(text: string, pixels: number, width: (text: string) => number = textWidth): string {
  if (width(text) <= pixels) return text;
  const characters = Array.from(text);
  let least = 1;
  let most = characters.length - 1;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (width(cut(characters, middle)) <= pixels) least = middle;
    else most = middle - 1;
  }
  return cut(characters, least);
}

function cut(characters: string[], kept: number): string {
  const head = Math.floor(kept * 0.45);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - kept + head).join('')}`;
}
