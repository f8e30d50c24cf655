export interface Comb {
  x: number;
  y: number;
}

export interface HoneycombLayout {
  /** From the centre of a cell to its corners. */
  radius: number;
  combs: Comb[];
}

const rootThree = Math.sqrt(3);

/** The largest cells of which `count` fit into a box, row by row, every second row shifted by half a cell. */
export function honeycombLayout(count: number, width: number, height: number): HoneycombLayout {
  let best = { radius: 0, columns: 1 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    // A shifted row needs half a cell more.
    const across = (columns + (rows > 1 ? 0.5 : 0)) * rootThree;
    const down = 2 + (rows - 1) * 1.5;
    const radius = Math.min(width / across, height / down);
    if (radius > best.radius) best = { radius, columns };
  }
  const radius = Math.min(best.radius, 64);
  const combs = Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / best.columns);
    const column = i % best.columns;
    return {
      x: (column + 0.5 + (row % 2 === 1 ? 0.5 : 0)) * rootThree * radius,
      y: radius + row * 1.5 * radius,
    };
  });
  return { radius, combs };
}

/** The outline of a cell around its centre, one corner up. */
export function hexagon({ x, y }: Comb, radius: number): string {
  const corners = [0, 1, 2, 3, 4, 5].map((corner) => {
    const angle = (Math.PI / 3) * corner - Math.PI / 2;
    return `${(x + radius * Math.cos(angle)).toFixed(1)},${(y + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${corners.join('L')}Z`;
}
