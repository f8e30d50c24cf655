import { Anchor, Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';

/** The last resort: a drawing or a view threw. The rest of the application stays usable. */
export function ErrorView({ notFound = false }: { notFound?: boolean }) {
  const error = useRouteError();
  const missing = notFound || (isRouteErrorResponse(error) && error.status === 404);
  return (
    <Center mih="60vh" p="md">
      <Stack gap="sm" maw={560}>
        <Title order={1} fz={22}>
          {missing ? 'There is no such page' : 'Something went wrong here'}
        </Title>
        <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {missing
            ? 'The address may be mistyped, or the page was moved.'
            : error instanceof Error
              ? error.message
              : 'The page stopped with an unknown error.'}
        </Text>
        <Group>
          {!missing && <Button onClick={() => window.location.reload()}>Reload</Button>}
          <Anchor component={Link} to="/dashboards">
            Go to the dashboards
          </Anchor>
        </Group>
      </Stack>
    </Center>
  );
}
