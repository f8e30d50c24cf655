/** A file name that every system takes. */
export function fileName(title: string, ending: string): string {
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${name === '' ? 'tailwater' : name}.${ending}`;
}

/** Hands a file to the browser's downloads. */
export function download(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** Saves what an element shows as a picture of twice its size on the screen; controls are left out. */
export async function savePng(element: HTMLElement, title: string): Promise<void> {
  const { toPng } = await import('html-to-image');
  // The style sheet hides scroll bars while it is there: in a picture nothing scrolls.
  element.dataset.picturing = '';
  try {
    const picture = await toPng(element, {
      pixelRatio: 2,
      backgroundColor: getComputedStyle(document.body).backgroundColor,
      filter: (node) => !(node instanceof HTMLElement && node.dataset.unprinted !== undefined),
    });
    download(picture, fileName(title, 'png'));
  } finally {
    delete element.dataset.picturing;
  }
}
