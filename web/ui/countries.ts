import countryToCurrency from 'country-to-currency'

type Choice = Readonly<{ value: string; label: string }>

const byCountry: Readonly<Record<string, string>> = countryToCurrency
const names = (type: 'currency' | 'region') => new Intl.DisplayNames('en', { type, fallback: 'none' })

/** The name of a country by its two letters (ISO 3166). */
export const countryName = (code: string): string => names('region').of(code) ?? code

/** Countries by name, for a list to choose from. */
export function countries(): readonly Choice[] {
  const region = names('region')
  return Object.keys(byCountry)
    .filter(isCountryOfToday)
    .flatMap((value) => {
      const label = region.of(value)
      return label === undefined ? [] : [{ value, label }]
    })
    .sort((one, other) => one.label.localeCompare(other.label))
}

// Of a former country a locale names the one that came after it.
const isCountryOfToday = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code

/** Currencies by their three letters (ISO 4217), for a list to choose from. */
export const currencies = (): readonly Choice[] =>
  Intl.supportedValuesOf('currency').map((value) => ({
    value,
    label: `${value}, ${names('currency').of(value) ?? value}`,
  }))

/** What people pay with in a country; dollars where that is not known. */
export const currencyOf = (country: string): string => byCountry[country] ?? 'USD'

/** Where this browser is: its time zone tells the country better than its language, which is often English. */
export function countryOfBrowser(): string {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const byZone = Object.keys(byCountry).filter((country) => zonesOf(country).includes(here))
  const byLanguage = new Intl.Locale(navigator.language).region
  const [first = byLanguage ?? 'US'] = byZone
  return byLanguage !== undefined && byZone.includes(byLanguage) ? byLanguage : first
}

// Not in every browser yet.
const zonesOf = (country: string): readonly string[] => {
  const locale: { getTimeZones?: () => string[] | undefined } = new Intl.Locale('und', { region: country })
  return locale.getTimeZones?.() ?? []
}
