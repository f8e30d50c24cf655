import { describe, expect, it } from 'vitest';
import { QueryQueue } from './query-queue';

function gate() {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open: () => open() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('QueryQueue', () => {
  it('runs no more than its limit at a time, lowest rank first', async () => {
    const queue = new QueryQueue(2);
    const started: number[] = [];
    const gates = [gate(), gate(), gate(), gate()];
    const ranks = [30, 10, 20, 0];
    const all = ranks.map((rank, index) =>
      queue.run(
        () => rank,
        new AbortController().signal,
        async () => {
          started.push(rank);
          await gates[index]?.wait;
        },
      ),
    );
    await settle();
    expect(started).toEqual([0, 10]);
    gates[3]?.open();
    await settle();
    expect(started).toEqual([0, 10, 20]);
    gates.forEach((one) => one.open());
    await Promise.all(all);
    expect(started).toEqual([0, 10, 20, 30]);
  });

  it('forgets a query that is cancelled while it waits', async () => {
    const queue = new QueryQueue(1);
    const first = gate();
    const controller = new AbortController();
    const running = queue.run(
      () => 0,
      new AbortController().signal,
      () => first.wait,
    );
    const waiting = queue.run(
      () => 1,
      controller.signal,
      () => Promise.resolve('never'),
    );
    controller.abort();
    await expect(waiting).rejects.toThrow('cancelled');
    first.open();
    await running;
    await expect(
      queue.run(
        () => 0,
        new AbortController().signal,
        () => Promise.resolve('next'),
      ),
    ).resolves.toBe('next');
  });

  it('frees its place when a query fails', async () => {
    const queue = new QueryQueue(1);
    const signal = new AbortController().signal;
    await expect(
      queue.run(
        () => 0,
        signal,
        () => Promise.reject(new Error('bad')),
      ),
    ).rejects.toThrow('bad');
    await expect(
      queue.run(
        () => 0,
        signal,
        () => Promise.resolve(1),
      ),
    ).resolves.toBe(1);
  });
});
