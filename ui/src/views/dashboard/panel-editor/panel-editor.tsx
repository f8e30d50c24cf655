import { Button, Group, Stack, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { dataPoints } from '../../../chart/data-points';
import { chooseDrawing } from '../../../chart/drawing';
import { parseVisualSettings } from '../../../chart/visual-settings';
import { panelSchema, type Panel } from '../../../model/dashboard';
import type { PanelDocument } from '../../../model/dashboard-document';
import { fromDashboardRange, toDashboardRange } from '../../../time/time-range';
import { TimeRangeControl } from '../../../time/time-range-control';
import { drawnQueries, type QueryContext, usePanelResults } from '../dashboard-queries';
import { PanelToolsContext } from '../panel-tools';
import { SearchPanel } from '../search-panel';
import { TextPanel } from '../text-panel';
import classes from './panel-editor.module.css';
import { type QueryDocument, QuerySection } from './query-section';
import { SettingsForm } from './settings-form';
import { Dialog } from '../../../shell/dialog';

interface PanelEditorProps {
  panel: PanelDocument;
  context: QueryContext;
  onSave: (panel: PanelDocument) => void;
  onClose: () => void;
}

/** One panel with a preview: its queries, its settings, its texts. Nothing is stored before "Save". */
export default function PanelEditor({ panel, context, onSave, onClose }: PanelEditorProps) {
  const [draft, setDraft] = useState(panel);
  const [run, setRun] = useState(queriesOf(panel));
  const text = panel.panelType === 'TextPanel';
  const change = (part: Record<string, unknown>) => setDraft((known) => ({ ...known, ...part }));
  // The preview follows the settings at once, the queries when they are run.
  const preview = useMemo(
    () => panelSchema.parse(text ? draft : { ...draft, queries: run }),
    [draft, run, text],
  );
  return (
    <Dialog
      onClose={onClose}
      fullScreen
      title={text ? 'Edit text' : 'Edit panel'}
      closeOnEscape={false}
      closing="Close without saving"
      classNames={{ content: classes.content, body: classes.body, title: classes.title }}
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <div className={classes.preview} data-text={text || undefined}>
            <PanelToolsContext value={null}>
              {text ? (
                <TextPanel panel={preview} editing={false} />
              ) : (
                <Preview panel={preview} context={context} />
              )}
            </PanelToolsContext>
          </div>
          {text ? (
            <Textarea
              label="Text, as Markdown"
              value={typeof draft.text === 'string' ? draft.text : ''}
              autosize
              minRows={8}
              data-autofocus
              onChange={({ currentTarget: { value } }) => change({ text: value })}
            />
          ) : (
            <QuerySection
              queries={queriesOf(draft)}
              onChange={(queries) => change({ queries })}
              onRun={() => setRun(queriesOf(draft))}
            />
          )}
        </div>
        <div className={classes.side}>
          <Stack gap="sm">
            <TextInput
              label="Title"
              value={typeof draft.title === 'string' ? draft.title : ''}
              onChange={({ currentTarget: { value } }) => change({ title: value })}
            />
            {!text && (
              <>
                <Textarea
                  label="Description"
                  value={typeof draft.description === 'string' ? draft.description : ''}
                  autosize
                  maxRows={5}
                  onChange={({ currentTarget: { value } }) => change({ description: value })}
                />
                <OwnRange panel={preview} context={context} onChange={(timeRange) => change({ timeRange })} />
                <Settings
                  panel={preview}
                  context={context}
                  onChange={(visualSettings) => change({ visualSettings })}
                />
              </>
            )}
          </Stack>
        </div>
      </div>
      <Group justify="flex-end" className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={() => onSave(draft)}>Save</Button>
      </Group>
    </Dialog>
  );
}

function queriesOf(panel: PanelDocument): QueryDocument[] {
  return Array.isArray(panel.queries) ? (panel.queries as QueryDocument[]) : [];
}

/** Before everything on the dashboard behind the editor. */
const firstRank = -1;

function Preview({ panel, context }: { panel: Panel; context: QueryContext }) {
  const rank = useRef(firstRank);
  return <SearchPanel panel={panel} context={context} rank={rank} />;
}

interface PartProps {
  panel: Panel;
  context: QueryContext;
}

function OwnRange({ panel, context, onChange }: PartProps & { onChange: (timeRange: unknown) => void }) {
  const own = fromDashboardRange(panel.timeRange);
  return (
    <div>
      <div className={classes.label}>Time range</div>
      <Group gap="sm">
        <TimeRangeControl
          value={own ?? context.range}
          onChange={(range) => onChange(toDashboardRange(range))}
        />
        {own ? (
          <UnstyledButton className={classes.inherit} onClick={() => onChange(null)}>
            Inherit the dashboard’s range
          </UnstyledButton>
        ) : (
          <span className={classes.inherited}>as the dashboard</span>
        )}
      </Group>
    </div>
  );
}

function Settings({ panel, context, onChange }: PartProps & { onChange: (json: string) => void }) {
  const rank = useRef(firstRank);
  const range = fromDashboardRange(panel.timeRange) ?? context.range;
  // The preview's own results: asking for them again costs nothing.
  const { data } = usePanelResults(panel, drawnQueries(panel), { ...context, range }, rank);
  const names = useMemo(() => {
    const settings = parseVisualSettings(panel.visualSettings);
    const points = dataPoints(chooseDrawing(settings, data ?? []), data ?? [], {});
    return [...new Set(points.map(({ name }) => name))];
  }, [panel, data]);
  return <SettingsForm settings={{ json: panel.visualSettings ?? '{}', onChange }} names={names} />;
}
