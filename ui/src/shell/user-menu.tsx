import { Menu, Text } from '@mantine/core';
import { CircleUserRound, LogOut } from 'lucide-react';
import { queryClient } from '../query-client';
import { logOut, sessionKey, useSession } from '../model/session-client';
import classes from './shell.module.css';

export function UserMenu({ narrow }: { narrow: boolean }) {
  const { data: session } = useSession();
  if (!session) return null;
  async function leave() {
    // Even when the server cannot be reached the person wants out of this screen.
    await logOut().catch(() => undefined);
    queryClient.clear();
    queryClient.setQueryData(sessionKey, null);
  }
  const name = session.user.name ?? session.user.email;
  return (
    <Menu position="right-end" width={220}>
      <Menu.Target>
        <button type="button" className={classes.item} aria-label={`Account menu of ${name}`}>
          <CircleUserRound size={18} strokeWidth={1.8} aria-hidden />
          {!narrow && <span>{name}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" fw={600} c="var(--tw-text)" truncate>
            {session.user.email}
          </Text>
          <Text fz="xs" c="dimmed" truncate>
            {session.account.name} · Tailwater {session.version}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void leave()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
