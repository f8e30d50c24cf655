import { ActionIcon } from '@mantine/core';
import { Info, Maximize2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { Panel } from '../../model/dashboard';
import { QueryText } from '../../query/query-text';
import { Dialog } from '../../shell/dialog';
import { describeRange } from '../../time/format';
import type { TimeRange } from '../../time/time-range';
import classes from './dashboard.module.css';
import enlargedClasses from './enlarged.module.css';
import { PanelMenu } from './panel-menu';
import { savePng } from './download';

export type PanelState = 'loading' | 'ready' | 'empty' | 'error';

interface PanelFrameProps {
  panel: Panel;
  state: PanelState;
  /** A refresh is under way behind a drawing that is still shown. */
  fetching: boolean;
  /** The drawing belongs to an earlier range or variable. */
  stale: boolean;
  warnings: string[];
  /** The query with its variables filled in; null where queries are not shown. */
  query: string | null;
  range: TimeRange;
  /** Set when the panel does not follow the dashboard's range. */
  ownRange: TimeRange | null;
  onExplore: (() => void) | undefined;
  body: () => ReactNode;
}

export function PanelFrame(props: PanelFrameProps) {
  const { panel, state, fetching, stale, warnings, query, range, ownRange, onExplore, body } = props;
  const [enlarged, setEnlarged] = useState(false);
  const [showsQuery, setShowsQuery] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const title = panel.title ?? '';
  const search = `/search?${new URLSearchParams({ q: query ?? '', from: range.from, to: range.to }).toString()}`;
  return (
    <section
      ref={frame}
      className={classes.panel}
      aria-label={title}
      aria-busy={state === 'loading' || fetching}
      data-testid="panel"
      data-panel-title={title}
      data-panel-state={state}
    >
      {fetching && <div className={classes.progress} />}
      <header className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {ownRange && <span className={classes.ownRange}>{describeRange(ownRange)}</span>}
        {warnings.length > 0 && (
          <button
            type="button"
            className={classes.warning}
            aria-label={`Warning: ${warnings.join('; ')}`}
            data-hint={warnings.join('\n')}
          >
            <TriangleAlert size={15} aria-hidden />
          </button>
        )}
        <span className={classes.panelTools} data-unprinted>
          {panel.description && (
            <ActionIcon
              size="sm"
              className={`${classes.tool ?? ''} ${classes.toolOfCharts ?? ''}`}
              aria-label={`About ${title}: ${panel.description}`}
              data-hint={panel.description}
            >
              <Info size={15} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            size="sm"
            className={`${classes.tool ?? ''} ${classes.toolOfCharts ?? ''}`}
            aria-label={`Full screen of ${title}`}
            data-hint="Full screen"
            onClick={() => setEnlarged(true)}
          >
            <Maximize2 size={14} aria-hidden />
          </ActionIcon>
          <PanelMenu
            panelKey={panel.key}
            title={title}
            description={panel.description ?? ''}
            onSaveImage={() => {
              if (frame.current) void savePng(frame.current, title);
            }}
            {...(query === null
              ? {}
              : { query: { text: query, search, onView: () => setShowsQuery(true), onExplore } })}
          />
        </span>
      </header>
      <div className={classes.panelBody} data-stale={stale || undefined}>
        {body()}
      </div>
      {enlarged && (
        <Dialog
          onClose={() => setEnlarged(false)}
          title={title}
          fullScreen
          closing="Close full screen"
          classNames={{
            content: enlargedClasses.enlarged,
            body: enlargedClasses.enlargedBody,
            title: enlargedClasses.enlargedTitle,
          }}
        >
          {body()}
        </Dialog>
      )}
      {showsQuery && (
        <Dialog
          onClose={() => setShowsQuery(false)}
          title={`Query of ${title}`}
          size="xl"
          classNames={{ title: enlargedClasses.enlargedTitle }}
        >
          <QueryText query={query ?? ''} />
        </Dialog>
      )}
    </section>
  );
}
