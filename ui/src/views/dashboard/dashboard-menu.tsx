import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import {
  Braces,
  CopyPlus,
  EllipsisVertical,
  FileText,
  History,
  Image,
  Moon,
  Presentation,
  Printer,
  Sun,
  Trash2,
} from 'lucide-react';

interface DashboardMenuProps {
  editable: boolean;
  overridesPanelRanges: boolean;
  onEditDetails: () => void;
  onDuplicate: () => void;
  onExport: () => void;
  onSaveImage: () => void;
  onOverridePanelRanges: (overrides: boolean) => void;
  onKiosk: () => void;
  onDelete: () => void;
}

/** What can be done with a dashboard as a whole. */
export function DashboardMenu(props: DashboardMenuProps) {
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="Menu of the dashboard" title="More">
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {props.editable && (
          <Menu.Item leftSection={<FileText size={15} aria-hidden />} onClick={props.onEditDetails}>
            Edit details
          </Menu.Item>
        )}
        <Menu.Item leftSection={<CopyPlus size={15} aria-hidden />} onClick={props.onDuplicate}>
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Braces size={15} aria-hidden />} onClick={props.onExport}>
          Export JSON
        </Menu.Item>
        <Menu.Item leftSection={<Image size={15} aria-hidden />} onClick={props.onSaveImage}>
          Export PNG
        </Menu.Item>
        <Menu.Item leftSection={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
          Export PDF
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Sun size={15} aria-hidden />} onClick={() => setColorScheme('light')}>
          Light theme
        </Menu.Item>
        <Menu.Item leftSection={<Moon size={15} aria-hidden />} onClick={() => setColorScheme('dark')}>
          Dark theme
        </Menu.Item>
        <Menu.Item leftSection={<Presentation size={15} aria-hidden />} onClick={props.onKiosk}>
          Kiosk mode
        </Menu.Item>
        <Menu.Item
          leftSection={<History size={15} aria-hidden />}
          onClick={() => props.onOverridePanelRanges(!props.overridesPanelRanges)}
        >
          {props.overridesPanelRanges
            ? 'Use the panels’ own time ranges'
            : 'Override custom panel time ranges'}
        </Menu.Item>
        {props.editable && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={props.onDelete}>
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
