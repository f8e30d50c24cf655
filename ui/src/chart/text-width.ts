const font = "11px 'Inter Variable', system-ui, sans-serif";

/** Where there is no canvas, letters are taken to be as wide as digits mostly are. */
const averageWidth = 6.3;

let context: CanvasRenderingContext2D | null | undefined;

/** The width of a text in the font of chart labels, in pixels. */
export function textWidth(text: string): number {
  if (context === undefined) {
    context = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
    // Setting the font parses it: once is enough for hundreds of labels.
    if (context) context.font = font;
  }
  return context ? context.measureText(text).width : text.length * averageWidth;
}
