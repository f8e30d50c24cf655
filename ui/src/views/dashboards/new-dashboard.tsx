import { Button } from '@mantine/core';
import { Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCreateDashboards } from '../../model/dashboard-client';
import { newDashboard } from '../../model/dashboard-document';
import { DetailsDialog } from '../dashboard/details-dialog';
import { ImportDialog } from './import-dialog';

/** The two ways to a dashboard of one's own: an empty one, or one from elsewhere. */
export function NewDashboardButtons() {
  const [open, setOpen] = useState<'new' | 'import' | null>(null);
  const create = useCreateDashboards();
  const navigate = useNavigate();
  const close = () => setOpen(null);
  return (
    <>
      <Button
        variant="default"
        leftSection={<Upload size={15} aria-hidden />}
        onClick={() => setOpen('import')}
      >
        Import
      </Button>
      <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => setOpen('new')}>
        New dashboard
      </Button>
      {open === 'new' && (
        <DetailsDialog
          heading="New dashboard"
          action="Create"
          title=""
          description=""
          busy={create.isPending}
          problem={create.error?.message ?? null}
          onSubmit={(title, description) =>
            create.mutate([newDashboard(title, description)], {
              onSuccess: ([id]) =>
                void navigate(`/dashboards/${encodeURIComponent(id ?? '')}`, { state: { editing: true } }),
            })
          }
          onClose={close}
        />
      )}
      {open === 'import' && <ImportDialog onClose={close} />}
    </>
  );
}
