import { ActionIcon, Drawer, Tooltip } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import {
  LayoutDashboard,
  Package,
  type LucideIcon,
  Menu as MenuIcon,
  PanelLeft,
  Plug,
  Search,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, NavLink, useNavigation, useSearchParams } from 'react-router';
import { Mark } from './brand';
import { ColorSchemeMenu } from './color-scheme-menu';
import classes from './shell.module.css';
import { UserMenu } from './user-menu';

const destinations: { to: string; label: string; icon: LucideIcon }[] = [
  { to: '/dashboards', label: 'Dashboards', icon: LayoutDashboard },
  { to: '/search', label: 'Search', icon: Search },
  { to: '/apps', label: 'App catalog', icon: Package },
  { to: '/send-data', label: 'Send data', icon: Plug },
];

export function Shell({ children }: { children: ReactNode }) {
  const [narrow, setNarrow] = useLocalStorage({ key: 'tailwater-narrow-navigation', defaultValue: false });
  const [drawer, { open, close }] = useDisclosure(false);
  const [parameters] = useSearchParams();
  const navigation = useNavigation();
  return (
    // A screen on the wall shows the page alone.
    <div className={classes.shell} data-kiosk={parameters.get('kiosk') === '1' || undefined}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.topbar}>
        <ActionIcon onClick={open} aria-label="Open navigation" size="lg">
          <MenuIcon size={20} />
        </ActionIcon>
        <Brand />
      </header>
      <Drawer
        opened={drawer}
        onClose={close}
        title={<Brand />}
        size={264}
        padding="sm"
        closeButtonProps={{ 'aria-label': 'Close navigation' }}
      >
        <Navigation narrow={false} onChoose={close} />
        <div className={classes.drawerFoot}>
          <UserMenu narrow={false} />
          <ColorSchemeMenu narrow={false} />
        </div>
      </Drawer>
      <aside aria-label="Navigation" className={classes.side} data-narrow={narrow || undefined}>
        <div className={classes.sideHead}>
          <Brand narrow={narrow} />
        </div>
        <Navigation narrow={narrow} />
        <div className={classes.sideFoot}>
          <UserMenu narrow={narrow} />
          <ColorSchemeMenu narrow={narrow} />
          <Tooltip label={narrow ? 'Expand navigation' : 'Collapse navigation'} position="right">
            <button
              type="button"
              className={classes.item}
              onClick={() => setNarrow(!narrow)}
              aria-label={narrow ? 'Expand navigation' : 'Collapse navigation'}
            >
              <PanelLeft size={18} strokeWidth={1.8} aria-hidden />
              {!narrow && <span>Collapse</span>}
            </button>
          </Tooltip>
        </div>
      </aside>
      <main id="main" className={classes.main} tabIndex={-1}>
        {navigation.state === 'loading' && (
          <div className={classes.progress} role="progressbar" aria-label="Loading the page" />
        )}
        {children}
      </main>
    </div>
  );
}

function Brand({ narrow = false }: { narrow?: boolean }) {
  return (
    <Link to="/dashboards" className={classes.brand} aria-label="Tailwater, go to the dashboards">
      <Mark />
      {!narrow && <span>Tailwater</span>}
    </Link>
  );
}

interface NavigationProps {
  narrow: boolean;
  onChoose?: () => void;
}

function Navigation({ narrow, onChoose }: NavigationProps) {
  return (
    <nav className={classes.nav} aria-label="Main">
      {destinations.map(({ to, label, icon: Icon }) => (
        <Tooltip key={to} label={label} position="right" disabled={!narrow}>
          <NavLink to={to} className={classes.item} onClick={onChoose} aria-label={label}>
            <Icon size={18} strokeWidth={1.8} aria-hidden />
            {!narrow && <span>{label}</span>}
          </NavLink>
        </Tooltip>
      ))}
    </nav>
  );
}
