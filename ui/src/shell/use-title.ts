import { useEffect } from 'react';

/** The browser tab's title: "Search · Tailwater". */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Tailwater` : 'Tailwater';
  }, [title]);
}
