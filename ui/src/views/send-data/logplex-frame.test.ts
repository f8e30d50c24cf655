import { describe, expect, it } from 'vitest';
import { curlExample, logplexFrame } from './logplex-frame';

const time = new Date('2026-05-01T10:00:05.123Z');

describe('logplexFrame', () => {
  it('counts the bytes of the line', () => {
    expect(logplexFrame('Hello', time)).toBe(
      '62 <190>1 2026-05-01T10:00:05.000000+00:00 host app web.1 - Hello',
    );
    expect(logplexFrame('Grüße', time).split(' ')[0]).toBe('64');
  });
});

it('makes a command the shell leaves as it is', () => {
  const command = curlExample('http://localhost:8080/receiver/v1/http/T', time);
  expect(command).toContain(
    "--data-binary '77 <190>1 2026-05-01T10:00:05.000000+00:00 host app web.1 - Hello from Tailwater'",
  );
  expect(command.split('\n')).toHaveLength(5);
});
