interface MarkProps {
  size?: number;
}

/** Two log lines and the water behind the dam. */
export function Mark({ size = 26 }: MarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="#0c7c8c" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M8 9.5h16" />
        <path d="M8 15.5h9" />
        <path d="M7 22.5q3-4 6 0t6 0t6 0" />
      </g>
    </svg>
  );
}
