import {
  ActionIcon,
  Button,
  createTheme,
  type CSSVariablesResolver,
  Input,
  Modal,
  MultiSelect,
  Popover,
  Portal,
  Select,
  Tooltip,
  Menu,
} from '@mantine/core'

const list = { options: { maxHeight: 260, overflowY: 'auto' } } as const

/** The field's measures as a Mantine theme. Colours of meaning (states, gold) are CSS variables in theme.css. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '0.9375rem', xl: '1.125rem' },
  lineHeights: { xs: '1.3334', sm: '1.3847', md: '1.4286', lg: '1.4', xl: '1.3334' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.375rem', lg: '0.5rem', xl: '0.75rem' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '2rem' },
      h2: { fontSize: '1.125rem', lineHeight: '1.5rem' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.25rem' },
    },
  },
  colors: {
    blue: [
      '#EEF2FE',
      '#DDE5FD',
      '#B9C9FA',
      '#93AAF6',
      '#6F8DF2',
      '#4C71EE',
      '#2F5BEA',
      '#264BC6',
      '#1F3DA1',
      '#182F7D',
    ],
    gray: [
      '#F7F7F8',
      '#F1F2F4',
      '#E6E7EA',
      '#D3D5DA',
      '#C3C6CD',
      '#717783',
      '#626874',
      '#4A4F5A',
      '#2E323A',
      '#16181D',
    ],
    dark: [
      '#E8EAEE',
      '#B9BECA',
      '#959CAB',
      '#6B7282',
      '#3A404C',
      '#2A2F39',
      '#1A1D24',
      '#121419',
      '#0E1014',
      '#0A0C0F',
    ],
  },
  components: {
    // The placeholder is no menu item, and nothing else may stand in a menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_, props) =>
        props.size === undefined || props.size === 'sm'
          ? {
              root: {
                '--button-height': 'var(--field-height)',
                '--button-padding-x': '12px',
                '--button-fz': '0.8125rem',
              },
            }
          : { root: {} },
      styles: { label: { fontWeight: 550 } },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'var(--field-height)' } }),
    Input: Input.extend({
      vars: () => ({ wrapper: { '--input-height': 'var(--field-height)', '--input-fz': 'var(--field-text)' } }),
    }),
    InputClearButton: Input.ClearButton.extend({ defaultProps: { 'aria-label': 'Clear' } }),
    InputWrapper: Input.Wrapper.extend({
      styles: {
        label: { fontSize: '0.8125rem', fontWeight: 500, marginBottom: 4 },
        error: { marginTop: 4, fontSize: '0.75rem' },
      },
    }),
    // The listbox itself scrolls, which its options' keys already do; a scroll area around it could not be reached.
    Select: Select.extend({ defaultProps: { withScrollArea: false }, styles: list }),
    MultiSelect: MultiSelect.extend({ defaultProps: { withScrollArea: false }, styles: list }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320 },
    }),
    // One landmark holds whatever floats, so that its content is reachable by landmark too.
    Portal: Portal.extend({ defaultProps: { target: '#layers' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } }),
    Modal: Modal.extend({ defaultProps: { transitionProps: { duration: 120 }, centered: true } }),
  },
})

/** What Mantine's own variables must be, so that its components read as ours in both themes. */
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink-1)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-error': 'var(--unqualified)',
    '--mantine-color-anchor': 'var(--blue)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-blue-light': 'var(--blue-tint)',
    '--mantine-color-blue-light-hover': 'var(--blue-tint)',
    '--mantine-color-blue-light-color': 'var(--blue)',
    '--mantine-color-gray-light-color': 'var(--ink-2)',
    '--mantine-color-gray-light-hover': 'var(--hover)',
    '--mantine-color-disabled': 'var(--paper-3)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--line)',
  }
  return {
    variables: { '--input-disabled-opacity': '1' },
    light: ours,
    dark: {
      ...ours,
      '--mantine-color-default': 'var(--raised)',
      '--mantine-color-default-hover': 'var(--hover)',
    },
  }
}
