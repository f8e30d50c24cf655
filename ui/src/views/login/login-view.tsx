import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { ApiError } from '../../model/http';
import { logIn, sessionKey, useSession } from '../../model/session-client';
import { queryClient } from '../../query-client';
import { Mark } from '../../shell/brand';
import classes from './login.module.css';

export function LoginView() {
  const session = useSession();
  const [parameters] = useSearchParams();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: () => logIn(email.trim(), password),
    onSuccess: (answer) => {
      // What an earlier session left in the cache may belong to somebody else.
      queryClient.clear();
      queryClient.setQueryData(sessionKey, answer);
    },
  });

  if (session.data) return <Navigate to={safeTarget(parameters.get('next'))} replace />;
  return (
    <main className={classes.page}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault();
          login.mutate();
        }}
      >
        <Stack gap="md">
          <div className={classes.head}>
            <Mark size={40} />
            <div>
              <Title order={1} fz={22} lh={1.2}>
                Tailwater
              </Title>
              <Text c="dimmed" fz="sm">
                Log analytics for Heroku
              </Text>
            </div>
          </div>
          {login.isError && (
            <Alert color="red" variant="light" role="alert">
              {explain(login.error)}
            </Alert>
          )}
          <TextInput
            label="Email"
            type="email"
            name="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show what was typed', tabIndex: 0 }}
          />
          <Button type="submit" size="md" fullWidth loading={login.isPending}>
            Log in
          </Button>
        </Stack>
      </form>
    </main>
  );
}

/** Only a path of this application: an address from a link must not lead elsewhere. */
export function safeTarget(next: string | null): string {
  return next?.startsWith('/') &&
    !next.startsWith('//') &&
    !next.startsWith('/\\') &&
    !next.startsWith('/login')
    ? next
    : '/dashboards';
}

function explain(error: Error): string {
  if (error instanceof ApiError && error.status === 401) return 'Email or password is wrong.';
  if (error instanceof ApiError && error.status === 429) {
    return 'Too many tries. Wait a minute, then try again.';
  }
  return error.message;
}
