import { ActionIcon, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Filter, LayoutDashboard, Share2, X } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { TimeZoom } from '../../chart/time-zoom';
import { useContentItem } from '../../model/content-client';
import { type StoredDashboard, useDashboardSaving } from '../../model/dashboard-client';
import { PageEmpty } from '../../shell/page-states';
import { rangeProblem, toDashboardRange } from '../../time/time-range';
import { TimeRangeControl } from '../../time/time-range-control';
import { DashboardDialogs, type DashboardDialog } from './dashboard-dialogs';
import { DashboardGrid } from './dashboard-grid';
import { DashboardMenu } from './dashboard-menu';
import { refreshPanels } from './dashboard-queries';
import { useDashboardState } from './dashboard-state';
import classes from './dashboard.module.css';
import { savePng } from './download';
import { EditControls } from './edit-controls';
import { LastUpdated } from './last-updated';
import { PanelToolsContext } from './panel-tools';
import { RefreshControl } from './refresh-control';
import { useAutoRefresh } from './use-auto-refresh';
import { usePanelEditing } from './use-panel-editing';
import { VariableBar } from './variable-bar';

// The editors bring CodeMirror.
const PanelEditor = lazy(() => import('./panel-editor/panel-editor'));
const VariablesDialog = lazy(() => import('./variable-editor/variables-dialog'));

export function LoadedDashboard({ stored }: { stored: StoredDashboard }) {
  const { dashboard } = stored;
  const state = useDashboardState(dashboard);
  const client = useQueryClient();
  const content = useContentItem(dashboard.contentId);
  const editable = content.data?.editable;
  const saving = useDashboardSaving(dashboard.id);
  const panels = usePanelEditing(stored, saving, editable === true);
  const location = useLocation();
  const [editing, setEditing] = useState((location.state as { editing?: boolean } | null)?.editing === true);
  const [editsVariables, setEditsVariables] = useState(false);
  const [dialog, setDialog] = useState<DashboardDialog | null>(null);
  const [showsVariables, setShowsVariables] = useState(true);
  const page = useRef<HTMLDivElement>(null);
  const { context, kiosk } = state;
  const { range } = context;
  useAutoRefresh(state.refreshSeconds);
  const problem = rangeProblem(range);
  const zoom = (from: number, to: number) => state.setRange({ from: String(from), to: String(to) });
  const arranges = editing && editable === true;
  const hasVariables = context.variables.some(({ hideFromUI }) => !hideFromUI);

  return (
    <div className={classes.page} ref={page} data-kiosk={kiosk || undefined}>
      <header className={classes.head}>
        <div className={classes.titleRow}>
          <div className={classes.titles}>
            <nav aria-label="Breadcrumb" className={classes.breadcrumb} data-unprinted>
              <Link to="/dashboards">Dashboards</Link>
              {content.data?.folders.map((folder) => (
                <span key={folder}>/ {folder}</span>
              ))}
            </nav>
            <h1 className={classes.title}>{dashboard.title}</h1>
          </div>
          {kiosk ? (
            <div className={classes.controls}>
              <LastUpdated />
              <ActionIcon
                size={36}
                onClick={() => state.setKiosk(false)}
                aria-label="Leave kiosk mode"
                title="Leave kiosk mode"
                data-unprinted
              >
                <X size={16} aria-hidden />
              </ActionIcon>
            </div>
          ) : (
            <div className={classes.controls} data-unprinted>
              <LastUpdated />
              {hasVariables && (
                <ActionIcon
                  variant="default"
                  size={36}
                  className={classes.wideOnly}
                  onClick={() => setShowsVariables(!showsVariables)}
                  aria-label="Variables"
                  aria-pressed={showsVariables}
                  title={showsVariables ? 'Hide the variables' : 'Show the variables'}
                >
                  <Filter size={15} aria-hidden />
                </ActionIcon>
              )}
              <TimeRangeControl
                value={range}
                onChange={state.setRange}
                saved={state.savedRange}
                onSave={
                  editable
                    ? () => saving.change((known) => ({ ...known, timeRange: toDashboardRange(range) }))
                    : undefined
                }
              />
              <RefreshControl
                seconds={state.refreshSeconds}
                onChoose={state.setRefreshSeconds}
                onRefresh={() => refreshPanels(client, { restart: true })}
              />
              <Button
                variant="default"
                leftSection={<Share2 size={15} aria-hidden />}
                classNames={{ root: classes.compact, label: classes.wideOnly }}
                aria-label="Share"
                onClick={() => setDialog('share')}
              >
                Share
              </Button>
              <EditControls
                editable={editable}
                editing={editing}
                saving={saving}
                onEdit={setEditing}
                onAdd={panels.add}
                onEditVariables={() => setEditsVariables(true)}
                onCopyToEdit={() => setDialog('duplicate')}
              />
              <DashboardMenu
                editable={editable === true}
                overridesPanelRanges={context.overridesPanelRanges === true}
                onEditDetails={() => setDialog('details')}
                onDuplicate={() => setDialog('duplicate')}
                onExport={() => setDialog('export')}
                onSaveImage={() => {
                  if (page.current) void savePng(page.current, dashboard.title);
                }}
                onOverridePanelRanges={state.setOverridesPanelRanges}
                onKiosk={() => state.setKiosk(true)}
                onDelete={() => setDialog('delete')}
              />
            </div>
          )}
        </div>
        {showsVariables && !kiosk && <VariableBar context={context} onChange={state.setValue} />}
      </header>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {(dashboard.panels ?? []).length === 0 && (
        <PageEmpty icon={LayoutDashboard} title="This dashboard has no panels">
          {editable && <Button onClick={() => panels.add('query')}>Add a panel</Button>}
        </PageEmpty>
      )}
      {problem === null && (
        <TimeZoom value={zoom}>
          <PanelToolsContext value={panels.tools}>
            <DashboardGrid
              dashboard={dashboard}
              context={context}
              onArranged={arranges ? panels.arranged : null}
            />
          </PanelToolsContext>
        </TimeZoom>
      )}
      {panels.edited && (
        <Suspense fallback={null}>
          <PanelEditor
            panel={panels.edited}
            context={context}
            onSave={panels.save}
            onClose={panels.closeEditor}
          />
        </Suspense>
      )}
      {editsVariables && (
        <Suspense fallback={null}>
          <VariablesDialog
            stored={stored}
            saving={saving}
            context={context}
            onClose={() => setEditsVariables(false)}
          />
        </Suspense>
      )}
      <DashboardDialogs
        open={dialog}
        stored={stored}
        saving={saving}
        context={context}
        onClose={() => setDialog(null)}
      />
    </div>
  );
}
