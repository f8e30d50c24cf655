import { createTheme, type MantineColorsTuple } from '@mantine/core';

const tide: MantineColorsTuple = [
  '#e6f7f9',
  '#cdebef',
  '#9dd7df',
  '#68c2ce',
  '#3bafbf',
  '#1a9aab',
  '#0c7c8c',
  '#0a6b79',
  '#085966',
  '#064750',
];

export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    tide,
    // Blue-grey instead of Mantine's neutral: the surfaces of style.css are cut from the same tone.
    dark: [
      '#dfe5ea',
      '#b9c3cc',
      '#9aa7b4',
      '#74818d',
      '#3a4550',
      '#2b353f',
      '#1d252d',
      '#171d24',
      '#11161b',
      '#0c1014',
    ],
  },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  headings: { fontWeight: '600' },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: 12 } },
    // Its placeholder for the first focus is no item, and a menu may hold nothing else.
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'md' } },
  },
});
