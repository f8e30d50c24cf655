import { ActionIcon, CopyButton, Menu } from '@mantine/core';
import {
  ClipboardCopy,
  Copy,
  CopyPlus,
  EllipsisVertical,
  FileCode,
  Image,
  ListTree,
  Pencil,
  Search,
  Trash2,
} from 'lucide-react';
import { type ComponentProps, useContext, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'react-router';
import classes from './dashboard.module.css';
import { type PanelTools, PanelToolsContext } from './panel-tools';

export interface QueryActions {
  /** The query with its variables filled in. */
  text: string;
  /** The address of the search for it. */
  search: string;
  onView: () => void;
  /** Opens the records behind the drawing; absent where there are none to choose from. */
  onExplore: (() => void) | undefined;
}

interface PanelMenuProps {
  panelKey: string;
  title: string;
  /** What the panel shows; said here on phones, where there is no room for a tool of its own. */
  description?: string;
  /** Absent for text panels. */
  query?: QueryActions;
  onSaveImage?: () => void;
}

/** The menus of thirty panels would take part in every drawing of the page: each begins as its button. */
export function PanelMenu(props: PanelMenuProps) {
  const tools = useContext(PanelToolsContext);
  const [begun, setBegun] = useState(false);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (tools === null) return null;
  const { title } = props;
  if (!begun) {
    const begin = () => {
      // The menu's own button takes the place of this one, its focus too, and gets that back when the menu closes.
      flushSync(() => setBegun(true));
      button.current?.focus({ preventScroll: true });
      setOpened(true);
    };
    return <MenuButton title={title} aria-haspopup="menu" aria-expanded={false} onClick={begin} />;
  }
  return (
    <Menu position="bottom-end" width={210} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <MenuButton ref={button} title={title} />
      </Menu.Target>
      <MenuItems {...props} tools={tools} />
    </Menu>
  );
}

function MenuButton({ title, ...props }: ComponentProps<'button'> & { title: string }) {
  return (
    <ActionIcon size="sm" {...props} className={classes.tool} aria-label={`Menu of ${title}`}>
      <EllipsisVertical size={15} aria-hidden />
    </ActionIcon>
  );
}

function MenuItems(props: PanelMenuProps & { tools: PanelTools }) {
  const { panelKey, description = '', query, onSaveImage, tools } = props;
  const { editing } = tools;
  return (
    <Menu.Dropdown>
      {description !== '' && <Menu.Label hiddenFrom="sm">{description}</Menu.Label>}
      {editing && (
        <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={() => editing.edit(panelKey)}>
          Edit
        </Menu.Item>
      )}
      {query && <QueryItems {...query} />}
      {onSaveImage && (
        <Menu.Item leftSection={<Image size={15} aria-hidden />} onClick={onSaveImage}>
          Save as PNG
        </Menu.Item>
      )}
      <Menu.Item leftSection={<ClipboardCopy size={15} aria-hidden />} onClick={() => tools.copy(panelKey)}>
        Copy panel
      </Menu.Item>
      {editing && (
        <>
          <Menu.Item
            leftSection={<CopyPlus size={15} aria-hidden />}
            onClick={() => editing.duplicate(panelKey)}
          >
            Duplicate
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<Trash2 size={15} aria-hidden />}
            onClick={() => editing.remove(panelKey)}
          >
            Delete
          </Menu.Item>
        </>
      )}
    </Menu.Dropdown>
  );
}

function QueryItems({ text, search, onView, onExplore }: QueryActions) {
  return (
    <>
      <Menu.Item component={Link} to={search} leftSection={<Search size={15} aria-hidden />}>
        Open in search
      </Menu.Item>
      {onExplore && (
        <Menu.Item leftSection={<ListTree size={15} aria-hidden />} onClick={onExplore}>
          Explore data
        </Menu.Item>
      )}
      <Menu.Item leftSection={<FileCode size={15} aria-hidden />} onClick={onView}>
        View query
      </Menu.Item>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Menu.Item leftSection={<Copy size={15} aria-hidden />} onClick={copy} closeMenuOnClick={false}>
            {copied ? 'Copied' : 'Copy query'}
          </Menu.Item>
        )}
      </CopyButton>
    </>
  );
}
