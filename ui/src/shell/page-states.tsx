import { Button, Center, Code, Loader, Stack, Text, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../model/http';

export function PageLoading() {
  return (
    <Center mih="50vh" role="status" aria-label="Loading">
      <Loader size="sm" />
    </Center>
  );
}

interface PageErrorProps {
  error: Error;
  onRetry?: () => void;
}

export function PageError({ error, onRetry }: PageErrorProps) {
  const id = error instanceof ApiError ? error.id : null;
  return (
    <Center mih="50vh" p="md" role="alert">
      <Stack gap="sm" maw={560} align="flex-start">
        <Title order={2} fz={20}>
          This page could not be loaded
        </Title>
        <Text style={{ whiteSpace: 'pre-wrap' }}>{error.message}</Text>
        {id && (
          <Text fz="sm" c="dimmed">
            Error id <Code>{id}</Code>: the server’s log holds the details under it.
          </Text>
        )}
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
      </Stack>
    </Center>
  );
}

interface PageEmptyProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}

export function PageEmpty({ icon: Icon, title, children }: PageEmptyProps) {
  return (
    <Center mih="44vh" p="md">
      <Stack gap="xs" align="center" maw={460} ta="center">
        <Icon size={36} strokeWidth={1.4} color="var(--tw-muted)" aria-hidden />
        <Title order={2} fz={18}>
          {title}
        </Title>
        {children}
      </Stack>
    </Center>
  );
}
