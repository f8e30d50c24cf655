import { Button, CopyButton, Divider, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { Check, Copy, Globe } from 'lucide-react';
import { useState } from 'react';
import {
  type PublicView,
  usePublicLink,
  usePublicLinkPolicy,
  useSetPublicLink,
  useSetPublicLinkPolicy,
} from '../../model/public-link-client';
import { Dialog } from '../../shell/dialog';

interface ShareDialogProps {
  id: string;
  /** The address of the dashboard with what is chosen on it now. */
  address: string;
  /** The range and the values a public link would be fixed to. */
  view: PublicView;
  onClose: () => void;
}

/** Addresses to give to others: for those who can log in, and for those who cannot. */
export function ShareDialog({ id, address, view, onClose }: ShareDialogProps) {
  const [chosen, setChosen] = useState(true);
  const plain = address.split('?')[0] ?? address;
  return (
    <Dialog onClose={onClose} title="Share" size="lg">
      <Stack gap="sm">
        <CopyField label="Link for people with a login" value={chosen ? address : plain} />
        <Switch
          label="With the time range and the variables of now"
          checked={chosen}
          onChange={({ currentTarget: { checked } }) => setChosen(checked)}
        />
        <Divider my={4} />
        <PublicLink id={id} view={view} />
      </Stack>
    </Dialog>
  );
}

function CopyField({ label, value }: { label: string; value: string }) {
  return (
    <Group gap={8} align="flex-end" wrap="nowrap">
      <TextInput
        label={label}
        value={value}
        readOnly
        style={{ flex: 1 }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

function PublicLink({ id, view }: { id: string; view: PublicView }) {
  const policy = usePublicLinkPolicy();
  const allow = useSetPublicLinkPolicy();
  const link = usePublicLink(id);
  const change = useSetPublicLink(id);
  const problem = policy.error ?? allow.error ?? link.error ?? change.error;
  return (
    <Stack gap="sm" align="stretch">
      <Text fz="sm">
        <Globe size={15} aria-hidden style={{ verticalAlign: -2, marginRight: 6 }} />A public link shows this
        dashboard to everybody who has it, without a login: read-only, with the range and the values of now.
      </Text>
      {policy.data === false && (
        <Group justify="space-between">
          <Text fz="sm" c="dimmed" style={{ flex: 1 }}>
            Public links are switched off for this account.
          </Text>
          <Button variant="default" onClick={() => allow.mutate(true)} loading={allow.isPending}>
            Allow public links
          </Button>
        </Group>
      )}
      {policy.data === true && link.data === null && (
        <Group justify="flex-end">
          <Button onClick={() => change.mutate(view)} loading={change.isPending}>
            Create public link
          </Button>
        </Group>
      )}
      {policy.data === true && typeof link.data === 'string' && (
        <>
          <CopyField label="Public link" value={link.data} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => change.mutate(view)} loading={change.isPending}>
              Use the range and values of now
            </Button>
            <Button color="red" variant="light" onClick={() => change.mutate(null)}>
              Switch off
            </Button>
          </Group>
        </>
      )}
      {problem && (
        <Text fz="sm" c="var(--tw-danger)" role="alert">
          {problem.message}
        </Text>
      )}
    </Stack>
  );
}
