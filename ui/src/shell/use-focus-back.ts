import { useLayoutEffect } from 'react';

/**
 * Gives the focus back to what opened a dialog when the dialog goes away. The library's own dialogs do so only where
 * they are there before they are opened, which costs thirty panels two dialogs each.
 */
export function useFocusBack(): void {
  useLayoutEffect(() => {
    const focused = document.activeElement;
    // An item of a menu is gone by then; the button of its menu is not.
    const menu = focused?.closest('[role=menu]');
    const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
}
