/**
 * One Logplex frame as a drain receives it: the octet count of RFC 6587, a space, and a syslog line. The count is in
 * bytes, not in characters: a name with an accent would otherwise cut the line.
 */
export function logplexFrame(text: string, time: Date, component = 'web.1'): string {
  const stamp = time.toISOString().replace(/\.\d{3}Z$/, '.000000+00:00');
  const line = `<190>1 ${stamp} host app ${component} - ${text}`;
  return `${new TextEncoder().encode(line).length} ${line}`;
}

/** A curl command that posts one frame; in single quotes the shell changes nothing. */
export function curlExample(url: string, time: Date): string {
  const frame = logplexFrame('Hello from Tailwater', time);
  const body = `'${frame.replaceAll("'", "'\\''")}'`;
  return [
    'curl -i',
    "-H 'Content-Type: application/logplex-1'",
    "-H 'Logplex-Msg-Count: 1'",
    `--data-binary ${body}`,
    `'${url}'`,
  ].join(' \\\n  ');
}
