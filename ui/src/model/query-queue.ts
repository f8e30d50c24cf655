/**
 * Lets a limited number of queries run at once and starts the waiting one with the lowest rank first. Ranks are read
 * when a place becomes free, so a panel scrolled into view overtakes those that are not.
 */
export class QueryQueue {
  private running = 0;
  private readonly waiting: { rank: () => number; start: () => void }[] = [];

  constructor(private readonly limit: number) {}

  async run<T>(rank: () => number, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    await this.place(rank, signal);
    try {
      return await task();
    } finally {
      this.running--;
      this.startNext();
    }
  }

  private place(rank: () => number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(new DOMException('The query was cancelled while it waited.', 'AbortError'));
      };
      const entry = {
        rank,
        start: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(entry);
      // Panels mount in one go: choosing after the current task lets the ranks of all of them count.
      queueMicrotask(() => this.startNext());
    });
  }

  private startNext(): void {
    while (this.running < this.limit && this.waiting.length > 0) {
      let best = 0;
      let bestRank = Infinity;
      this.waiting.forEach((entry, index) => {
        const rank = entry.rank();
        if (rank < bestRank) {
          best = index;
          bestRank = rank;
        }
      });
      const [next] = this.waiting.splice(best, 1);
      this.running++;
      next?.start();
    }
  }
}
