import 'react'

// Custom properties are how our components hand colours and measures to their stylesheets.
declare module 'react' {
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined
  }
}
