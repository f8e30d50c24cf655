const link = /^\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)$/;

/** Whether a text is drawn as a link, much shorter than it is. */
export function isLink(text: string): boolean {
  return link.test(text);
}

/** The text of a cell; a link that a query made (`tourl`) leads somewhere. */
export function CellText({ text }: { text: string }) {
  const [, label, href] = link.exec(text) ?? [];
  if (label === undefined || href === undefined) return text;
  return (
    <a href={href} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>
      {label}
    </a>
  );
}
