import { useNavigate } from 'react-router';
import {
  type DashboardSaving,
  type StoredDashboard,
  useCreateDashboards,
  useDeleteDashboard,
} from '../../model/dashboard-client';
import { copyOf } from '../../model/dashboard-document';
import { ConfirmDialog } from '../../shell/confirm-dialog';
import { everyValue } from '../../query/variables';
import { toDashboardRange } from '../../time/time-range';
import type { QueryContext } from './dashboard-queries';
import { DetailsDialog } from './details-dialog';
import { ExportDialog } from './export-dialog';
import { ShareDialog } from './share-dialog';

export type DashboardDialog = 'details' | 'duplicate' | 'export' | 'share' | 'delete';

interface DashboardDialogsProps {
  open: DashboardDialog | null;
  stored: StoredDashboard;
  saving: DashboardSaving;
  context: QueryContext;
  onClose: () => void;
}

/** The dialogs of a dashboard as a whole, of which at most one is open. */
export function DashboardDialogs({ open, stored, saving, context, onClose }: DashboardDialogsProps) {
  const { document, dashboard } = stored;
  const create = useCreateDashboards();
  const remove = useDeleteDashboard();
  const navigate = useNavigate();
  switch (open) {
    case null:
      return null;
    case 'details':
      return (
        <DetailsDialog
          heading="Edit details"
          action="Save"
          title={dashboard.title}
          description={dashboard.description ?? ''}
          onSubmit={(title, description) => {
            saving.change((known) => ({ ...known, title, description }));
            onClose();
          }}
          onClose={onClose}
        />
      );
    case 'duplicate':
      return (
        <DetailsDialog
          heading="Duplicate"
          action="Duplicate"
          title={`${dashboard.title} (copy)`}
          description={dashboard.description ?? ''}
          busy={create.isPending}
          problem={create.error?.message ?? null}
          onSubmit={(title, description) =>
            create.mutate([{ ...copyOf(document, title), description }], {
              onSuccess: ([id]) => {
                onClose();
                void navigate(`/dashboards/${encodeURIComponent(id ?? '')}`, { state: { editing: true } });
              },
            })
          }
          onClose={onClose}
        />
      );
    case 'export':
      return <ExportDialog document={document} title={dashboard.title} onClose={onClose} />;
    case 'share':
      return (
        <ShareDialog
          id={dashboard.id}
          address={window.location.href}
          view={{
            timeRange: toDashboardRange(context.range),
            variables: Object.fromEntries(
              context.variables.map(({ name }) => [name, context.values[name.toLowerCase()] ?? [everyValue]]),
            ),
          }}
          onClose={onClose}
        />
      );
    case 'delete':
      return (
        <ConfirmDialog
          heading="Delete the dashboard"
          action="Delete"
          busy={remove.isPending}
          problem={remove.error?.message ?? null}
          onConfirm={() => remove.mutate(dashboard.id, { onSuccess: () => void navigate('/dashboards') })}
          onClose={onClose}
        >
          “{dashboard.title}” will be gone for everybody. Lines and other dashboards stay.
        </ConfirmDialog>
      );
  }
}
