import { ActionIcon, CopyButton, Menu, Modal, Tooltip } from '@mantine/core';
import { Copy, EllipsisVertical, FileCode, Info, Maximize2, Search, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Panel } from '../../model/dashboard';
import { QueryText } from '../../query/query-text';
import { describeRange } from '../../time/format';
import type { TimeRange } from '../../time/time-range';
import classes from './dashboard.module.css';
import enlargedClasses from './enlarged.module.css';

export type PanelState = 'loading' | 'ready' | 'empty' | 'error';

interface PanelFrameProps {
  panel: Panel;
  state: PanelState;
  /** A refresh is under way behind a drawing that is still shown. */
  fetching: boolean;
  /** The drawing belongs to an earlier range or variable. */
  stale: boolean;
  warnings: string[];
  /** The query with its variables filled in. */
  query: string;
  range: TimeRange;
  /** Set when the panel does not follow the dashboard's range. */
  ownRange: TimeRange | null;
  enlarged: boolean;
  onEnlarge: (enlarged: boolean) => void;
  body: () => ReactNode;
}

export function PanelFrame(props: PanelFrameProps) {
  const { panel, state, fetching, stale, warnings, query, range, ownRange, enlarged, onEnlarge, body } =
    props;
  const [showsQuery, setShowsQuery] = useState(false);
  const title = panel.title ?? '';
  const search = `/search?${new URLSearchParams({ q: query, from: range.from, to: range.to }).toString()}`;
  return (
    <section
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
          <Tooltip label={warnings.join('\n')} multiline maw={360} style={{ whiteSpace: 'pre-wrap' }}>
            <button type="button" className={classes.warning} aria-label={`Warning: ${warnings.join('; ')}`}>
              <TriangleAlert size={15} aria-hidden />
            </button>
          </Tooltip>
        )}
        <span className={classes.panelTools}>
          {panel.description && (
            <Tooltip label={panel.description} multiline maw={320}>
              <ActionIcon
                size="sm"
                className={classes.tool}
                aria-label={`About ${title}: ${panel.description}`}
              >
                <Info size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <Menu position="bottom-end" width={200}>
            <Menu.Target>
              <ActionIcon size="sm" className={classes.tool} aria-label={`Menu of ${title}`}>
                <EllipsisVertical size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={Link} to={search} leftSection={<Search size={15} aria-hidden />}>
                Open in search
              </Menu.Item>
              <Menu.Item leftSection={<Maximize2 size={15} aria-hidden />} onClick={() => onEnlarge(true)}>
                Full screen
              </Menu.Item>
              <Menu.Item leftSection={<FileCode size={15} aria-hidden />} onClick={() => setShowsQuery(true)}>
                View query
              </Menu.Item>
              <CopyButton value={query}>
                {({ copied, copy }) => (
                  <Menu.Item
                    leftSection={<Copy size={15} aria-hidden />}
                    onClick={copy}
                    closeMenuOnClick={false}
                  >
                    {copied ? 'Copied' : 'Copy query'}
                  </Menu.Item>
                )}
              </CopyButton>
            </Menu.Dropdown>
          </Menu>
        </span>
      </header>
      <div className={classes.panelBody} data-stale={stale || undefined}>
        {body()}
      </div>
      <Modal
        opened={enlarged}
        onClose={() => onEnlarge(false)}
        title={title}
        fullScreen
        closeButtonProps={{ 'aria-label': 'Close full screen' }}
        classNames={{
          content: enlargedClasses.enlarged,
          body: enlargedClasses.enlargedBody,
          title: enlargedClasses.enlargedTitle,
        }}
      >
        {body()}
      </Modal>
      <Modal
        opened={showsQuery}
        onClose={() => setShowsQuery(false)}
        title={`Query of ${title}`}
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
        classNames={{ title: enlargedClasses.enlargedTitle }}
      >
        <QueryText query={query} />
      </Modal>
    </section>
  );
}
