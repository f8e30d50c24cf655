import { ActionIcon, CopyButton, Skeleton, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, CircleCheck, CircleDashed, Copy, Plug } from 'lucide-react';
import { useState } from 'react';
import { type Source, useSources } from '../../model/collector-client';
import { cellNumber, runLogQuery } from '../../model/log-query-client';
import { PageEmpty, PageError } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import { curlExample } from './logplex-frame';
import classes from './send-data.module.css';

export default function SendDataView() {
  useTitle('Send data');
  const sources = useSources();
  if (sources.isError) return <PageError error={sources.error} onRetry={() => void sources.refetch()} />;
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>Send data</h1>
          <p className={classes.lead}>
            Point a Heroku log drain at a source. Lines can be searched within a second.
          </p>
        </div>
        <Received />
      </header>
      {sources.isPending && <Skeleton height={420} radius="md" aria-label="Loading sources" role="status" />}
      {sources.data?.length === 0 && (
        <PageEmpty icon={Plug} title="No source accepts lines yet">
          <Text c="dimmed">
            Create an HTTP source through the management API; its drain URL then appears here.
          </Text>
        </PageEmpty>
      )}
      {sources.data?.map((source) => (
        <SourceCard key={source.id} source={source} />
      ))}
    </div>
  );
}

const count = new Intl.NumberFormat('en-US');

/** Tells within seconds whether a drain works, without leaving the page. */
function Received() {
  const received = useQuery({
    queryKey: ['received'],
    queryFn: async ({ signal }) => {
      const { rows } = await runLogQuery({ query: '* | count', from: '-15m', to: 'now' }, signal);
      return cellNumber(rows[0]?.[0]) ?? 0;
    },
    refetchInterval: 5000,
    staleTime: 0,
  });
  if (received.isPending) return <p className={classes.received}>Counting received lines…</p>;
  if (received.isError)
    return <p className={classes.received}>Received lines could not be counted: {received.error.message}</p>;
  const some = received.data > 0;
  const Icon = some ? CircleCheck : CircleDashed;
  return (
    <p className={classes.received} data-some={some || undefined} role="status" data-testid="received">
      <Icon size={18} aria-hidden />
      {some
        ? `Received ${count.format(received.data)} ${received.data === 1 ? 'line' : 'lines'} in the last 15 minutes`
        : 'No lines received in the last 15 minutes'}
    </p>
  );
}

function SourceCard({ source }: { source: Source }) {
  const [now] = useState(() => new Date());
  return (
    <section className={classes.card} aria-label={`Source ${source.name}`}>
      <h2 className={classes.cardTitle}>
        {source.collector} / {source.name}
        {source.category && <span>_sourceCategory={source.category}</span>}
      </h2>
      <Command
        label="Drain URL"
        text={source.url}
        hint="Whoever knows this address can send lines: treat it as a password."
      />
      <ol className={classes.steps}>
        <li>
          <Command label="Add the drain to an app" text={`heroku drains:add ${source.url} -a <app>`} />
        </li>
        <li>
          <Command
            label="Switch on runtime metrics"
            text="heroku labs:enable log-runtime-metrics -a <app>"
            hint="Memory and load of every dyno appear after the next restart: heroku restart -a <app>"
          />
        </li>
        <li>
          <Command
            label="Or try it without Heroku"
            text={curlExample(source.url, now)}
            hint="Posts one line in the form Logplex delivers."
          />
        </li>
      </ol>
    </section>
  );
}

function Command({ label, text, hint }: { label: string; text: string; hint?: string }) {
  return (
    <div className={classes.command}>
      <div className={classes.label}>{label}</div>
      <div className={classes.box}>
        <pre tabIndex={0}>{text}</pre>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon onClick={copy} aria-label={`Copy: ${label}`} className={classes.copy}>
                {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      {hint && <div className={classes.hint}>{hint}</div>}
    </div>
  );
}
