import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { refreshPanels } from './dashboard-queries';

/** Asks all panels again every so many seconds; 0 never does. */
export function useAutoRefresh(seconds: number): void {
  const client = useQueryClient();
  useEffect(() => {
    if (seconds <= 0) return;
    const timer = setInterval(() => {
      // Nobody looks at a hidden tab; queries there would only load the server.
      if (!document.hidden) refreshPanels(client, { restart: false });
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, client]);
}
