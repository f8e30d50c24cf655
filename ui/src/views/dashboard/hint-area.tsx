import { Tooltip } from '@mantine/core';
import { type ComponentProps, useEffect, useRef, useState } from 'react';

/** Long enough that a pointer on its way does not leave a trail of hints. */
const openDelay = 300;

/**
 * Shows the text of `data-hint` beside the element in it that is pointed at or has the focus. It is one tooltip for all
 * of them: one each for the tools of thirty panels takes part in every drawing of the page.
 */
export function HintArea({ children, ...props }: ComponentProps<'div'>) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);

  const show = (found: HTMLElement | null, delay: number) => {
    clearTimeout(waiting.current);
    if (found === null) setTarget(null);
    else if (found !== target) waiting.current = setTimeout(() => setTarget(found), delay);
  };
  const text = target?.dataset.hint;
  return (
    <div
      {...props}
      onPointerOver={(event) => {
        // A finger does not hover: what it touches gets the focus.
        if (event.pointerType !== 'touch') show(hinted(event.target), openDelay);
      }}
      onPointerLeave={() => show(null, 0)}
      onFocus={(event) => show(hinted(event.target), 0)}
      onBlur={() => show(null, 0)}
      onKeyDown={({ key }) => {
        if (key === 'Escape') show(null, 0);
      }}
    >
      {children}
      {target && text && (
        <Tooltip
          key={text}
          target={target}
          label={text}
          opened
          multiline
          maw={360}
          style={{ whiteSpace: 'pre-wrap' }}
        />
      )}
    </div>
  );
}

function hinted(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null;
}
