import { squeezed } from '../reading/folding.ts'

const CODES =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PT PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SV SY SZ TD TG TH TJ TM TN TO TR TT TW TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW'
const MORE =
  'USA, UK, U.S., U.S.A., Great Britain, England, Scotland, Wales, Holland, Korea, South Korea, Republic of Korea, Russia, Czech Republic, Deutschland, Österreich, Schweiz, Suisse, Svizzera, Italia, España, Brasil, México, Nederland, Belgique, België, Danmark, Sverige, Norge, Suomi, Polska, Türkiye, UAE'

/** Names of countries in English and some of their own languages, squeezed. */
export const countryNames: ReadonlySet<string> = countrySet()

function countrySet(): ReadonlySet<string> {
  const inEnglish = new Intl.DisplayNames('en', { type: 'region' })
  const inGerman = new Intl.DisplayNames('de', { type: 'region' })
  const inFrench = new Intl.DisplayNames('fr', { type: 'region' })
  const codes = CODES.split(' ')
  const names = codes.flatMap((code) => [
    code,
    ...[inEnglish, inGerman, inFrench].map((names) => names.of(code) ?? code),
  ])
  return new Set([...names, ...MORE.split(', ')].map(squeezed))
}
