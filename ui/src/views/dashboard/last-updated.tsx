import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatClock } from '../../time/format';
import { panelFilter } from './dashboard-queries';
import classes from './dashboard.module.css';

/** When the panels were last brought up to date. */
export function LastUpdated() {
  const fetching = useIsFetching(panelFilter);
  const [updated, setUpdated] = useState<number | null>(null);
  const wasFetching = useRef(false);
  useEffect(() => {
    if (wasFetching.current && fetching === 0) setUpdated(Date.now());
    wasFetching.current = fetching > 0;
  }, [fetching]);
  const text = fetching > 0 ? 'Updating…' : updated === null ? '' : `Updated ${formatClock(updated)}`;
  return (
    <span className={classes.updated} aria-live="off">
      {text}
    </span>
  );
}
